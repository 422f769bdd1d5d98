import { z } from 'zod'
import { AyaldamaError } from '../ports/errors.ts'
import { type ConsoleApp, type ConsoleContext, requireSession } from './context.ts'
import { formPage } from './forms/form-page.ts'
import { formStyle } from './forms/form-style.ts'
import { formLanguages, formNames } from './forms/form-texts.ts'
import { failureSchema } from './request-schemas.ts'

const formParams = z.strictObject({ crossing: z.string().min(1).max(64), form: z.enum(formNames) })
const formQuery = z.strictObject({ language: z.enum(formLanguages).default('ru') })
const page = { description: 'An A4 page to print.', content: { 'text/html': { schema: { type: 'string' } } } }

/** The papers of a refusal (BR 17.2) and of a return (JC 7.2), from what the officer's Party may see. */
export function formRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { journal, gateway, timeZone, clock, log } = context

  app.get('/api/v1/forms.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(formStyle),
  )

  app.get(
    '/api/v1/crossings/:crossing/forms/:form',
    {
      schema: {
        operationId: 'readForm',
        tags: ['crossings'],
        params: formParams,
        querystring: formQuery,
        response: { 200: page, 400: failureSchema, 401: failureSchema, 404: failureSchema },
      },
    },
    async (request, reply) => {
      const { officer } = requireSession(context, request)
      const { crossing, form } = request.params
      const { language } = request.query
      const events = await journal.readCrossingAs(crossing, officer.party)
      const { checkpoint } = gateway
      const html = formPage({ form, language, events, checkpoint, timeZone, now: clock.now() })
      if (html === null) throw new AyaldamaError('console.not-found', 'form')
      log.info({ officer: officer.officer, crossing, form }, 'a form was viewed')
      return reply.type('text/html; charset=utf-8').send(html)
    },
  )
}
