import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AyaldamaError } from '../ports/errors.ts'
import { type ConsoleApp, type ConsoleContext, holderOf, sessionCookie, sessionView } from './context.ts'
import { failureSchema, signInSchema, unlockSchema } from './request-schemas.ts'
import type { Session } from './sessions.ts'
import { sessionSchema } from './view-schemas.ts'

const answer = z.object({
  session: sessionSchema.nullable(),
  locked: sessionSchema
    .nullable()
    .describe('waits for the PIN of its officer; sees and does nothing till then'),
})
const failures = { 401: failureSchema, 403: failureSchema, 429: failureSchema }

/** Sign-in with badge or service number and PIN, who is signed in, lock and unlock, sign-out. */
export function sessionRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { sessions, checkPin, log } = context

  const answerOf = (session: Session | null, locked: Session | null = null) => ({
    session: session && sessionView(session),
    locked: locked && sessionView(locked),
  })

  app.post(
    '/api/v1/session',
    {
      schema: {
        operationId: 'signIn',
        tags: ['session'],
        description: 'The session is bound to the lane PC: from another address its cookie is worth nothing.',
        body: signInSchema,
        response: { 200: answer, ...failures },
      },
    },
    async (request, reply) => {
      const verified = await checkPin(request, request.body)
      endPrevious(request)
      return answerOf(await openSession(context, request, reply, verified))
    },
  )

  app.get(
    '/api/v1/session',
    { schema: { operationId: 'whoIsSignedIn', tags: ['session'], response: { 200: answer } } },
    async (request) => {
      const holder = holderOf(request)
      return answerOf(sessions.find(holder, true), sessions.findLocked(holder))
    },
  )

  app.post(
    '/api/v1/session/lock',
    {
      schema: {
        operationId: 'lockSession',
        tags: ['session'],
        description: 'Shows nothing more and does nothing more until the officer gives the PIN.',
        response: { 200: answer },
      },
    },
    async (request) => {
      const holder = holderOf(request)
      sessions.lock(holder)
      return answerOf(null, sessions.findLocked(holder))
    },
  )

  app.post(
    '/api/v1/session/unlock',
    {
      schema: {
        operationId: 'unlockSession',
        tags: ['session'],
        body: unlockSchema,
        response: { 200: answer, ...failures },
      },
    },
    async (request) => {
      const holder = holderOf(request)
      const locked = sessions.findLocked(holder)
      if (locked === null) throw new AyaldamaError('console.not-signed-in', 'session')
      const { officer } = locked.officer
      await checkPin(request, { officer, pin: request.body.pin })
      log.info({ officer }, 'a session was unlocked')
      return answerOf(sessions.unlock(holder))
    },
  )

  app.delete(
    '/api/v1/session',
    { schema: { operationId: 'signOut', tags: ['session'], response: { 200: answer } } },
    async (request, reply) => {
      endPrevious(request)
      reply.clearCookie(sessionCookie, { path: '/' })
      return answerOf(null)
    },
  )

  function endPrevious(request: FastifyRequest): void {
    const token = request.cookies[sessionCookie]
    if (token !== undefined) sessions.end(token, 'signed-out')
  }
}

/** Opens a session at the lane PC that asks, gives it the cookie, and records the officer at the gateway. */
export async function openSession(
  { sessions, lanes, log }: ConsoleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  verified: Parameters<ConsoleContext['sessions']['open']>[0],
): Promise<Session> {
  const { token, session } = sessions.open(verified, request.ip)
  await lanes.recordSession(session.officer, 'in')
  log.info({ officer: session.officer.officer, party: session.officer.party }, 'an officer signed in')
  reply.setCookie(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: request.protocol === 'https',
  })
  return session
}
