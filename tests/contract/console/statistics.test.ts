import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConsoleApp } from '../../../edge/console/context.ts'
import { buildConsole } from '../../../edge/console/start-console.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'

let app: ConsoleApp
let checkpoint: FakeCheckpoint
let ms: number
const clock = { now: () => new Date(Date.UTC(2026, 10, 24, 6) + ms), monotonic: () => ms }

beforeEach(async () => {
  ms = 0
  const fake = await fakeConsoleOptions({ clock })
  checkpoint = fake.checkpoint
  app = await buildConsole(fake.options)
})
afterEach(() => app.close())

async function signIn(officer: keyof typeof fakePins): Promise<Record<string, string>> {
  const payload = { officer, pin: fakePins[officer] }
  const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
  return Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]))
}
const day = (value: string, cookies: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url: `/api/v1/statistics/day?day=${value}`, cookies })

it('JC 9.2: tells a signed-in officer how long each control took that day', async () => {
  const cookies = await signIn('K-101')
  const by = { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' } as const
  const control = { party: 'KAZ', kind: 'border' } as const
  await checkpoint.arrive('lane-1')
  ms = 10_000
  checkpoint.act('lane-1', { type: 'StartControl', control, by })
  ms = 40_000
  checkpoint.act('lane-1', { type: 'CompleteControl', control, decision: 'released', by })
  ms = 50_000
  checkpoint.act('lane-1', { type: 'Return', reason: 'test', by })
  const response = await day('2026-11-24', cookies)
  expect(response.statusCode).toBe(200)
  expect(response.json()).toMatchObject({
    day: '2026-11-24',
    lanes: [
      {
        lane: 'lane-1',
        crossings: 1,
        stillOpen: 1,
        underControl: { count: 1, median: 50 },
        waitingShare: 0.4,
        controls: [{ party: 'KAZ', kind: 'border', count: 1, median: 30, heldShare: 0.6 }],
      },
    ],
  })
  expect((await day('2026-11-23', cookies)).json()).toEqual({ day: '2026-11-23', lanes: [] })
})

it('tells nobody else, and refuses what is no date', async () => {
  expect((await day('2026-11-24')).statusCode).toBe(401)
  expect((await day('2026-02-30', await signIn('K-101'))).statusCode).toBe(400)
})
