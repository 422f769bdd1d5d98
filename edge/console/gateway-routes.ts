import { z } from 'zod'
import { AyaldamaError } from '../ports/errors.ts'
import { type ConsoleApp, type ConsoleContext, requireWatcher } from './context.ts'
import { pictureResponse, sendPicture } from './pictures.ts'
import { crossingsQuery, evidenceParams, failureSchema } from './request-schemas.ts'
import {
  crossingRowSchema,
  diskSchema,
  type GatewayView,
  gatewaySchema,
  replicationStatusSchema,
  statisticsSchema,
} from './view-schemas.ts'

/** The gateway itself: who it is, its streams, its figures, and the pictures of crossings. */
export function gatewayRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { journal, replication, lanes, log } = context

  app.get(
    '/healthz',
    {
      schema: {
        operationId: 'health',
        tags: ['gateway'],
        response: { 200: z.object({ status: z.literal('ok'), disk: diskSchema.optional() }) },
      },
    },
    async () => ({ status: 'ok' as const, ...(context.disk && { disk: context.disk.state() }) }),
  )

  const { metrics } = context
  if (metrics) {
    app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
      reply.header('content-type', metrics.contentType).send(await metrics.text()),
    )
  }

  app.get(
    '/api/v1/gateway',
    { schema: { operationId: 'readGateway', tags: ['gateway'], response: { 200: gatewaySchema } } },
    async (): Promise<GatewayView> => ({
      signing: context.signing?.mode ?? 'recorded',
      id: context.gateway.id,
      checkpoint: context.gateway.checkpoint,
      version: context.gateway.version,
      timeZone: context.timeZone,
      serverTime: context.clock.now().toISOString(),
      simulation: context.gateway.simulation ?? false,
      badgeReaders: [...context.badges.readers],
      idleTimeoutSeconds: Math.round(context.idleTimeoutMs / 1000),
      rulePack: {
        ...context.rulePack,
        refusalCauses: [...context.rulePack.refusalCauses],
        fourEyes: context.rulePack.fourEyes.map(({ act }) => act),
      },
    }),
  )

  app.get(
    '/api/v1/replication',
    {
      schema: {
        operationId: 'readReplication',
        tags: ['gateway'],
        response: { 200: z.object({ replication: z.array(replicationStatusSchema) }) },
      },
    },
    async () => ({ replication: replication.status() }),
  )

  app.get(
    '/api/v1/statistics',
    { schema: { operationId: 'readStatistics', tags: ['gateway'], response: { 200: statisticsSchema } } },
    async () => lanes.statistics(),
  )

  app.get(
    '/api/v1/crossings',
    {
      schema: {
        operationId: 'listCrossings',
        tags: ['crossings'],
        querystring: crossingsQuery,
        response: { 200: z.object({ crossings: z.array(crossingRowSchema) }), 401: failureSchema },
      },
    },
    async (request) => {
      requireWatcher(context, request)
      return { crossings: await journal.recentCrossings(request.query.limit) }
    },
  )

  app.get(
    '/api/v1/evidence/:sha256',
    {
      schema: {
        operationId: 'readEvidence',
        tags: ['crossings'],
        params: evidenceParams,
        response: {
          200: pictureResponse,
          401: failureSchema,
          404: failureSchema,
        },
      },
    },
    async (request, reply) => {
      const { officer } = requireWatcher(context, request)
      const { sha256 } = request.params
      const evidence = await journal.getEvidence(sha256)
      // Lists of the Parties lie beside the pictures and are shown to nobody.
      if (!evidence?.mediaType.startsWith('image/')) throw new AyaldamaError('console.not-found', 'evidence')
      log.info({ officer: officer.officer, evidence: sha256 }, 'evidence was viewed')
      return sendPicture(reply, evidence, 'private, max-age=31536000, immutable')
    },
  )
}
