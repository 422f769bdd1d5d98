import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type RunningConsole, startConsole } from '../../../edge/console/start-console.ts'
import { type LiveMessage, liveMessageSchema } from '../../../edge/console/view-schemas.ts'
import { jsonSchema } from '../../../edge/console/zod-http.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'

const power = { level: 'battery', chargePercent: 54, runtimeSeconds: 900 } as const
let running: RunningConsole
let checkpoint: FakeCheckpoint
let sockets: WebSocket[]

beforeEach(async () => {
  sockets = []
  const fake = await fakeConsoleOptions({
    heartbeatMs: 20,
    disk: { state: () => ({ level: 'nearlyFull', usedPercent: 93 }) },
    power: { state: () => power },
  })
  checkpoint = fake.checkpoint
  running = await startConsole(fake.options)
})
afterEach(async () => {
  for (const socket of sockets) socket.terminate()
  await running.close()
})

interface Feed {
  readonly socket: WebSocket
  readonly received: LiveMessage[]
  /** The next message, or one already received, that fits. */
  until(fits: (message: LiveMessage) => boolean): Promise<LiveMessage>
}

function listen(cookie?: string, origin = running.url): Feed {
  const headers = cookie === undefined ? {} : { cookie }
  const socket = new WebSocket(`${running.url.replace('http', 'ws')}/api/v1/live`, { origin, headers })
  sockets.push(socket)
  const received: LiveMessage[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)) as LiveMessage)
    for (const look of [...waiting]) look()
  })
  return {
    socket,
    received,
    until: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = received.find(fits)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

async function signIn(officer: keyof typeof fakePins): Promise<string> {
  const response = await fetch(`${running.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ officer, pin: fakePins[officer] }),
  })
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

const isLane = (message: LiveMessage): message is Extract<LiveMessage, { type: 'lane' }> =>
  message.type === 'lane' && message.lane === 'lane-1'

it('sends no personal data before sign-in, however the lane changes', async () => {
  const feed = listen()
  await feed.until((message) => message.type === 'session' && message.session === null)
  await checkpoint.arrive('lane-1', { plate: '482KZA02' })
  await feed.until((message) => isLane(message) && message.view.lawInForce === 'KAZ')
  const text = JSON.stringify(feed.received)
  expect(text).not.toContain('482KZA02')
  expect(text).not.toContain('ERIKSSON')
  expect(feed.received.filter(isLane).every((message) => message.actions.length === 0)).toBe(true)
})

it('sends the signed-in officer the crossing with what she may do, on each change', async () => {
  const feed = listen(await signIn('K-101'))
  await checkpoint.arrive('lane-1', { plate: '482KZA02' })
  const seen = await feed.until(
    (message) => isLane(message) && (message.view.crossing?.documents.length ?? 0) > 0,
  )
  expect(seen).toMatchObject({ view: { crossing: { plate: { text: '482KZA02' } } } })
  expect(isLane(seen) && seen.actions.some((act) => act.refusal === null)).toBe(true)
})

it('turns to the passer-by’s view at once when the officer signs out', async () => {
  const cookie = await signIn('K-101')
  await checkpoint.arrive('lane-1', { plate: '482KZA02' })
  const feed = listen(cookie)
  await feed.until((message) => isLane(message) && message.view.crossing !== null)
  feed.received.length = 0
  await fetch(`${running.url}/api/v1/session`, { method: 'DELETE', headers: { cookie } })
  await feed.until((message) => message.type === 'session' && message.session === null)
  await feed.until(isLane)
  expect(JSON.stringify(feed.received)).not.toContain('482KZA02')
})

it('sends nothing for a change that this viewer may not see', async () => {
  const feed = listen()
  await checkpoint.arrive('lane-1')
  await feed.until((message) => isLane(message) && message.view.lawInForce === 'KAZ')
  const lanes = feed.received.filter(isLane).length
  checkpoint.act('lane-1', {
    type: 'StartControl',
    by: { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' },
    control: { party: 'KAZ', kind: 'border' },
  })
  feed.received.length = 0
  await feed.until((message) => message.type === 'heartbeat')
  expect(lanes).toBeGreaterThan(0)
  expect(feed.received.filter(isLane)).toEqual([])
})

it('beats, and reports both Parties’ streams, in the form that the API page describes', async () => {
  const feed = listen(await signIn('K-101'))
  await checkpoint.arrive('lane-1')
  await feed.until((message) => message.type === 'heartbeat')
  await feed.until((message) => message.type === 'replication')
  await feed.until((message) => isLane(message) && message.view.crossing !== null)
  const ajv = new Ajv2020({ strict: false })
  const validate = ajv.compile(jsonSchema(liveMessageSchema))
  for (const message of feed.received) {
    expect([message.type, validate(message), ajv.errorsText(validate.errors)]).toEqual([
      message.type,
      true,
      'No errors',
    ])
  }
})

it.each(['http://evil.example', 'null'])('refuses a socket that a page of %s opens', async (origin) => {
  const { socket } = listen(undefined, origin)
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    socket.on('open', () => resolve('open'))
    socket.on('error', () => {})
  })
  expect(status).toBe(403)
})

it('closes sockets and sessions when the console stops', async () => {
  const feed = listen(await signIn('K-101'))
  await feed.until(isLane)
  const closed = new Promise((resolve) => feed.socket.on('close', resolve))
  await running.close()
  expect(await closed).toBe(1001)
  expect(checkpoint.sessions).toEqual(['in K-101', 'out K-101'])
})

it('says how full the disk is, to the page and to whoever asks for health', async () => {
  const disk = { level: 'nearlyFull', usedPercent: 93 }
  expect(await listen().until(({ type }) => type === 'disk')).toEqual({ type: 'disk', disk })
  expect(await (await fetch(`${running.url}/healthz`)).json()).toEqual({ status: 'ok', disk })
})

it('says what the box runs on', async () => {
  expect(await listen().until(({ type }) => type === 'power')).toEqual({ type: 'power', power })
})
