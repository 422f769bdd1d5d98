import type { FastifyError, FastifyInstance } from 'fastify'
import { AyaldamaError, type ErrorCode, errorTable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { HeldBack } from './pin-check.ts'

/** HTTP status by error code; whatever is not named here is the gateway's own failure (503). */
const statusOf: Partial<Record<ErrorCode, number>> = {
  'console.bad-request': 400,
  'console.sign-in': 401,
  'console.not-signed-in': 401,
  'console.origin': 403,
  'console.pass-expired': 403,
  'console.act-unsigned': 403,
  'console.act-signature': 403,
  'console.other-pc': 403,
  'console.not-found': 404,
  'console.too-large': 413,
  'console.locked-out': 429,
}

/** Every failure leaves as `{code, message}`; what went wrong inside stays in the log. */
export function answerFailures(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'console.not-found', message: errorTable['console.not-found'] }),
  )
  app.setErrorHandler((error: FastifyError | AyaldamaError, request, reply) => {
    const code = codeOf(error)
    const status = statusOf[code] ?? 503
    const route = request.routeOptions.url ?? 'unknown'
    if (status === 503) log.error({ route, code, error: error.message }, 'a request failed')
    else log.debug({ route, code }, 'a request was refused')
    const message =
      code === 'console.bad-request' && error instanceof AyaldamaError ? error.message : errorTable[code]
    const held = error instanceof HeldBack ? { retryAfterSeconds: error.retryAfterSeconds } : {}
    if (error instanceof HeldBack) reply.header('retry-after', error.retryAfterSeconds)
    return reply.code(status).send({ code, message, ...held })
  })
}

function codeOf(error: FastifyError | AyaldamaError): ErrorCode {
  if (error instanceof AyaldamaError) return error.code
  const status = error.statusCode ?? 500
  if (status === 413) return 'console.too-large'
  return status >= 400 && status < 500 ? 'console.bad-request' : 'console.unavailable'
}
