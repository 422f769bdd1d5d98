import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Camera, DriverContext, FrameCaptured } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createEventIntake, eventCounterNames } from '../camera-events/event-intake.ts'
import { hikvisionEvents } from '../camera-hikvision/codec.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createHttpListener, digest, plainAddress } from '../lifecycle/http-listener.ts'
import { createBudget, eventCost, eventRate, refusalRate } from '../transport/flood-limit.ts'
import type { CameraHikvisionPushOptions } from './options.ts'

/** A camera posts one event at a time; more connections than these are of somebody else. */
const mostConnections = 8
/** A post holds an event and a few pictures. */
const picturesInPost = 4
const postMs = 15_000

/**
 * Listens for what the camera posts. Every post of the camera itself is answered with 200, be it understood or
 * not: some never send again after another answer (hardware.md). Others learn nothing but 404.
 */
export function createPushCamera(options: CameraHikvisionPushOptions, context: DriverContext): Camera {
  const lifecycle = createDeviceLifecycle<FrameCaptured>(context, [...eventCounterNames, 'postsRefused'])
  const { maximumBytes, silenceMs, path } = options
  const intake = createEventIntake(hikvisionEvents, { maximumBytes, name: path }, context, lifecycle)
  const allowed = new Set(options.from)
  const spend = createBudget(eventRate, context.clock.monotonic)
  const spendRefusal = createBudget(refusalRate, context.clock.monotonic)
  let silence: NodeJS.Timeout | undefined

  function heard(): void {
    if (!lifecycle.active()) return
    clearTimeout(silence)
    silence = setTimeout(() => {
      if (!lifecycle.active()) return
      lifecycle.count('timeouts')
      lifecycle.count('reconnects')
      lifecycle.to('connecting', `device.timeout: ${context.id}: Nothing was posted for ${silenceMs} ms.`)
    }, silenceMs)
    lifecycle.to('online', 'the camera posts')
  }

  function mayPost(request: IncomingMessage, expected: Buffer): boolean {
    const posted = (request.url ?? '').split('?')[0] ?? ''
    return (
      request.method === 'POST' &&
      allowed.has(plainAddress(request.socket.remoteAddress)) &&
      timingSafeEqual(digest(posted), expected)
    )
  }

  function take(request: IncomingMessage, response: ServerResponse, expected: Buffer): void {
    if (!mayPost(request, expected)) {
      lifecycle.count('postsRefused')
      request.pause()
      setTimeout(() => {
        response.writeHead(404, { connection: 'close' }).end()
        request.socket.destroySoon()
      }, spendRefusal(1)).unref()
      return
    }
    lifecycle.count('requests')
    const push = intake.begin()
    let left = maximumBytes * picturesInPost
    let parts = 0
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length
      const events = left < 0 ? 0 : push(chunk)
      if (left < 0) request.destroy()
      parts += events
      // All posts of the camera together: many small ones are a flood too.
      const wait = spend(chunk.length + events * eventCost)
      if (wait === 0) return
      lifecycle.count('floods')
      request.pause()
      setTimeout(() => request.resume(), wait).unref()
    })
    request.on('error', () => undefined)
    request.once('end', () => {
      if (parts === 0) lifecycle.count('eventsRejected')
      heard()
      response.writeHead(200, { 'content-length': 0 }).end()
    })
  }

  async function expectedPath(): Promise<Buffer> {
    if (options.secretFile === undefined) return digest(path)
    const text = await readFile(options.secretFile, 'utf8').catch(() => '')
    const secret = text.split(/\r?\n/, 1)[0] ?? ''
    if (secret === '') throw new AyaldamaError('config.unreadable', options.secretFile, 'No secret in it.')
    return digest(`${path.replace(/\/$/, '')}/${secret}`)
  }

  const listener = createHttpListener({
    ...{ lifecycle, context, options },
    async make() {
      const expected = await expectedPath()
      const server = createServer({ requestTimeout: postMs, insecureHTTPParser: true }, (request, response) =>
        take(request, response, expected),
      )
      server.maxConnections = mostConnections
      return server
    },
    listening() {
      if (lifecycle.state() === 'connecting') lifecycle.to('connecting', 'listening; nothing was posted yet')
    },
  })

  return {
    id: context.id,
    kind: 'camera-hikvision-push',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    onReading: intake.onReading,
    async start() {
      lifecycle.begin()
      listener.start()
    },
    stop: () =>
      lifecycle.end(async () => {
        clearTimeout(silence)
        await listener.stop()
      }),
    trigger() {},
  }
}
