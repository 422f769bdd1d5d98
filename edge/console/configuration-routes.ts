import { z } from 'zod'
import {
  type Change,
  type CheckedEdit,
  type ConfigurationDesk,
  type ConfigurationRevision,
  type ConfigurationState,
  controlTopics,
  type Proposal,
  type SaveOutcome,
} from '../ports/configuration.ts'
import { type ConsoleApp, type ConsoleContext, requireTechnician, technicianOf } from './context.ts'
import { failureSchema, freeText } from './request-schemas.ts'
import { partySchema, timeSchema } from './view-schemas.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const shown = z.string().nullable().describe('as a screen may show it; null where it does not stand')
const path = z
  .array(z.union([z.string().max(80), z.int().min(0).max(1000)]))
  .min(1)
  .max(12)
  .describe('keys and indexes of lists from the top, e.g. ["devices", "camera", "url"]')

const changeSchema = z.union([
  z.strictObject({
    edits: z
      .array(
        z.discriminatedUnion('op', [
          z.strictObject({ op: z.literal('set'), path, value: z.unknown() }),
          z.strictObject({ op: z.literal('remove'), path }),
        ]),
      )
      .min(1)
      .max(200)
      .describe('made one after the other in the text on the disk; comments stay'),
  }),
  z.strictObject({ rollbackTo: hash.describe('a former text') }),
]) satisfies z.ZodType<Change>

const checkSchema = z.strictObject({
  base: hash.describe('text that was seen: with another on the disk nothing is done'),
  change: changeSchema,
})
const saveSchema = checkSchema.extend({ reason: freeText })
const proposalParams = z.strictObject({ proposal: z.string().min(1).max(64) })

const faultSchema = z.object({
  line: z.number(),
  column: z.number(),
  path: z.string(),
  problem: z.string(),
  allowed: z.string(),
  suggestion: z.string(),
})

const differenceSchema = z.object({
  path: z.string(),
  before: shown,
  after: shown,
  touches: z
    .enum(controlTopics)
    .nullable()
    .describe('of joint control: a technician of each Party agrees (JC 5.2); null: one technician'),
})

const technicianSchema = z.object({ officer: z.string(), party: partySchema })

const proposalSchema = z.object({
  id: z.string(),
  by: technicianSchema,
  at: timeSchema,
  reason: z.string(),
  differences: z.array(differenceSchema),
}) satisfies z.ZodType<Proposal>

const stateSchema = z.object({
  file: z.string(),
  sha256: z.string(),
  value: z.unknown().describe('as written, without defaults; null where the text has none'),
  faults: z.array(faultSchema),
  runsWith: z.string().nullable().describe('hash of the text in force, where another stands on the disk'),
  overridden: z.array(z.string()).describe('paths that the command line replaces'),
  later: z.array(z.string()).describe('saved, and in force after the next start'),
  writable: z.boolean(),
  proposal: proposalSchema.nullable(),
}) satisfies z.ZodType<ConfigurationState>

const checkedSchema = z.object({
  faults: z.array(faultSchema),
  differences: z.array(differenceSchema),
  restarts: z.array(z.string()).describe('devices that restart at once; nothing else does'),
  later: z.array(z.string()),
}) satisfies z.ZodType<CheckedEdit>

const outcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('invalid'), faults: z.array(faultSchema) }),
  z.object({ outcome: z.literal('unchanged') }),
  z.object({ outcome: z.literal('waiting'), proposal: proposalSchema }),
  z.object({
    outcome: z.literal('applied'),
    sha256: z.string(),
    restarted: z.array(z.string()),
    later: z.array(z.string()),
  }),
]) satisfies z.ZodType<SaveOutcome>

