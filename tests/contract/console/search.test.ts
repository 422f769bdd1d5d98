import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConsoleApp } from '../../../edge/console/context.ts'
import { buildConsole } from '../../../edge/console/start-console.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'

let app: ConsoleApp
let checkpoint: FakeCheckpoint
const border = { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' } as const
const exported: string[] = []

beforeEach(async () => {
  exported.length = 0
  const clock = { now: () => new Date('2026-11-24T06:00:00.000Z'), monotonic: () => 0 }
  const fake = await fakeConsoleOptions({
    clock,
    exportEvidence: async (crossing, party) => {
      exported.push(`${party} ${crossing}`)
      return crossing.endsWith('1') ? Buffer.from('archive') : null
    },
  })
  checkpoint = fake.checkpoint
  app = await buildConsole(fake.options)
  await checkpoint.arrive('lane-1', { plate: '482KZA02' })
  await checkpoint.arrive('lane-2', { plate: '01KG123ABC' })
  checkpoint.act('lane-1', { type: 'HoldVehicle', by: border, reason: 'the seal is broken' })
})
afterEach(() => app.close())

async function signIn(officer: keyof typeof fakePins): Promise<Record<string, string>> {
  const payload = { officer, pin: fakePins[officer] }
  const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
  return Object.fromEntries(response.cookies.map((cookie) => [cookie.name, cookie.value]))
}
const search = (cookies: Record<string, string>, query: string, days = 'from=2026-11-24&until=2026-11-24') =>
  app.inject({ url: `/api/v1/search?${days}&${query}`, cookies })
const plates = (response: { json(): { crossings: { plate: string }[] } }) =>
  response.json().crossings.map(({ plate }) => plate)

describe('a supervisor searches the journal', () => {
  it('by plate, by document, by what happened, and by day', async () => {
    const cookies = await signIn('K-101')
    expect(plates(await search(cookies, ''))).toEqual(['01KG123ABC', '482KZA02'])
    expect(plates(await search(cookies, 'plate=482 kza'))).toEqual(['482KZA02'])
    expect(plates(await search(cookies, 'kind=VehicleHeld'))).toEqual(['482KZA02'])
    expect(plates(await search(cookies, 'document=l898902c3'))).toHaveLength(2)
    expect(plates(await search(cookies, 'document=L898902'))).toEqual([])
    expect(plates(await search(cookies, '', 'from=2026-11-23&until=2026-11-23'))).toEqual([])
    for (const days of [
      'from=2026-11-24&until=2026-11-23',
      'from=2026-11-01&until=2026-11-24',
      'from=today',
    ]) {
      expect((await search(cookies, '', days)).statusCode).toBe(400)
    }
    expect((await search(cookies, 'plate=482', 'from=2026-11-01&until=2026-11-24')).statusCode).toBe(200)
  })

  it('and every search and every export is recorded as a view of personal data', async () => {
    const cookies = await signIn('K-101')
    const { crossing } = (await search(cookies, 'plate=482KZA02&kind=VehicleHeld')).json().crossings[0]
    const url = `/api/v1/crossings/${crossing}/evidence`
    const archive = await app.inject({ url, cookies })
    expect([archive.statusCode, archive.headers['content-type'], archive.body]).toEqual([
      ...[200, 'application/x-tar', 'archive'],
    ])
    expect(exported).toEqual([`KAZ ${crossing}`])
    expect(checkpoint.views).toMatchObject([
      { officer: 'K-101', view: 'search', plate: '482KZA02', kind: 'VehicleHeld', document: null, found: 1 },
      { officer: 'K-101', view: 'export', crossing },
    ])
    const unknown = await app.inject({ url: url.replace(/1\/ev/, '2/ev'), cookies })
    expect(unknown.statusCode).toBe(404)
    expect(checkpoint.views).toHaveLength(2)
  })

  it('and no other officer does', async () => {
    const cookies = await signIn('K-102')
    const crossing = '0199c3f0-0000-7000-8000-000000000001'
    for (const url of [
      '/api/v1/search?from=2026-11-24&until=2026-11-24',
      `/api/v1/crossings/${crossing}/evidence`,
    ]) {
      const refused = await app.inject({ url, cookies })
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'console.not-supervisor'])
      expect((await app.inject({ url })).statusCode).toBe(401)
    }
    expect([checkpoint.views, exported]).toEqual([[], []])
  })
})
