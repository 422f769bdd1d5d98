import { randomBytes } from 'node:crypto'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import {
  answerBasic,
  answerDigest,
  type Challenge,
  chooseDigest,
  isStale,
  parseChallenges,
} from './digest-auth.ts'

export interface Credentials {
  readonly scheme: 'basic' | 'digest'
  readonly username: string
  readonly password: string
}

export interface CameraClient {
  /**
   * Opens a GET and resolves with the answer of status 200, its body still to come.
   * Rejects with `device.connect`, or `camera.http` for any other status; redirects are not followed, so that
   * credentials go to no other host. An abort rejects with the signal's reason.
   */
  open(url: URL, signal: AbortSignal): Promise<IncomingMessage>
  /** The same for a PUT of XML. Sent again only after a 401, when nothing was done. */
  put(url: URL, body: string, signal: AbortSignal): Promise<IncomingMessage>
}

interface Order {
  readonly method: 'GET' | 'PUT'
  readonly url: URL
  readonly body?: string
}

/** `camera.http`, status 401: to be tried again seldom, because cameras lock an account that goes on trying. */
export class CredentialsRefused extends AyaldamaError {}

/**
 * Requests with the authentication that the configuration names and never a weaker one. Each request has a
 * connection of its own: cameras drop idle ones without a word.
 */
export function createCameraClient(place: string, credentials: Credentials | null): CameraClient {
  let nonce: { readonly challenge: Challenge; count: number } | null = null

  function authorization({ method, url }: Order): string | undefined {
    if (credentials === null) return undefined
    const { scheme, username, password } = credentials
    if (scheme === 'basic') return answerBasic(username, password)
    if (nonce === null) return undefined
    nonce.count += 1
    return answerDigest({
      challenge: nonce.challenge,
      username,
      password,
      method,
      uri: url.pathname + url.search,
      nonceCount: nonce.count,
      clientNonce: randomBytes(12).toString('hex'),
    })
  }

  function send(order: Order, signal: AbortSignal): Promise<IncomingMessage> {
    const { method, url, body } = order
    const header = authorization(order)
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
        agent: false,
        method,
        signal,
        // Small cameras end header lines with LF alone or repeat headers.
        insecureHTTPParser: true,
        headers: {
          accept: '*/*',
          ...(header === undefined ? {} : { authorization: header }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }),
        },
      })
      request.once('response', resolve)
      request.on('error', (error) => {
        reject(
          signal.aborted
            ? signal.reason
            : new AyaldamaError('device.connect', place, error.message, { cause: error }),
        )
      })
      request.end(body)
    })
  }

  /** Takes the nonce of a 401; false where another try would repeat what was refused. */
  function takeChallenge(answer: IncomingMessage, freshAnswerRefused: boolean): boolean {
    if (credentials?.scheme !== 'digest') return false
    const challenge = chooseDigest(parseChallenges(answer.headers['www-authenticate'] ?? ''))
    nonce = challenge === null ? null : { challenge, count: 0 }
    return challenge !== null && (!freshAnswerRefused || isStale(challenge))
  }

  async function carryOut(order: Order, signal: AbortSignal): Promise<IncomingMessage> {
    let fresh = false
    // Once without a nonce or with an old one, once with the fresh one, once more where that was stale.
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send(order, signal)
      if (answer.statusCode === 200) return answer
      answer.destroy()
      const again = answer.statusCode === 401 && attempt < 3 && takeChallenge(answer, fresh)
      if (!again) {
        nonce = null
        const why = describeStatus(answer, credentials)
        if (answer.statusCode === 401) throw new CredentialsRefused('camera.http', place, why)
        throw new AyaldamaError('camera.http', place, why)
      }
      fresh = true
    }
  }

  return {
    open: (url, signal) => carryOut({ method: 'GET', url }, signal),
    put: (url, body, signal) => carryOut({ method: 'PUT', url, body }, signal),
  }
}

function describeStatus(answer: IncomingMessage, credentials: Credentials | null): string {
  const status = answer.statusCode ?? 0
  if (status !== 401) return `Status ${status}.`
  const offered = parseChallenges(answer.headers['www-authenticate'] ?? '').map(({ scheme }) => scheme)
  if (credentials === null) return `Status 401: the camera asks for ${offered.join(' or ') || 'a password'}.`
  if (!offered.includes(credentials.scheme)) {
    return `Status 401: the camera offers ${offered.join(', ') || 'nothing'}, not ${credentials.scheme}.`
  }
  return 'Status 401: user name or password is wrong.'
}

/**
 * Reads a body of at most `maximumBytes`; a larger one rejects with `camera.not-a-picture` and is cut off.
 * A connection that ends early rejects with `device.connect`.
 */
export async function readBody(
  answer: IncomingMessage,
  maximumBytes: number,
  place: string,
): Promise<Uint8Array> {
  const tooLarge = () => {
    answer.destroy()
    return new AyaldamaError('camera.not-a-picture', place, `More than ${maximumBytes} bytes.`)
  }
  if (Number(answer.headers['content-length'] ?? 0) > maximumBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > maximumBytes) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof AyaldamaError) throw error
    throw new AyaldamaError('device.connect', place, 'The connection ended within the answer.', {
      cause: error,
    })
  }
  return Buffer.concat(chunks, length)
}
