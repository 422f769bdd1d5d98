import { z } from 'zod'
import { overrideActs } from '../domain/control/rule-pack.ts'
import { paperFormats } from '../domain/crossing/events.ts'
import type { ActionExplanation, CrossingView } from '../domain/crossing/explain.ts'
import { actNeeds } from '../domain/crossing/explain.ts'
import { mismatchKinds } from '../domain/crossing/law-events.ts'
import type { TestPart } from '../domain/maintenance/events.ts'
import { controlKinds, duties } from '../domain/party.ts'
import { type Refusal, type RefusalCode, refusalTable } from '../domain/refusal.ts'
import type { DeviceHealth } from '../ports/devices.ts'
import { type PowerReading, powerLevels } from '../ports/devices.ts'
import { type DiskState, diskLevels } from '../ports/disk.ts'
import { documentFieldsSchema, mrzCheckSchema, mrzCorrectionSchema } from '../ports/document-schemas.ts'
import type { CrossingRow } from '../ports/journal.ts'
import type { LaneStatistics, LaneView, Maintenance } from '../ports/lane.ts'
import type { ReplicationStatus } from '../ports/replication.ts'
import {
  checkpointActNames,
  checkpointViewSchema,
  degradationSchema,
  lawActNames,
  lawViewShape,
  waitingSchema,
} from './law-schemas.ts'

/** What the console answers, as schemas: the OpenAPI page is made of these, and tests hold answers to them. */

export const partySchema = z.enum(['KAZ', 'KGZ'])
export const controlKindSchema = z.enum(controlKinds)
export const barrierRoleSchema = z.enum(['approachBarrier', 'releaseBarrier', 'returnBarrier'])
export const controlDecisionSchema = z.enum(['released', 'referred', 'detained', 'recognised'])
export const controlKeySchema = z.strictObject({ party: partySchema, kind: controlKindSchema })
const outcomeSchema = z.enum(['released', 'refused', 'returned', 'detained'])
export const timeSchema = z.string().describe('ISO 8601, UTC')

const refusalCodes = Object.keys(refusalTable) as RefusalCode[]

const unblockerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('officer'), party: partySchema, body: z.exactOptional(controlKindSchema) }),
  z.object({ kind: z.literal('technician') }),
  z.object({ kind: z.literal('driver') }),
  z.object({ kind: z.literal('device'), device: z.string() }),
  z.object({ kind: z.literal('nobody') }),
])

export const refusalSchema = z.object({
  code: z.enum(refusalCodes),
  article: z
    .string()
    .describe('JC: joint control, 2006. BR: regime of the border, 2017. IL: interlock rule.'),
  message: z.string(),
  fact: z.string(),
  whoCanUnblock: z.array(unblockerSchema),
}) satisfies z.ZodType<Refusal>

const evidenceSchema = z.object({ sha256: z.string(), mediaType: z.string(), bytes: z.number() })
const pointSchema = z.tuple([z.number(), z.number()])
const cornersSchema = z
  .tuple([pointSchema, pointSchema, pointSchema, pointSchema])
  .describe('[x, y] in pixels of the frame: top-left, top-right, bottom-right, bottom-left')

const plannedControlSchema = z.object({
  party: partySchema,
  kind: controlKindSchema,
  phase: z.enum(['exit', 'entry']),
  mode: z.enum(['always', 'selective', 'on-call', 'off']),
  article: z.string(),
})

const documentSchema = z.object({
  held: z.boolean().describe('the person is held'),
  serves: z.boolean().describe('citizens of the State pass on it (BR 17.1)'),
  document: z.string(),
  format: z.enum(['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B']),
  fields: documentFieldsSchema,
  lines: z.array(z.string()),
  checks: z.array(mrzCheckSchema),
  corrections: z.array(mrzCorrectionSchema),
  accepted: z.boolean(),
  source: z.enum(['reader', 'model', 'officer']),
  page: z.exactOptional(evidenceSchema).describe('picture of the page that the model read'),
})

const vehiclePaperSchema = z.object({
  paper: z.string(),
  format: z.enum(paperFormats),
  characters: z.number(),
  text: z.string().nullable().describe('null where it is kept to the other Party'),
  page: evidenceSchema.nullable().describe('picture of the paper'),
})

