import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AyaldamaError, errorTable } from '../ports/errors.ts'
import { type ConsoleApp, type ConsoleContext, sessionCookie, sessionOf, sessionView } from './context.ts'
import { passIsValid } from './officers.ts'
import { failureSchema, signInSchema } from './request-schemas.ts'
import { createSignInGuard } from './sign-in-guard.ts'
import { sessionSchema } from './view-schemas.ts'

const minute = 60_000

const perOfficer = { failures: 5, windowMs: 15 * minute, firstWaitMs: minute, longestWaitMs: 15 * minute }
// A lane PC is shared by a shift, so its address may fail more often than one officer.
const perAddress = { ...perOfficer, failures: 30 }

const answer = z.object({ session: sessionSchema.nullable() })

/** Sign-in with service number and PIN, who is signed in, sign-out. */
export function sessionRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { sessions, officers, clock, log, timeZone } = context
  const byOfficer = createSignInGuard(clock, perOfficer)
  const byAddress = createSignInGuard(clock, perAddress)

  app.post(
    '/api/v1/session',
    {
      schema: {
        operationId: 'signIn',
        tags: ['session'],
        body: signInSchema,
        response: { 200: answer, 401: failureSchema, 403: failureSchema, 429: failureSchema },
      },
    },
    async (request, reply) => {
      const { officer, pin } = request.body
      const address = byAddress.admit(request.ip)
      const admission = address.admitted ? byOfficer.admit(officer) : address
      if (!address.admitted || !admission.admitted) {
        const retryAfterMs = admission.admitted ? 0 : admission.retryAfterMs
        const retryAfterSeconds = Math.ceil(retryAfterMs / 1000)
        log.warn({ retryAfterSeconds }, 'sign-in is held back after wrong PINs')
        reply.header('retry-after', retryAfterSeconds)
        const code = 'console.locked-out'
        return reply.code(429).send({ code, message: errorTable[code], retryAfterSeconds })
      }
      const verification = await officers.verify(officer, pin)
      if (verification.outcome === 'wrong') {
        log.warn({}, 'sign-in with a wrong officer number or PIN')
        throw new AyaldamaError('console.sign-in', 'session')
      }
      admission.attempt.succeeded(true)
      address.attempt.succeeded(false)
      if (!passIsValid(verification.passValidUntil, clock.now(), timeZone)) {
        log.warn({ officer: verification.officer.officer }, 'sign-in with an expired pass')
        throw new AyaldamaError('console.pass-expired', 'session')
      }
      endPrevious(request)
      const { token, session } = sessions.open(verification.officer, verification.passValidUntil)
      await context.lanes.recordSession(session.officer, 'in')
      log.info({ officer: session.officer.officer, party: session.officer.party }, 'an officer signed in')
      reply.setCookie(sessionCookie, token, {
        httpOnly: true,
        sameSite: 'strict',
        path: '/',
        secure: request.protocol === 'https',
      })
      return { session: sessionView(session) }
    },
  )

  app.get(
    '/api/v1/session',
    { schema: { operationId: 'whoIsSignedIn', tags: ['session'], response: { 200: answer } } },
    async (request) => {
      const session = sessionOf(context, request, true)
      return { session: session === null ? null : sessionView(session) }
    },
  )

  app.delete(
    '/api/v1/session',
    { schema: { operationId: 'signOut', tags: ['session'], response: { 200: answer } } },
    async (request, reply) => {
      endPrevious(request)
      reply.clearCookie(sessionCookie, { path: '/' })
      return { session: null }
    },
  )

  function endPrevious(request: FastifyRequest): void {
    const token = request.cookies[sessionCookie]
    if (token !== undefined) sessions.end(token, 'signed-out')
  }
}
