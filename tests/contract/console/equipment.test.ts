import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConsoleApp } from '../../../edge/console/context.ts'
import { buildConsole } from '../../../edge/console/start-console.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'

const minute = 60_000

let app: ConsoleApp
let checkpoint: FakeCheckpoint
let ms: number
const clock = { now: () => new Date(Date.UTC(2026, 10, 24, 6) + ms), monotonic: () => ms }

beforeEach(async () => {
  ms = 0
  const fake = await fakeConsoleOptions({ clock, idleTimeoutMs: 15 * minute })
  checkpoint = fake.checkpoint
  app = await buildConsole(fake.options)
})
afterEach(() => app.close())

async function signIn(): Promise<Record<string, string>> {
  const payload = { officer: 'K-101', pin: fakePins['K-101'] }
  const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
  return Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]))
}
const get = (url: string, cookies: Record<string, string> = {}) => app.inject({ method: 'GET', url, cookies })

const pages = ['/api/v1/devices', '/api/v1/models', '/api/v1/gateway/state']

it('tells devices, models and the state of the gateway to a signed-in officer, and to nobody else', async () => {
  for (const page of pages) expect((await get(page)).statusCode).toBe(401)
  const cookies = await signIn()
  checkpoint.equipment.setHealth('lane-1-reader', 'stopped', 'device.timeout: no answer')
  const { devices } = (await get('/api/v1/devices', cookies)).json()
  expect(devices).toHaveLength(8)
  expect(devices[1]).toMatchObject({
    id: 'lane-1-reader',
    role: 'documentReader',
    lanes: ['lane-1'],
    health: { state: 'stopped', reason: 'device.timeout: no answer', since: clock.now().toISOString() },
  })
  expect((await get('/api/v1/models', cookies)).json().models[0].name).toBe('plate-reader')
  expect((await get('/api/v1/gateway/state', cookies)).json()).toMatchObject({ epoch: 3, seq: 2417 })
})

it('JC 12: a page that asks by itself does not keep an idle session awake', async () => {
  const cookies = await signIn()
  await checkpoint.arrive('lane-1')
  const { lanes } = (await get('/api/v1/lanes', cookies)).json()
  const { sha256 } = lanes[0].crossing.plate.frame
  const asked = [
    ...pages,
    '/api/v1/lanes/lane-1/picture',
    `/api/v1/evidence/${sha256}`,
    '/api/v1/crossings?limit=12',
  ]
  for (ms = 0; ms <= 14 * minute; ms += minute) {
    for (const page of asked) expect((await get(page, cookies)).statusCode).toBe(200)
  }
  ms = 16 * minute
  for (const page of asked) expect((await get(page, cookies)).statusCode).toBe(401)
})