const crossingSchema = z.object({
  crossing: z.string(),
  phase: z.enum([
    'exitControl',
    'entryControl',
    'awaitingReadmission',
    'released',
    'returning',
    'detained',
    'passed',
    'closed',
  ]),
  openedAt: timeSchema,
  rulePack: z.object({ name: z.string(), version: z.string(), sha256: z.string() }),
  exitParty: partySchema,
  entryParty: partySchema,
  lawInForce: partySchema,
  turn: partySchema.nullable(),
  plate: z
    .object({
      text: z.string(),
      country: z.string(),
      confidence: z.number(),
      accepted: z.boolean(),
      source: z.enum(['model', 'camera', 'officer']),
      frame: evidenceSchema.nullable(),
      crop: evidenceSchema.nullable(),
      corners: cornersSchema.nullable(),
    })
    .nullable(),
  persons: z.array(
    z.object({
      person: z.string().describe('key of the first of the documents'),
      documents: z.array(z.string()),
      role: z.enum(['driver', 'passenger']),
      named: z.boolean().describe('by an officer; else the first person read is taken for the driver'),
    }),
  ),
  mismatches: z.array(
    z.object({
      kind: z.enum(mismatchKinds),
      subject: z.string(),
      stated: z.string().nullable().describe('null where it is kept to the other Party'),
      read: z.string(),
      list: z.string().nullable(),
      article: z.string(),
    }),
  ),
  documents: z.array(documentSchema),
  papers: z.array(vehiclePaperSchema),
  weight: z.object({ kilograms: z.number(), weight: z.enum(['gross', 'net']) }).nullable(),
  steps: z.array(
    z.object({
      control: plannedControlSchema,
      state: z.enum(['planned', 'started', 'suspended', 'completed', 'waived', 'notApplicable']),
      decision: controlDecisionSchema.nullable(),
      startedAt: timeSchema.nullable(),
      endedAt: timeSchema.nullable(),
      officer: z.string().nullable(),
      note: z.string().nullable(),
      selected: z.boolean().describe('by the risk profile (JC 4)'),
      selectedBy: z.string().nullable().describe('for the own Party only'),
      called: z.string().nullable().describe('why it was called (JC 9.1)'),
      place: z.string().nullable().describe('where it is finished (JC 9.3)'),
    }),
  ),
  refusal: z.object({ cause: z.string(), reason: z.string(), by: partySchema }).nullable(),
  outcome: outcomeSchema.nullable(),
  ...lawViewShape,
  barriers: z.array(z.object({ barrier: barrierRoleSchema, ordered: z.boolean(), opened: z.boolean() })),
}) satisfies z.ZodType<CrossingView>

export const deviceHealthSchema = z.object({
  state: z.enum(['stopped', 'connecting', 'online', 'degraded', 'stopping']),
  reason: z.string(),
  since: timeSchema,
  counters: z.record(z.string(), z.number()),
}) satisfies z.ZodType<DeviceHealth>

export const testPartSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('barrier'),
    barrier: barrierRoleSchema,
    act: z.enum(['open', 'close']),
  }),
  z.strictObject({ kind: z.literal('light'), colour: z.enum(['red', 'green']) }),
  z.strictObject({ kind: z.literal('relay'), board: z.string().max(64), point: z.string().max(64) }),
]) satisfies z.ZodType<TestPart>

const maintenanceSchema = z.object({
  by: z
    .object({ officer: z.string(), party: partySchema })
    .nullable()
    .describe('null without sign-in, and so the reason'),
  since: timeSchema,
  reason: z.string().nullable(),
  tried: z.object({ part: testPartSchema, at: timeSchema }).nullable(),
}) satisfies z.ZodType<Maintenance>

export const laneViewSchema = z.object({
  lane: z.string(),
  exitParty: partySchema,
  entryParty: partySchema,
  hostParty: partySchema,
  state: z.enum([
    'closed',
    'idle',
    'approaching',
    'identifying',
    'awaitingDecision',
    'passing',
    'clearing',
    'blocked',
    'fault',
    'maintenance',
    'emergency',
  ]),
  lawInForce: partySchema.nullable(),
  turn: partySchema.nullable(),
  crossing: crossingSchema.nullable(),
  version: z.number().describe('facts of the crossing so far: what a signed act is given on'),
  recent: z.array(z.object({ crossing: z.string(), plate: z.string().nullable(), outcome: outcomeSchema })),
  barriers: z.array(
    z.object({
      role: barrierRoleSchema,
      position: z.enum(['closed', 'opening', 'open', 'closing', 'stopped', 'unknown']),
      faults: z.array(z.string()),
      mayOpen: refusalSchema.nullable().describe('null: it may'),
      mayClose: refusalSchema.nullable().describe('null: it may'),
      loop: z.enum(['clear', 'occupied', 'unknown']),
      photocell: z.enum(['clear', 'interrupted', 'unknown']),
    }),
  ),
  light: z.enum(['red', 'green', 'off', 'unknown']),
  occupied: z.object({
    approach: z.enum(['clear', 'occupied', 'unknown']),
    zone: z.enum(['clear', 'occupied', 'unknown']),
  }),
  camera: z.object({
    frame: z.number().nullable().describe('number of the newest frame, see readPicture'),
    width: z.number().nullable(),
    height: z.number().nullable(),
    plates: z.array(
      z.object({
        text: z.string(),
        country: z.string(),
        confidence: z.number(),
        accepted: z.boolean(),
        corners: cornersSchema,
      }),
    ),
  }),
  devices: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      health: deviceHealthSchema,
    }),
  ),
  checkpoint: checkpointViewSchema.nullable().describe('null before sign-in'),
  closed: refusalSchema.nullable().describe('null: the lane admits'),
  maintenance: maintenanceSchema.nullable().describe('null: the lane is in service'),
  waiting: z.array(waitingSchema).describe('with priority, first to go first'),
  degraded: z.array(degradationSchema),
}) satisfies z.ZodType<LaneView>

