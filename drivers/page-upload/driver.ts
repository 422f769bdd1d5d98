import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery, DeliveryOutcome, DocumentReader, DriverContext } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createHttpListener, digest, plainAddress } from '../lifecycle/http-listener.ts'
import { createBudget, refusalRate } from '../transport/flood-limit.ts'
import { deliveryOf } from './delivery.ts'
import type { PageUploadOptions } from './options.ts'

/** Bodies that are held at once: a lane PC sends one page after the other. */
const mostAtOnce = 2
const mostConnections = 16
const requestMs = 30_000
const shortestToken = 16

interface Answer {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

const refusal = (status: number, code: string, message: string, headers = {}): Answer => ({
  status,
  body: { code, message },
  headers,
})

/**
 * Listens for what a lane PC posts. The answer comes when all is recorded: 200 with what was found, or an error
 * of which 503 alone says that the same post may succeed later.
 */
export function createPageUpload(options: PageUploadOptions, context: DriverContext): DocumentReader {
  const lifecycle = createDeviceLifecycle<never>(context, [
    'framesRead',
    'framesRejected',
    'bytesDiscarded',
    'postsRefused',
    'deliveriesFailed',
    'reconnects',
  ])
  const allowed = options.from && new Set(options.from)
  let deliver: ((delivery: Delivery) => Promise<DeliveryOutcome>) | undefined
  let held = 0
  const spendRefusal = createBudget(refusalRate, context.clock.monotonic)

  async function expectedToken(): Promise<Buffer> {
    const text = await readFile(options.tokenFile, 'utf8').catch(() => '')
    const token = text.split(/\r?\n/, 1)[0] ?? ''
    if (token.length < shortestToken) {
      const why = `Its first line is no token of ${shortestToken} characters or more.`
      throw new AyaldamaError('config.unreadable', options.tokenFile, why)
    }
    return digest(`Bearer ${token}`)
  }

  /** What can be said before the body is read; null: read it. */
  function refuseUnread(request: IncomingMessage, token: Buffer): Answer | null {
    const address = plainAddress(request.socket.remoteAddress)
    if (allowed && !allowed.has(address)) return refusal(403, 'address', `${address} may not post here.`)
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), token)) {
      return refusal(401, 'token', 'The token is missing or wrong.', { 'www-authenticate': 'Bearer' })
    }
    const path = (request.url ?? '').split('?')[0]
    if (path !== options.path) return refusal(404, 'path', `Post to ${options.path}.`)
    if (request.method !== 'POST') return refusal(405, 'method', 'Post a page.', { allow: 'POST' })
    if (Number(request.headers['content-length'] ?? 0) > options.maximumBytes) return tooLarge()
    if (deliver === undefined) return refusal(503, 'no-lane', 'No lane takes pages of this reader.')
    if (held >= mostAtOnce) {
      return refusal(503, 'busy', 'Other pages are being read.', { 'retry-after': '1' })
    }
    return null
  }

  const tooLarge = () => refusal(413, 'too-large', `A page has at most ${options.maximumBytes} bytes.`)

  /** null where it is too large, and the rest stays unread; rejects where the connection breaks off. */
  function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
    const chunks: Buffer[] = []
    let length = 0
    return new Promise((resolve, reject) => {
      request.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length <= options.maximumBytes) {
          chunks.push(chunk)
          return
        }
        request.pause()
        resolve(null)
      })
      request.once('end', () => resolve(Buffer.concat(chunks)))
      request.once('close', () => reject(new Error('the connection broke off')))
    })
  }

  async function take(request: IncomingMessage): Promise<Answer> {
    const bytes = await bodyOf(request)
    if (bytes === null) return tooLarge()
    const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    const found = deliveryOf({
      ...{ bytes, contentType, name: plainAddress(request.socket.remoteAddress) },
      now: context.clock.now(),
      at: context.clock.monotonic(),
    })
    if ('code' in found) {
      lifecycle.count('framesRejected')
      lifecycle.count('bytesDiscarded', bytes.length)
      return refusal(found.code === 'unsupported' ? 415 : 422, found.code, found.message)
    }
    if (deliver === undefined) return refusal(503, 'no-lane', 'No lane takes pages of this reader.')
    try {
      const outcome = await deliver(found.delivery)
      lifecycle.count('framesRead')
      return { status: 200, body: outcome }
    } catch (error) {
      const code = error instanceof AyaldamaError ? error.code : 'lane.internal'
      if (code === 'recognition.not-a-picture') {
        lifecycle.count('framesRejected')
        return refusal(422, code, 'The picture cannot be decoded.')
      }
      lifecycle.count('deliveriesFailed')
      return refusal(503, code, 'The page is not recorded; send it again.', { 'retry-after': '5' })
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse, token: Buffer): Promise<void> {
    let answer = refuseUnread(request, token)
    if (answer) {
      lifecycle.count('postsRefused')
      await pause(spendRefusal(1), undefined, { ref: false })
    } else {
      held += 1
      try {
        answer = await take(request)
      } catch {
        // The lane PC hung up in the middle of its page, and hears no answer.
        lifecycle.count('framesRejected')
        return
      } finally {
        held -= 1
      }
    }
    // A body that nobody reads must not keep the connection.
    const unread = request.complete ? {} : { connection: 'close' }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...unread, ...answer.headers })
    response.end(JSON.stringify(answer.body))
  }

  const listener = createHttpListener({
    ...{ lifecycle, context, options },
    async make() {
      const token = await expectedToken()
      const server = createServer({ requestTimeout: requestMs }, (request, response) => {
        request.on('error', () => undefined)
        void serve(request, response, token)
      })
      server.maxConnections = mostConnections
      return server
    },
    listening: (port) => lifecycle.to('online', `listening, http://${options.host}:${port}${options.path}`),
  })

  return {
    id: context.id,
    kind: 'page-upload',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    onDelivery(taker) {
      deliver = taker
      return () => {
        deliver = undefined
      }
    },
    async start() {
      lifecycle.begin()
      listener.start()
    },
    stop: () => lifecycle.end(listener.stop),
  }
}
