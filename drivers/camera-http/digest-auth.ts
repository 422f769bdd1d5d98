import { createHash } from 'node:crypto'

/** One challenge of a WWW-Authenticate header; names of schemes and parameters in lower case. */
export interface Challenge {
  readonly scheme: string
  readonly parameters: ReadonlyMap<string, string>
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+/
const TOKEN68 = /^[A-Za-z0-9\-._~+/]+=*(?=\s*(?:,|$))/

/**
 * Reads the challenges of one WWW-Authenticate header, or of several joined by commas (RFC 9110, 11.6.1).
 * What cannot be read ends the list: a camera with a broken header counts as one without.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  let rest = header
  const skip = (pattern: RegExp) => {
    rest = rest.replace(pattern, '')
  }
  const token = () => {
    const found = TOKEN.exec(rest)?.[0]
    if (found !== undefined) rest = rest.slice(found.length)
    return found
  }
  for (;;) {
    skip(/^[\s,]+/)
    const word = token()
    if (word === undefined) return challenges
    const current = challenges.at(-1)
    if (current !== undefined && /^\s*=/.test(rest)) {
      skip(/^\s*=\s*/)
      const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest)
      if (quoted !== null) rest = rest.slice(quoted[0].length)
      const value = quoted === null ? token() : quoted[1]?.replace(/\\(.)/g, '$1')
      if (value === undefined) return challenges
      if (!current.parameters.has(word.toLowerCase())) current.parameters.set(word.toLowerCase(), value)
    } else {
      challenges.push({ scheme: word.toLowerCase(), parameters: new Map() })
      if (/^ +/.test(rest) && TOKEN68.test(rest.trimStart())) skip(/^\s*[^\s,]+/)
    }
  }
}

const hashes: Readonly<Record<string, 'md5' | 'sha256'>> = {
  md5: 'md5',
  'md5-sess': 'md5',
  'sha-256': 'sha256',
  'sha-256-sess': 'sha256',
}

const algorithmOf = (challenge: Challenge) => challenge.parameters.get('algorithm') ?? 'MD5'

const qualityOf = (challenge: Challenge): 'auth' | 'none' | 'unknown' => {
  const qop = challenge.parameters.get('qop')
  if (qop === undefined) return 'none'
  return qop.split(',').some((word) => word.trim().toLowerCase() === 'auth') ? 'auth' : 'unknown'
}

/** The strongest Digest challenge that can be answered: SHA-256 before MD5 (RFC 7616, 3.7); null for none. */
export function chooseDigest(challenges: readonly Challenge[]): Challenge | null {
  const usable = challenges.filter(
    (challenge) =>
      challenge.scheme === 'digest' &&
      challenge.parameters.get('nonce') !== undefined &&
      hashes[algorithmOf(challenge).toLowerCase()] !== undefined &&
      qualityOf(challenge) !== 'unknown',
  )
  const strong = usable.find((challenge) => algorithmOf(challenge).toLowerCase().startsWith('sha-256'))
  return strong ?? usable[0] ?? null
}

/** The server took the credentials but wants another nonce: the request is worth one more try. */
export const isStale = (challenge: Challenge): boolean =>
  challenge.parameters.get('stale')?.toLowerCase() === 'true'

export interface DigestRequest {
  readonly challenge: Challenge
  readonly username: string
  readonly password: string
  readonly method: string
  /** Path and query, exactly as in the request line. */
  readonly uri: string
  /** 1 for the first request with this nonce, then one more each. */
  readonly nonceCount: number
  /** Random, made by the caller. */
  readonly clientNonce: string
}

/**
 * The value of the Authorization header by RFC 7616: MD5 and SHA-256, plain and session variants,
 * qop `auth`, and no qop at all as older cameras ask for it (RFC 2069). The challenge is one of `chooseDigest`.
 */
export function answerDigest(request: DigestRequest): string {
  const { challenge, username, password, method, uri, clientNonce } = request
  const algorithm = algorithmOf(challenge)
  const name = hashes[algorithm.toLowerCase()] ?? 'md5'
  const hash = (text: string) => createHash(name).update(text, 'utf8').digest('hex')
  const realm = challenge.parameters.get('realm') ?? ''
  const nonce = challenge.parameters.get('nonce') ?? ''
  const opaque = challenge.parameters.get('opaque')
  const hashedName = challenge.parameters.get('userhash')?.toLowerCase() === 'true'
  const withQuality = qualityOf(challenge) === 'auth'
  const count = request.nonceCount.toString(16).padStart(8, '0')

  const secret = hash(`${username}:${realm}:${password}`)
  const session = algorithm.toLowerCase().endsWith('-sess')
  const first = session ? hash(`${secret}:${nonce}:${clientNonce}`) : secret
  const second = hash(`${method}:${uri}`)
  const response = hash(
    withQuality ? `${first}:${nonce}:${count}:${clientNonce}:auth:${second}` : `${first}:${nonce}:${second}`,
  )

  const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
  const fields = [
    `username=${quote(hashedName ? hash(`${username}:${realm}`) : username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `algorithm=${algorithm}`,
    `response=${quote(response)}`,
  ]
  if (opaque !== undefined) fields.push(`opaque=${quote(opaque)}`)
  if (withQuality) fields.push('qop=auth', `nc=${count}`, `cnonce=${quote(clientNonce)}`)
  else if (session) fields.push(`cnonce=${quote(clientNonce)}`)
  if (hashedName) fields.push('userhash=true')
  return `Digest ${fields.join(', ')}`
}

/** `Basic` of RFC 7617, in UTF-8. */
export const answerBasic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