export const actionSchema = z.object({
  action: z.enum([
    ...lawActNames,
    ...checkpointActNames.options,
    'StartControl',
    'CompleteControl',
    'WaiveControl',
    'ConcludeExitControl',
    'Release',
    'Refuse',
    'AcceptReadmission',
    'Return',
    'OpenBarrier',
    'WitnessPassage',
    'CorrectPlate',
  ]),
  control: controlKeySchema.nullable(),
  barrier: barrierRoleSchema.nullable(),
  subject: z.exactOptional(z.string()).describe('document, notice, incident … that the act is about'),
  article: z.string(),
  refusal: refusalSchema.nullable().describe('null: possible now'),
  needs: z.array(z.enum(actNeeds)),
}) satisfies z.ZodType<ActionExplanation>

const positionSchema = z.object({ epoch: z.number(), seq: z.number() })

export const replicationStatusSchema = z.object({
  party: partySchema,
  acknowledgedBy: z
    .enum(['centre', 'broker'])
    .describe('broker: the broker took the events; nothing is known of the centre'),
  link: z.enum(['connected', 'connecting', 'stopped']),
  reason: z.string(),
  head: positionSchema,
  cursor: positionSchema,
  backlog: z.number(),
  lastAcknowledged: timeSchema.nullable(),
  alarms: z.array(z.string()),
}) satisfies z.ZodType<ReplicationStatus>

export const diskSchema = z.object({
  level: z
    .enum(diskLevels)
    .describe('filling from 80 % used, nearlyFull from 90 %; full: no new crossing is begun'),
  usedPercent: z.number().nullable(),
}) satisfies z.ZodType<DiskState>

const powerSchema = z.object({
  level: z
    .enum(powerLevels)
    .describe('what the box runs on; low: on a battery that may not last, and no new crossing is begun'),
  chargePercent: z.number().nullable(),
  runtimeSeconds: z.number().nullable(),
}) satisfies z.ZodType<PowerReading>

const percentilesSchema = z.object({ p50: z.number(), p99: z.number(), n: z.number() })

export const statisticsSchema = z.object({
  crossings: z.number(),
  released: z.number(),
  refused: z.number(),
  returned: z.number(),
  detained: z.number(),
  events: z.number(),
  frameToRead: percentilesSchema.describe('milliseconds'),
  decisionToBarrier: percentilesSchema.describe('milliseconds'),
}) satisfies z.ZodType<LaneStatistics>

export const crossingRowSchema = z.object({
  crossing: z.string(),
  lane: z.string(),
  openedAt: timeSchema,
  closedAt: timeSchema.nullable(),
  outcome: z.string().nullable(),
  plate: z.string().nullable(),
}) satisfies z.ZodType<CrossingRow>

export const sessionSchema = z.object({
  officer: z.string(),
  party: partySchema,
  body: controlKindSchema,
  duties: z.array(z.enum(duties)),
  passValidUntil: z.string().describe('YYYY-MM-DD (JC 12)'),
  signedInAt: timeSchema,
})
export type SessionView = z.output<typeof sessionSchema>

export const gatewaySchema = z.object({
  signing: z
    .enum(['required', 'recorded'])
    .describe('acts that are not signed are refused, or recorded as such'),
  id: z.string(),
  checkpoint: z.string(),
  version: z.string(),
  timeZone: z.string(),
  serverTime: timeSchema,
  idleTimeoutSeconds: z.number(),
  simulation: z.boolean().describe('the devices are simulated'),
  badgeReaders: z.array(z.string()).describe('ids of the readers at the workplaces'),
  rulePack: z.object({
    name: z.string(),
    version: z.string(),
    sha256: z.string(),
    refusalCauses: z.array(z.string()),
    fourEyes: z.array(z.enum(overrideActs)).describe('acts that two officers give together'),
  }),
})
export type GatewayView = z.output<typeof gatewaySchema>

/** Every message of the live feed. Nothing but these is ever sent, and nothing is read from the page. */
export const liveMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('session'),
    session: sessionSchema.nullable(),
    locked: sessionSchema.nullable().describe('waits for the PIN of its officer'),
  }),
  z.object({
    type: z.literal('lane'),
    lane: z.string(),
    view: laneViewSchema,
    actions: z.array(actionSchema).describe('empty before sign-in'),
  }),
  z.object({ type: z.literal('replication'), replication: z.array(replicationStatusSchema) }),
  z.object({ type: z.literal('disk'), disk: diskSchema }),
  z.object({ type: z.literal('power'), power: powerSchema }),
  z.object({
    type: z.literal('badge'),
    reader: z.string().describe('id of the device'),
    handle: z.string().describe('stands for the badge where an officer is asked for, for a minute'),
  }),
  z.object({ type: z.literal('heartbeat'), at: timeSchema }),
])
export type LiveMessage = z.output<typeof liveMessageSchema>
