import { z } from 'zod'
import type { CommandResult, TrialOffer } from '../ports/lane.ts'
import {
  type ConsoleApp,
  type ConsoleContext,
  requireLane,
  requireTechnician,
  technicianOf,
} from './context.ts'
import { failureSchema, freeText, laneParams } from './request-schemas.ts'
import { refusalSchema, testPartSchema } from './view-schemas.ts'

const offerSchema = z.object({
  part: testPartSchema,
  refusal: refusalSchema.nullable().describe('why not now; null where it may be tried'),
}) satisfies z.ZodType<TrialOffer>

const done = z.object({ ok: z.literal(true) })
const refused = z.object({ ok: z.literal(false), refusal: refusalSchema })
const failures = { 400: failureSchema, 401: failureSchema, 403: failureSchema, 404: failureSchema }
const tags = ['technician']

/** A lane out of service, and its parts tried under the interlock. */
export function maintenanceRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { lanes, log } = context

  app.post(
    '/api/v1/lanes/:lane/maintenance',
    {
      schema: {
        operationId: 'beginMaintenance',
        tags,
        description: 'Takes a lane without a crossing out of service. The screens of both Parties say so.',
        params: laneParams,
        body: z.strictObject({ reason: freeText }),
        response: { 200: done, 409: refused, ...failures },
      },
    },
    async (request, reply) => {
      const by = technicianOf(requireTechnician(context, request, true))
      const lane = requireLane(context, request.params.lane)
      const result = await lanes.beginMaintenance(lane, by, request.body.reason)
      log.warn({ lane, officer: by.officer, ok: result.ok }, 'a lane is taken out of service')
      return reply.code(result.ok ? 200 : 409).send(answerOf(result))
    },
  )

  app.delete(
    '/api/v1/lanes/:lane/maintenance',
    {
      schema: {
        operationId: 'endMaintenance',
        tags,
        description: 'Back into service, with every boom confirmed closed.',
        params: laneParams,
        response: { 200: done, 409: refused, ...failures },
      },
    },
    async (request, reply) => {
      const by = technicianOf(requireTechnician(context, request, true))
      const lane = requireLane(context, request.params.lane)
      const result = await lanes.endMaintenance(lane, by)
      log.warn({ lane, officer: by.officer, ok: result.ok }, 'a lane goes back into service')
      return reply.code(result.ok ? 200 : 409).send(answerOf(result))
    },
  )

  app.get(
    '/api/v1/lanes/:lane/trials',
    {
      schema: {
        operationId: 'listTrials',
        tags,
        params: laneParams,
        response: { 200: z.object({ trials: z.array(offerSchema) }), ...failures },
      },
    },
    async (request) => {
      requireTechnician(context, request, false)
      return { trials: lanes.trials(requireLane(context, request.params.lane)) }
    },
  )

  app.post(
    '/api/v1/lanes/:lane/trials',
    {
      schema: {
        operationId: 'tryPart',
        tags,
        description:
          'Moves one part of a lane out of service and free of vehicles, under the interlock. Journalled before.',
        params: laneParams,
        body: z.strictObject({ part: testPartSchema }),
        response: { 200: done, 409: refused, ...failures },
      },
    },
    async (request, reply) => {
      const by = technicianOf(requireTechnician(context, request, true))
      const lane = requireLane(context, request.params.lane)
      const { part } = request.body
      const result = await lanes.tryPart(lane, part, by)
      log.warn({ lane, part, officer: by.officer, ok: result.ok }, 'a part of a lane is tried')
      return reply.code(result.ok ? 200 : 409).send(answerOf(result))
    },
  )
}

function answerOf(result: CommandResult): { ok: true } | { ok: false; refusal: unknown } {
  return result.ok ? { ok: true } : { ok: false, refusal: result.refusal }
}
