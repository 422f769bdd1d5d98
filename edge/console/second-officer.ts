import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type ActName, actOutcomes } from '../domain/crossing/act-outcomes.ts'
import type { SecondOfficer } from '../domain/party.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { type ConsoleApp, type ConsoleContext, requireLane, requireSession } from './context.ts'
import { failureSchema, signInSchema } from './request-schemas.ts'
import type { Session } from './sessions.ts'
import { controlKindSchema, partySchema } from './view-schemas.ts'

/** Request header of an act that two officers give together: the ticket that the second one's PIN gave. */
export const secondHeader = 'ayaldama-second'

const ticketMs = 60_000

interface Ticket {
  readonly session: Session
  readonly lane: string
  readonly act: ActName
  readonly second: SecondOfficer
  readonly until: number
}

/** Takes the ticket of a request, which no other request gets; null where the request brings none. */
export type TakeSecond = (
  request: FastifyRequest,
  given: { readonly session: Session; readonly lane: string; readonly act: ActName },
) => SecondOfficer | null

const acts = Object.keys(actOutcomes) as [ActName, ...ActName[]]

const asked = signInSchema.extend({
  lane: z.string().min(1).max(64),
  act: z.enum(acts).describe('The act that the second officer stands by.'),
})

const answer = z.object({
  ticket: z.string().describe(`For the header ${secondHeader} of that act: once, within a minute.`),
  second: z.object({ officer: z.string(), party: partySchema, body: controlKindSchema }),
})

/**
 * Four eyes: a second officer proves badge and PIN at the lane PC of the first, for one act in one lane. Whether
 * the act needs one, and whom, is decided where the act is.
 */
export function secondOfficerRoutes(app: ConsoleApp, context: ConsoleContext): TakeSecond {
  const { clock, checkPin, log } = context
  const tickets = new Map<string, Ticket>()

  function sweep(): void {
    for (const [key, { until }] of tickets) if (until <= clock.monotonic()) tickets.delete(key)
  }

  app.post(
    '/api/v1/second-officer',
    {
      schema: {
        operationId: 'standBy',
        tags: ['session'],
        description: 'A second officer proves badge and PIN for one act of the officer who is signed in.',
        body: asked,
        response: {
          200: answer,
          ...{ 400: failureSchema, 401: failureSchema, 403: failureSchema, 404: failureSchema },
          429: failureSchema,
        },
      },
    },
    async (request) => {
      const session = requireSession(context, request)
      const lane = requireLane(context, request.body.lane)
      const { officer: proven } = await checkPin(request, request.body)
      const { officer, party, body } = proven
      const second: SecondOfficer = { officer, party, body }
      const ticket = randomBytes(32).toString('base64url')
      sweep()
      const { act } = request.body
      tickets.set(keyOf(ticket), { session, lane, act, second, until: clock.monotonic() + ticketMs })
      log.info({ officer: session.officer.officer, second: officer, act, lane }, 'a second officer stands by')
      return { ticket, second }
    },
  )

  return (request, { session, lane, act }) => {
    const ticket = request.headers[secondHeader]
    if (ticket === undefined) return null
    sweep()
    const key = keyOf(String(ticket))
    const found = tickets.get(key)
    if (found?.session !== session || found.lane !== lane || found.act !== act) {
      throw new AyaldamaError('console.second-officer', lane)
    }
    tickets.delete(key)
    return found.second
  }
}

function keyOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url')
}
