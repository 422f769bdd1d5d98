import { z } from 'zod'
import { type DeviceReport, deviceRoles, type GatewayState, type ModelFacts } from '../ports/equipment.ts'
import { type ConsoleApp, type ConsoleContext, requireWatcher } from './context.ts'
import { failureSchema } from './request-schemas.ts'
import { deviceHealthSchema, partySchema, timeSchema } from './view-schemas.ts'

const figures = z.record(z.string(), z.number())

const deviceReportSchema = z.object({
  id: z.string(),
  kind: z.string(),
  role: z.enum(deviceRoles),
  lanes: z.array(z.string()),
  health: deviceHealthSchema,
  lastHeard: timeSchema.nullable().describe('last picture, document, barcode or weighing since start'),
  points: z
    .array(z.object({ name: z.string(), value: z.boolean(), ageMs: z.number() }))
    .nullable()
    .describe('of a board; null for what is none'),
}) satisfies z.ZodType<DeviceReport>

const modelSchema = z.object({
  name: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  date: z.string().nullable(),
  thresholds: figures,
  measured: z.array(z.object({ set: z.string(), figures })),
}) satisfies z.ZodType<ModelFacts>

const stateSchema = z.object({
  startedAt: timeSchema,
  epoch: z.number(),
  seq: z.number().nullable(),
  disk: z.object({ freeBytes: z.number(), bytes: z.number() }),
  cosigned: z.array(
    z.object({
      party: partySchema,
      head: z.object({ size: z.number().describe('events'), at: timeSchema }).nullable(),
    }),
  ),
}) satisfies z.ZodType<GatewayState>

/** What the gateway is made of and how it fares, for its technician: devices, models, journal, disk. */
export function equipmentRoutes(app: ConsoleApp, context: ConsoleContext): void {
  const { equipment } = context

  app.get(
    '/api/v1/devices',
    {
      schema: {
        operationId: 'listDevices',
        tags: ['gateway'],
        response: { 200: z.object({ devices: z.array(deviceReportSchema) }), 401: failureSchema },
      },
    },
    async (request) => {
      requireWatcher(context, request)
      return { devices: equipment.devices() }
    },
  )

  app.get(
    '/api/v1/models',
    {
      schema: {
        operationId: 'listModels',
        tags: ['gateway'],
        response: { 200: z.object({ models: z.array(modelSchema) }), 401: failureSchema },
      },
    },
    async (request) => {
      requireWatcher(context, request)
      return { models: equipment.models() }
    },
  )

  app.get(
    '/api/v1/gateway/state',
    {
      schema: {
        operationId: 'readGatewayState',
        tags: ['gateway'],
        response: { 200: stateSchema, 401: failureSchema },
      },
    },
    async (request) => {
      requireWatcher(context, request)
      return equipment.state()
    },
  )
}
