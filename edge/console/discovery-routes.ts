import { z } from 'zod'
import type { Discovery, PluggedDevice, Probe } from '../ports/discovery.ts'
import { type ConsoleApp, type ConsoleContext, requireTechnician } from './context.ts'
import { failureSchema } from './request-schemas.ts'

const pluggedSchema = z.object({
  port: z.enum(['serial', 'hid']),
  path: z.string(),
  usb: z.string().nullable(),
  name: z.string().nullable(),
  kinds: z.array(z.string()).describe('kinds of driver that fit, the likeliest first'),
  why: z.string(),
  write: z.record(z.string(), z.string()).describe('for the options of the driver'),
}) satisfies z.ZodType<PluggedDevice>

const probeSchema = z.object({
  state: z.enum(['stopped', 'connecting', 'online', 'degraded', 'stopping']),
  reason: z.string(),
  counters: z.record(z.string(), z.number()),
}) satisfies z.ZodType<Probe>

const failures = { 400: failureSchema, 401: failureSchema, 403: failureSchema }
const tags = ['technician']

/** Devices that are there and in no configuration yet. */
export function discoveryRoutes(app: ConsoleApp, context: ConsoleContext, discovery: Discovery): void {
  app.get(
    '/api/v1/discovery',
    {
      schema: {
        operationId: 'listPlugged',
        tags,
        description: 'What is plugged into this box. Opens nothing.',
        response: { 200: z.object({ plugged: z.array(pluggedSchema) }), ...failures },
      },
    },
    async (request) => {
      requireTechnician(context, request, true)
      return { plugged: await discovery.plugged() }
    },
  )

  app.post(
    '/api/v1/discovery/probe',
    {
      schema: {
        operationId: 'probeDevice',
        tags,
        description: 'Speaks to a device for some seconds as its driver would, and moves no output of it.',
        body: z.strictObject({ kind: z.string().max(40), options: z.looseObject({}) }),
        response: { 200: probeSchema, ...failures },
      },
    },
    async (request) => {
      requireTechnician(context, request, true)
      const { state, reason, counters } = await discovery.probe(request.body.kind, request.body.options)
      return { state, reason, counters }
    },
  )
}