const revisionSchema = z.object({
  at: timeSchema,
  sha256: z.string(),
  by: technicianSchema,
  confirmedBy: technicianSchema.nullable(),
  reason: z.string(),
  source: z.enum(['page', 'rollback']),
  differences: z.array(differenceSchema),
  before: z.object({ sha256: z.string(), kept: z.boolean() }),
}) satisfies z.ZodType<ConfigurationRevision>

const failures = {
  400: failureSchema,
  401: failureSchema,
  403: failureSchema,
  404: failureSchema,
  409: failureSchema,
}
const done = z.object({ ok: z.literal(true) })
const tags = ['technician']
const bodyLimit = 256 * 1024

/** The configuration under the hands of technicians. Without a desk there are no such routes. */
export function configurationRoutes(app: ConsoleApp, context: ConsoleContext, desk: ConfigurationDesk): void {
  app.get(
    '/api/v1/configuration',
    { schema: { operationId: 'readConfiguration', tags, response: { 200: stateSchema, ...failures } } },
    async (request) => {
      requireTechnician(context, request, false)
      return desk.read()
    },
  )

  app.get(
    '/api/v1/configuration/schema',
    {
      schema: {
        operationId: 'readConfigurationSchema',
        tags,
        description: 'JSON Schema (draft 7) of the file, devices by their kind.',
        response: { 200: z.looseObject({}), ...failures },
      },
    },
    async (request) => {
      requireTechnician(context, request, true)
      return desk.schema()
    },
  )

  app.post(
    '/api/v1/configuration/check',
    {
      bodyLimit,
      schema: {
        operationId: 'checkConfiguration',
        tags,
        description:
          'What a change would do: what is wrong with it and where, and who must agree. Writes nothing.',
        body: checkSchema,
        response: { 200: checkedSchema, ...failures },
      },
    },
    async (request) => {
      requireTechnician(context, request, true)
      return desk.check(request.body.base, request.body.change)
    },
  )

  app.post(
    '/api/v1/configuration',
    {
      bodyLimit,
      schema: {
        operationId: 'saveConfiguration',
        tags,
        description:
          'Takes a change, or keeps it for a technician of the other Party where it touches control.',
        body: saveSchema,
        response: { 200: outcomeSchema, ...failures },
      },
    },
    async (request) => {
      const session = requireTechnician(context, request, true)
      const { base, change, reason } = request.body
      return desk.save(base, change, reason, technicianOf(session))
    },
  )

  app.post(
    '/api/v1/configuration/proposals/:proposal/confirm',
    {
      schema: {
        operationId: 'confirmConfiguration',
        tags,
        description: 'By a technician of the other Party than the one who asked for it.',
        params: proposalParams,
        response: { 200: outcomeSchema, ...failures },
      },
    },
    async (request) => {
      const session = requireTechnician(context, request, true)
      return desk.confirm(request.params.proposal, technicianOf(session))
    },
  )

  app.delete(
    '/api/v1/configuration/proposals/:proposal',
    {
      schema: {
        operationId: 'withdrawConfiguration',
        tags,
        params: proposalParams,
        response: { 200: done, ...failures },
      },
    },
    async (request) => {
      const session = requireTechnician(context, request, true)
      await desk.withdraw(request.params.proposal, technicianOf(session))
      return { ok: true as const }
    },
  )

  app.get(
    '/api/v1/configuration/history',
    {
      schema: {
        operationId: 'listConfigurationHistory',
        tags,
        response: { 200: z.object({ revisions: z.array(revisionSchema) }), ...failures },
      },
    },
    async (request) => {
      requireTechnician(context, request, true)
      return { revisions: await desk.history() }
    },
  )

  app.post(
    '/api/v1/gateway/restart',
    {
      schema: {
        operationId: 'restartGateway',
        tags,
        description: 'Ends this run of the gateway and begins one with the configuration on the disk.',
        response: { 200: done, ...failures },
      },
    },
    async (request) => {
      const session = requireTechnician(context, request, true)
      await desk.restart(technicianOf(session))
      return { ok: true as const }
    },
  )
}
