import { setImmediate } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { soughtKinds } from '../domain/crossing/sought-kinds.ts'
import { dayWindow, isLocalDay, localDays } from '../domain/statistics/local-day.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { CrossingRow, RecordedEvent } from '../ports/journal.ts'
import { type ConsoleApp, type ConsoleContext, requireSession } from './context.ts'
import { failureSchema } from './request-schemas.ts'
import type { Session } from './sessions.ts'
import { crossingRowSchema } from './view-schemas.ts'

/** By plate the table of crossings answers; else each crossing of the days is read. */
const mostDays = { byPlate: 31, else: 7 } as const
const mostFound = 100

const sign = z
  .string()
  .trim()
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[A-Z0-9]{2,20}$/, 'letters and digits, at least 2'))
const day = z.string().refine(isLocalDay, 'a date of the calendar as YYYY-MM-DD')

const searchQuery = z
  .strictObject({
    from: day.describe('First local day of the checkpoint.'),
    until: day.describe(`Last day, at most ${mostDays.else} days later, with a plate ${mostDays.byPlate}.`),
    plate: z.exactOptional(sign).describe('Part of the plate.'),
    document: z.exactOptional(sign).describe('Number of a travel document, whole.'),
    kind: z.exactOptional(z.enum(soughtKinds)).describe('A fact that the crossing has.'),
  })
  .refine(
    ({ from, until, plate }) =>
      from <= until && daysBetween(from, until) <= mostDays[plate === undefined ? 'else' : 'byPlate'],
    { path: ['until'], error: `at most ${mostDays.else} days, with a plate ${mostDays.byPlate}` },
  )

const foundSchema = z.object({
  crossings: z.array(crossingRowSchema.extend({ documents: z.array(z.string()).describe('numbers') })),
  more: z.boolean().describe(`there are more than the ${mostFound} that are told`),
})

const archive = {
  description: 'The signed archive that `ayaldama evidence verify` checks.',
  content: { 'application/x-tar': { schema: { type: 'string', format: 'binary' } } },
}

/**
 * What a supervisor asks of past days, of what the own Party may see. Every search and export is in the journal
 * before its answer leaves: a view of personal data.
 */
export function searchRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { journal, lanes, log } = context

  app.get(
    '/api/v1/search',
    {
      schema: {
        operationId: 'searchCrossings',
        tags: ['crossings'],
        querystring: searchQuery,
        response: { 200: foundSchema, 400: failureSchema, 401: failureSchema, 403: failureSchema },
      },
    },
    async (request) => {
      const { officer } = requireSupervisor(context, request)
      const { from, until, plate = null, document = null, kind = null } = request.query
      const dayOf = localDays(context.timeZone)
      const rows = await journal.crossingsOpened(dayWindow(from).from, dayWindow(until).before)
      const found: z.output<typeof foundSchema>['crossings'] = []
      for (const row of rows.toReversed()) {
        if (found.length > mostFound) break
        const opened = dayOf(row.openedAt)
        if (opened < from || opened > until) continue
        if (plate !== null && !row.plate?.includes(plate)) continue
        const hit = matches(row, await journal.readCrossingAs(row.crossing, officer.party), document, kind)
        if (hit !== null) found.push(hit)
        // The lane runs on this thread too.
        await setImmediate()
      }
      const crossings = found.slice(0, mostFound)
      const asked = { from, until, plate, document, kind }
      await lanes.recordView(officer, { view: 'search', crossing: null, ...asked, found: crossings.length })
      log.info({ officer: officer.officer, found: crossings.length }, 'crossings were searched')
      return { crossings, more: found.length > mostFound }
    },
  )

  app.get(
    '/api/v1/crossings/:crossing/evidence',
    {
      schema: {
        operationId: 'exportEvidence',
        tags: ['crossings'],
        params: z.strictObject({ crossing: z.string().regex(/^[0-9a-f-]{36}$/) }),
        response: { 200: archive, 401: failureSchema, 403: failureSchema, 404: failureSchema },
      },
    },
    async (request, reply) => {
      const { officer } = requireSupervisor(context, request)
      const { crossing } = request.params
      const bytes = await context.exportEvidence?.(crossing, officer.party)
      if (!bytes) throw new AyaldamaError('console.not-found', 'crossing')
      const nothing = { from: null, until: null, plate: null, document: null, kind: null }
      await lanes.recordView(officer, { view: 'export', crossing, ...nothing, found: 1 })
      log.info({ officer: officer.officer, crossing }, 'evidence was exported')
      return reply
        .type('application/x-tar')
        .header('content-disposition', `attachment; filename="${crossing}.tar"`)
        .send(Buffer.from(bytes))
    },
  )
}

function requireSupervisor(context: ConsoleContext, request: FastifyRequest): Session {
  const session = requireSession(context, request)
  if (!session.duties.includes('supervisor')) throw new AyaldamaError('console.not-supervisor', 'session')
  return session
}

/** The row with the documents read; null where the crossing is not one that is looked for. */
function matches(
  row: CrossingRow,
  events: readonly RecordedEvent[],
  document: string | null,
  kind: string | null,
) {
  if (kind !== null && !events.some(({ event }) => event.type === kind)) return null
  const numbers = events.flatMap(({ event }) =>
    event.type === 'DocumentRead' && event.data.fields !== undefined
      ? [event.data.fields.documentNumber]
      : [],
  )
  const documents = [...new Set(numbers)]
  return document === null || documents.includes(document) ? { ...row, documents } : null
}

function daysBetween(from: string, until: string): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000
}
