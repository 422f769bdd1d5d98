import { z } from 'zod'
import { type ConsoleApp, type ConsoleContext, requireSession } from './context.ts'
import { failureSchema, signingKeyRequestSchema } from './request-schemas.ts'

const answer = z.object({
  state: z.enum(['approved', 'requested', 'none']).describe('none: this gateway takes no signatures'),
  mode: z.enum(['required', 'recorded']),
})

/** Enrolment of a lane PC: the page shows its public key, the Party's authority approves it elsewhere. */
export function signingRoutes(app: ConsoleApp, context: ConsoleContext): void {
  app.post(
    '/api/v1/signing-key',
    {
      schema: {
        operationId: 'askForSigningKey',
        tags: ['session'],
        description: 'Asks for approval of the key of this lane PC, once, and says how that stands.',
        body: signingKeyRequestSchema,
        response: { 200: answer, 400: failureSchema, 401: failureSchema },
      },
    },
    async (request) => {
      const { officer } = requireSession(context, request)
      const { signing, log } = context
      if (signing === undefined) return { state: 'none' as const, mode: 'recorded' as const }
      const { key, holder } = request.body
      const { mode } = signing
      if (signing.approved(officer.party, key)) return { state: 'approved' as const, mode }
      await signing.request(key, holder, officer)
      log.info({ officer: officer.officer, party: officer.party }, 'a lane PC asks for its key')
      return { state: 'requested' as const, mode }
    },
  )
}
