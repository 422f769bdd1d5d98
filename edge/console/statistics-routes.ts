import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { CrossingEvent } from '../domain/crossing/events.ts'
import { controlKinds } from '../domain/party.ts'
import { type CrossingTimes, crossingTimes } from '../domain/statistics/crossing-times.ts'
import { dayWindow, isLocalDay, localDays } from '../domain/statistics/local-day.ts'
import { type TimeReleaseStudy, timeReleaseStudy } from '../domain/statistics/time-release.ts'
import { type ConsoleApp, type ConsoleContext, requireSession } from './context.ts'
import { handoversSchema } from './law-schemas.ts'
import { failureSchema } from './request-schemas.ts'
import { partySchema } from './view-schemas.ts'

const spread = { count: z.number(), median: z.number().nullable(), p90: z.number().nullable() }
const spreadSchema = z.object(spread).describe('seconds')
const share = z.number().nullable()

const studySchema = z.object({
  day: z.string(),
  lanes: z.array(
    z.object({
      lane: z.string(),
      crossings: z.number(),
      stillOpen: z.number(),
      outcomes: z.object({ released: z.number(), refused: z.number(), returned: z.number() }),
      inLane: spreadSchema,
      underControl: spreadSchema,
      working: spreadSchema,
      waiting: spreadSchema,
      waitingShare: share,
      concurrency: share,
      controls: z.array(
        z.object({ party: partySchema, kind: z.enum(controlKinds), ...spread, heldShare: z.number() }),
      ),
    }),
  ),
})

const dayQuery = z.strictObject({
  day: z
    .string()
    .refine(isLocalDay, 'a date of the calendar as YYYY-MM-DD')
    .describe('local date of the checkpoint'),
})

/** The time-release study of a day, from what the officer's Party may see of each crossing. */
export function statisticsRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { journal } = context

  app.get(
    '/api/v1/handovers',
    {
      schema: {
        operationId: 'listHandovers',
        tags: ['gateway'],
        description: 'Changes of shift of a day; what officers told one another is for their Party only.',
        querystring: dayQuery,
        response: { 200: z.object({ handovers: handoversSchema }), 400: failureSchema, 401: failureSchema },
      },
    },
    async (request) => {
      const { officer } = requireSession(context, request)
      const dayOf = localDays(context.timeZone)
      const facts = await journal.ofTypes(['ShiftHandedOver'])
      const handovers = facts.flatMap(({ event, eventTime: at }) => {
        if (event.type !== 'ShiftHandedOver' || dayOf(at) !== request.query.day) return []
        const { party, body, from: left, to, open, note } = event.data
        return [
          { party, body, from: left, to, at, open, note: party === officer.party ? (note ?? null) : null },
        ]
      })
      return { handovers }
    },
  )

  app.get(
    '/api/v1/statistics/day',
    {
      schema: {
        operationId: 'readDayStatistics',
        tags: ['gateway'],
        querystring: dayQuery,
        response: { 200: studySchema, 400: failureSchema, 401: failureSchema },
      },
    },
    async (request): Promise<TimeReleaseStudy> => {
      const { officer } = requireSession(context, request)
      const { day } = request.query
      const { from, before } = dayWindow(day)
      const times: CrossingTimes[] = []
      for (const { crossing } of await journal.crossingsOpened(from, before)) {
        const events = await journal.readCrossingAs(crossing, officer.party)
        const one = crossingTimes(
          events.flatMap(({ event, eventTime, shares }) => {
            // A control whose name is kept from this Party cannot be counted for it.
            const nameless = shares[officer.party]?.withheld.some((path) => /^control\b/.test(path))
            return nameless ? [] : [{ event: event as CrossingEvent, eventTime }]
          }),
        )
        if (one !== null) times.push(one)
        // The lane runs on this thread too: it gets its turn after each crossing of a long day.
        await setImmediate()
      }
      return timeReleaseStudy(day, times)
    },
  )
}
