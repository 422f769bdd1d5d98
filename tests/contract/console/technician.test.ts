import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConsoleApp } from '../../../edge/console/context.ts'
import { buildConsole } from '../../../edge/console/start-console.ts'
import { createDeskBench, type DeskBench } from '../../support/desk-bench.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'

let app: ConsoleApp
let bench: DeskBench

beforeEach(async () => {
  bench = await createDeskBench()
  const discovery = {
    plugged: async () => [],
    probe: async () => ({ state: 'online', reason: '', counters: {} }),
  }
  const fake = await fakeConsoleOptions({ configuration: bench.desk, discovery: discovery as never })
  app = await buildConsole(fake.options)
})
afterEach(async () => {
  await app.close()
  await bench.close()
})

async function signIn(officer: keyof typeof fakePins): Promise<Record<string, string>> {
  const payload = { officer, pin: fakePins[officer] }
  const { cookies } = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
  return Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
}

const part = { kind: 'light', colour: 'red' }
const base = '0'.repeat(64)
const change = { edits: [{ op: 'remove', path: ['devices', 'other'] }] }
interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly payload?: object
}

const routes: readonly Route[] = [
  { method: 'GET', url: '/api/v1/configuration' },
  { method: 'GET', url: '/api/v1/configuration/schema' },
  { method: 'GET', url: '/api/v1/configuration/history' },
  { method: 'POST', url: '/api/v1/configuration/check', payload: { base, change } },
  { method: 'POST', url: '/api/v1/configuration', payload: { base, change, reason: 'x' } },
  { method: 'POST', url: '/api/v1/configuration/proposals/x/confirm', payload: {} },
  { method: 'DELETE', url: '/api/v1/configuration/proposals/x' },
  { method: 'POST', url: '/api/v1/gateway/restart', payload: {} },
  { method: 'POST', url: '/api/v1/lanes/lane-1/maintenance', payload: { reason: 'x' } },
  { method: 'DELETE', url: '/api/v1/lanes/lane-1/maintenance' },
  { method: 'GET', url: '/api/v1/lanes/lane-1/trials' },
  { method: 'POST', url: '/api/v1/lanes/lane-1/trials', payload: { part } },
  { method: 'GET', url: '/api/v1/discovery' },
  { method: 'POST', url: '/api/v1/discovery/probe', payload: { kind: 'camera-http', options: {} } },
]

it.each(routes)('$method $url is for technicians only, and stands in the OpenAPI', async (route) => {
  const { method, url, payload } = route
  const ask = (cookies = {}) => app.inject({ method, url, cookies, ...(payload && { payload }) })
  expect((await ask()).json()).toMatchObject({ code: 'console.not-signed-in' })
  const officer = await ask(await signIn('K-101'))
  expect([officer.statusCode, officer.json().code]).toEqual([403, 'console.not-technician'])
  expect([401, 403, 503]).not.toContain((await ask(await signIn('K-102'))).statusCode)
  const { paths } = (await app.inject('/api/v1/openapi.json')).json()
  const described = url.replace('lane-1', '{lane}').replace('/proposals/x', '/proposals/{proposal}')
  expect(paths[described]?.[method.toLowerCase()]?.tags).toEqual(['technician'])
})

it('says by its code why a change was not taken', async () => {
  const cookies = await signIn('K-102')
  const ask = (payload: object) =>
    app.inject({ method: 'POST', url: '/api/v1/configuration', cookies, payload })
  const stale = await ask({ base, change, reason: 'x' })
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'config.changed'])
  const none = await ask({ base: bench.desk.read().sha256, change: { rollbackTo: base }, reason: 'x' })
  expect([none.statusCode, none.json().code]).toEqual([404, 'config.not-kept'])
  expect((await ask({ base, change: { edits: [] }, reason: 'x' })).statusCode).toBe(400)
})
