import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AyaldamaError } from '../ports/errors.ts'

const policy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/**
 * Headers for every answer, and two checks. The host must be an address or a name that the gateway
 * answers to, else a foreign name could be pointed at it (DNS rebinding). A request that changes
 * something, or opens the live feed, must not come from a page of another origin.
 */
export function guardRequests(app: FastifyInstance, hostNames: readonly string[]): void {
  const names = new Set(['localhost', ...hostNames.map((name) => name.toLowerCase())])

  app.addHook('onRequest', async (request, reply) => {
    const upgrade = request.headers.upgrade !== undefined
    // Node leaves a refused upgrade's connection to whoever refused it.
    if (upgrade) reply.raw.once('finish', () => request.raw.socket.destroySoon())
    if (!hostIsOurs(request.headers.host, names)) throw new AyaldamaError('console.origin', 'host')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && !sameOrigin(request, false)) throw new AyaldamaError('console.origin', 'origin')
    if (upgrade && !sameOrigin(request, true)) throw new AyaldamaError('console.origin', 'origin')
  })

  app.addHook('onSend', async (request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    // A year; told over HTTPS only, where a browser may believe it (RFC 6797, 7.2).
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000')
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store')
    }
  })
}

/** Browsers always say where a changing request or a socket comes from; other programs need not. */
function sameOrigin(request: FastifyRequest, required: boolean): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return !required && request.headers['sec-fetch-site'] === undefined
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  return url.host === host && (url.protocol === 'http:' || url.protocol === 'https:')
}

function hostIsOurs(host: string | undefined, names: ReadonlySet<string>): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  const name = new URL(`http://${host}`).hostname
  return names.has(name) || isIP(name) !== 0 || (name.startsWith('[') && isIP(name.slice(1, -1)) === 6)
}
