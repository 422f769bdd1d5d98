import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface SimulatorAuth {
  readonly scheme: 'basic' | 'digest'
  readonly username: string
  readonly password: string
  /** What the digest is made with; `both` offers SHA-256 and MD5. Default MD5, as most cameras. */
  readonly algorithm?: 'MD5' | 'SHA-256' | 'both'
  /** A nonce is stale after so many requests; default never. */
  readonly staleAfter?: number
}

/** Lets a request pass, or answers it with 401. */
export type AccessControl = (request: IncomingMessage, response: ServerResponse) => boolean

const REALM = 'Lane camera'

export function createAccessControl(auth: SimulatorAuth | undefined): AccessControl {
  if (auth === undefined) return () => true
  return auth.scheme === 'basic' ? basicControl(auth) : digestControl(auth)
}

function basicControl({ username, password }: SimulatorAuth): AccessControl {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  return (request, response) => {
    if (request.headers.authorization === expected) return true
    response.writeHead(401, { 'www-authenticate': `Basic realm="${REALM}", charset="UTF-8"` }).end()
    return false
  }
}

function digestControl(auth: SimulatorAuth): AccessControl {
  const algorithms = auth.algorithm === 'both' ? ['SHA-256', 'MD5'] : [auth.algorithm ?? 'MD5']
  /** Counts that were used, by nonce: one that comes again is a replay. */
  const nonces = new Map<string, Set<string>>()

  function challenge(response: ServerResponse, stale: boolean): boolean {
    const nonce = randomBytes(16).toString('hex')
    nonces.set(nonce, new Set())
    const rest = `realm="${REALM}", qop="auth", nonce="${nonce}", opaque="7f2a"${stale ? ', stale=true' : ''}`
    response.writeHead(401, {
      'www-authenticate': algorithms.map((algorithm) => `Digest algorithm=${algorithm}, ${rest}`),
    })
    response.end()
    return false
  }

  return (request, response) => {
    const fields = fieldsOf(request.headers.authorization ?? '')
    const field = (name: string) => fields.get(name) ?? ''
    const used = nonces.get(field('nonce'))
    if (used === undefined) return challenge(response, fields.size > 0)
    const algorithm = field('algorithm')
    const hash = (text: string) =>
      createHash(algorithm === 'SHA-256' ? 'sha256' : 'md5')
        .update(text)
        .digest('hex')
    const expected = hash(
      [
        hash(`${auth.username}:${REALM}:${auth.password}`),
        field('nonce'),
        field('nc'),
        field('cnonce'),
        field('qop'),
        hash(`${request.method}:${request.url}`),
      ].join(':'),
    )
    const right =
      algorithms.includes(algorithm) &&
      field('username') === auth.username &&
      field('realm') === REALM &&
      field('opaque') === '7f2a' &&
      field('qop') === 'auth' &&
      field('uri') === request.url &&
      field('response') === expected
    if (!right || used.has(field('nc'))) return challenge(response, false)
    if (used.size >= (auth.staleAfter ?? Number.POSITIVE_INFINITY)) {
      nonces.delete(field('nonce'))
      return challenge(response, true)
    }
    used.add(field('nc'))
    return true
  }
}

function fieldsOf(header: string): ReadonlyMap<string, string> {
  if (!header.startsWith('Digest ')) return new Map()
  const pairs = header.slice(7).matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)
  return new Map([...pairs].map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']))
}
