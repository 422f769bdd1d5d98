import { z } from 'zod'
import { AyaldamaError } from '../ports/errors.ts'
import type { CommandResult, OfficerAct } from '../ports/lane.ts'
import {
  type ConsoleApp,
  type ConsoleContext,
  requireLane,
  requireSession,
  requireWatcher,
  sessionOf,
} from './context.ts'
import { pictureResponse, sendPicture } from './pictures.ts'
import {
  commandSchema,
  emergencySchema,
  failureSchema,
  laneParams,
  wayClearSchema,
} from './request-schemas.ts'
import { createActReader } from './signed-acts.ts'
import { actionSchema, laneViewSchema, refusalSchema } from './view-schemas.ts'

const done = z.object({ ok: z.literal(true) })
const refused = z.object({ ok: z.literal(false), refusal: refusalSchema })
const failures = { 400: failureSchema, 401: failureSchema, 403: failureSchema, 404: failureSchema }

/** Lanes as the viewer may see them, and the acts of officers. */
export function laneRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { lanes, rulePack, log } = context
  const signedBy = createActReader(context)

  app.get(
    '/api/v1/lanes',
    {
      schema: {
        operationId: 'listLanes',
        tags: ['lanes'],
        response: { 200: z.object({ lanes: z.array(laneViewSchema) }) },
      },
    },
    async (request) => {
      const viewer = sessionOf(context, request, true)?.officer ?? null
      return { lanes: lanes.lanes.map((lane) => lanes.view(lane, viewer)) }
    },
  )

  app.get(
    '/api/v1/lanes/:lane',
    {
      schema: {
        operationId: 'readLane',
        tags: ['lanes'],
        params: laneParams,
        response: { 200: laneViewSchema, 404: failureSchema },
      },
    },
    async (request) => {
      const lane = requireLane(context, request.params.lane)
      return lanes.view(lane, sessionOf(context, request, true)?.officer ?? null)
    },
  )

  app.get(
    '/api/v1/lanes/:lane/picture',
    {
      schema: {
        operationId: 'readPicture',
        tags: ['lanes'],
        description: 'The newest picture of the lane camera; `view.camera.frame` names it.',
        params: laneParams,
        response: { 200: pictureResponse, 401: failureSchema, 404: failureSchema },
      },
    },
    async (request, reply) => {
      const { officer } = requireWatcher(context, request)
      const picture = lanes.picture(requireLane(context, request.params.lane), officer)
      if (picture === null) throw new AyaldamaError('console.not-found', 'picture')
      return sendPicture(reply, picture, 'private, no-store')
    },
  )

  app.get(
    '/api/v1/lanes/:lane/actions',
    {
      schema: {
        operationId: 'listActions',
        tags: ['lanes'],
        params: laneParams,
        response: { 200: z.object({ actions: z.array(actionSchema) }), ...failures },
      },
    },
    async (request) => {
      const { officer } = requireSession(context, request)
      return { actions: lanes.actions(requireLane(context, request.params.lane), officer) }
    },
  )

  app.post(
    '/api/v1/lanes/:lane/commands',
    {
      schema: {
        operationId: 'act',
        tags: ['lanes'],
        description: 'Carries out an act of the signed-in officer, or says why not, by article.',
        params: laneParams,
        body: commandSchema,
        response: { 200: done, 409: refused, ...failures },
      },
    },
    async (request, reply) => {
      const session = requireSession(context, request)
      const { officer } = session
      const lane = requireLane(context, request.params.lane)
      const asked = request.body
      if (asked.type === 'Refuse' && !rulePack.refusalCauses.includes(asked.cause)) {
        throw new AyaldamaError('console.bad-request', 'cause', 'The rule pack names no such cause.')
      }
      const { type, ...fields } = asked
      const by = signedBy(request, { lane, session, act: type, fields })
      const command: OfficerAct = { ...asked, by }
      const result = await lanes.execute(lane, command)
      log.info(
        {
          lane,
          act: command.type,
          officer: officer.officer,
          signed: by.act !== undefined,
          refusal: result.ok ? null : result.refusal.code,
        },
        'an officer acted',
      )
      return reply.code(result.ok ? 200 : 409).send(answerOf(result))
    },
  )

  app.post(
    '/api/v1/lanes/:lane/way-clear',
    {
      schema: {
        operationId: 'confirmWayClear',
        tags: ['lanes'],
        description: 'The officer has seen with own eyes that the way under the boom is clear (rule 3).',
        params: laneParams,
        body: wayClearSchema,
        response: { 200: done, 409: refused, ...failures },
      },
    },
    async (request, reply) => {
      const session = requireSession(context, request)
      const { officer } = session
      const lane = requireLane(context, request.params.lane)
      const act = { lane, session, act: 'ConfirmWayClear', fields: request.body } as const
      const result = await lanes.confirmWayClear(lane, request.body.barrier, signedBy(request, act))
      log.info({ lane, barrier: request.body.barrier, officer: officer.officer }, 'way confirmed clear')
      return reply.code(result.ok ? 200 : 409).send(answerOf(result))
    },
  )

  app.post(
    '/api/v1/lanes/:lane/emergency-opening',
    {
      schema: {
        operationId: 'openInEmergency',
        tags: ['lanes'],
        description: 'Opens over lock and latch, for fire or injury (rule 9). Journalled before the pulse.',
        params: laneParams,
        body: emergencySchema,
        response: { 200: done, 409: refused, ...failures },
      },
    },
    async (request, reply) => {
      const session = requireSession(context, request)
      const { officer } = session
      const lane = requireLane(context, request.params.lane)
      const { barrier, reason } = request.body
      const act = { lane, session, act: 'OpenInEmergency', fields: request.body } as const
      const result = await lanes.emergencyOpen(lane, barrier, reason, signedBy(request, act))
      log.warn({ lane, barrier, officer: officer.officer }, 'emergency opening')
      return reply.code(result.ok ? 200 : 409).send(answerOf(result))
    },
  )

  app.post(
    '/api/v1/lanes/:lane/emergency-reset',
    {
      schema: {
        operationId: 'resetEmergency',
        tags: ['lanes'],
        description: 'The stop button is released and the place was looked at (rule 8).',
        params: laneParams,
        response: { 200: done, 409: refused, ...failures },
      },
    },
    async (request, reply) => {
      const session = requireSession(context, request)
      const { officer } = session
      const lane = requireLane(context, request.params.lane)
      const act = { lane, session, act: 'ResetEmergency', fields: {} } as const
      const result = await lanes.resetEmergency(lane, signedBy(request, act))
      log.warn({ lane, officer: officer.officer }, 'emergency reset')
      return reply.code(result.ok ? 200 : 409).send(answerOf(result))
    },
  )
}

function answerOf(result: CommandResult): z.output<typeof done> | { ok: false; refusal: unknown } {
  return result.ok ? { ok: true } : { ok: false, refusal: result.refusal }
}
