import { z } from 'zod'
import { checkpointCommandTypes } from '../domain/checkpoint/commands.ts'
import { separateCauses, settlementWays } from '../domain/checkpoint/events.ts'
import type { CheckpointView } from '../domain/checkpoint/explain.ts'
import { categories } from '../domain/control/rule-pack.ts'
import { transitExceptions } from '../domain/crossing/law-events.ts'
import { noticeTable } from '../domain/notices/table.ts'
import { controlKinds, parties } from '../domain/party.ts'
import { restrictionCauses } from '../domain/restrictions/restriction.ts'

/** What the agreements add to views and acts of the console. */

const party = z.enum(parties)
const time = z.string().describe('ISO 8601, UTC')
const freeText = z.string().trim().min(1).max(500)
const control = z.strictObject({ party, kind: z.enum(controlKinds) })

export const lawViewShape = {
  regime: z.enum(['joint', 'separate']),
  category: z
    .object({
      category: z.enum(categories),
      priority: z.number(),
      article: z.string(),
      list: z.string().nullable(),
      equipment: z.array(z.string()),
    })
    .nullable(),
  hits: z
    .array(z.object({ list: z.string(), matched: z.enum(['plate', 'document']), instruction: z.string() }))
    .describe('of the own Party only'),
  goods: z.array(z.string()),
  restrictions: z.array(z.object({ party, cause: z.string(), article: z.string() })),
  reopening: z.object({ by: party, reason: z.string() }).nullable(),
  violations: z.array(
    z.object({
      laws: z.array(party),
      jurisdiction: party,
      article: z.string(),
      description: z.string(),
    }),
  ),
  detention: z.object({ by: party, what: z.string(), place: z.string(), reason: z.string() }).nullable(),
  holds: z.array(z.object({ by: party, reason: z.string() })),
  transit: z
    .object({ minutes: z.number(), limitMinutes: z.number(), over: z.boolean(), explained: z.boolean() })
    .nullable(),
  incidents: z.number(),
} as const

export const checkpointViewSchema = z.object({
  separate: z.object({ party, cause: z.string(), reason: z.string(), since: time }).nullable(),
  restrictions: z.array(
    z.object({
      id: z.string(),
      party,
      article: z.string(),
      cause: z.string(),
      reason: z.string(),
      goods: z.array(z.string()),
      citizenships: z.array(z.string()),
      from: time,
      until: time,
      exceptional: z.boolean(),
      inForce: z.boolean(),
    }),
  ),
  notices: z.array(
    z.object({
      id: z.string(),
      notice: z.string(),
      article: z.string(),
      from: party,
      fields: z.record(z.string(), z.string()),
      issuedAt: time,
      effectiveAt: time.nullable(),
      receivedAt: time.nullable(),
      receiptDue: time,
      exceptional: z.string().nullable(),
    }),
  ),
  incidents: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      place: z.string(),
      openedBy: party,
      openedAt: time,
      meetingAt: time.nullable(),
      answerDue: time.nullable(),
      answered: z.boolean().nullable(),
    }),
  ),
  referrals: z.array(
    z.object({
      id: z.string(),
      party,
      kind: z.string(),
      place: z.string(),
      followUpBy: z.string(),
      plate: z.string().nullable(),
    }),
  ),
  paperGaps: z.array(z.object({ party, series: z.string(), from: z.number(), to: z.number() })),
  overdue: z.array(
    z.object({
      kind: z.enum(['receipt', 'meeting-answer', 'referral']),
      subject: z.string(),
      article: z.string(),
      due: z.string(),
      party,
    }),
  ),
  registers: z.array(
    z.object({
      party,
      category: z.string(),
      list: z.string(),
      issuer: z.string(),
      until: z.string(),
      entries: z.number(),
    }),
  ),
}) satisfies z.ZodType<CheckpointView>

export const waitingSchema = z.object({
  plate: z.string(),
  category: z.enum(categories),
  priority: z.number(),
})

export const degradationSchema = z.object({
  missing: z.enum(['camera', 'documentReader', 'barriers', 'link']),
  party: party.nullable(),
  article: z.string(),
  goesOnBy: z.enum(['CorrectPlate', 'EnterDocument', 'WitnessPassage', 'EnterSeparateControl']).nullable(),
})

export const lawActNames = [
  'RecogniseControl',
  'CallControl',
  'RequestReopening',
  'AssentReopening',
  'RecordViolation',
  'HoldPassenger',
  'ClearPassenger',
  'NameDriver',
  'Detain',
  'HoldVehicle',
  'LiftHold',
  'AssignCategory',
  'DeclareGoods',
  'TakeOver',
  'ExplainTransit',
  'OpenIncident',
  'EnterDocument',
] as const

export const checkpointActNames = z.enum(checkpointCommandTypes)

const documentKey = z.string().min(1).max(80)
const list = z.array(freeText).max(50)
const state = z.string().regex(/^[A-Z]{1,3}$/, 'a State by its letters')
const day = z.iso.date()
const plate = z.string().regex(/^[A-Z0-9]{2,12}$/, 'capital Latin letters and digits, 2 to 12')
const reason = freeText

/** Acts about the crossing that the agreements give besides control and outcome. */
export const lawCommandSchemas = [
  z.strictObject({ type: z.literal('RecogniseControl'), control }),
  z.strictObject({ type: z.literal('CallControl'), control, reason }),
  z.strictObject({ type: z.literal('RequestReopening'), reason }),
  z.strictObject({ type: z.literal('AssentReopening') }),
  z.strictObject({
    type: z.literal('RecordViolation'),
    laws: z.array(party).min(1).max(2),
    description: freeText,
  }),
  z.strictObject({ type: z.literal('NameDriver'), document: documentKey }),
  z.strictObject({ type: z.literal('HoldPassenger'), document: documentKey, reason }),
  z.strictObject({ type: z.literal('ClearPassenger'), document: documentKey, reason }),
  z.strictObject({
    type: z.literal('Detain'),
    what: z.enum(['vehicle', 'person', 'goods']),
    place: freeText,
    reason,
  }),
  z.strictObject({ type: z.literal('HoldVehicle'), reason }),
  z.strictObject({ type: z.literal('LiftHold') }),
  z.strictObject({
    type: z.literal('AssignCategory'),
    category: z.enum(categories),
    list: z.exactOptional(freeText),
    equipment: z.exactOptional(list),
    reason,
  }),
  z.strictObject({ type: z.literal('DeclareGoods'), goods: list }),
  z.strictObject({ type: z.literal('TakeOver'), reason }),
  z.strictObject({
    type: z.literal('ExplainTransit'),
    exception: z.enum(transitExceptions),
    reason,
  }),
  z.strictObject({
    type: z.literal('OpenIncident'),
    kind: freeText,
    place: freeText,
    causes: freeText,
    participants: z.exactOptional(list),
    witnesses: z.exactOptional(list),
  }),
  z.strictObject({
    type: z.literal('EnterDocument'),
    documentCode: z.string().regex(/^[A-Z]{1,2}$/, 'one or two capital letters'),
    issuingState: state,
    documentNumber: z.string().regex(/^[A-Z0-9]{3,20}$/, 'capital Latin letters and digits'),
    nationality: state,
    surname: freeText,
    givenNames: z.string().trim().max(200),
    birthDate: day,
    expiryDate: day,
    reason,
  }),
] as const

const subject = z.string().min(1).max(80)
const instant = z.iso.datetime({ offset: true })

/** Acts about the checkpoint. */
export const checkpointCommandSchemas = [
  z.strictObject({
    type: z.literal('IssueNotice'),
    notice: z.enum(noticeTable.map(({ kind }) => kind)),
    fields: z.record(z.string().max(40), z.string().max(1000)),
  }),
  z.strictObject({ type: z.literal('ConfirmReceipt'), subject }),
  z.strictObject({
    type: z.literal('DeclareRestriction'),
    article: z.enum(['BR 11', 'BR 14.3', 'BR 25']),
    place: z.enum(['established', 'outside']),
    cause: z.enum(restrictionCauses),
    scope: z.strictObject({
      lane: z.string().max(64).nullable(),
      exitParty: party.nullable(),
      citizenships: z.array(z.string().regex(/^[A-Z]{3}$/)).max(100),
      goods: list,
    }),
    from: instant,
    until: instant,
    reason,
  }),
  z.strictObject({ type: z.literal('LiftRestriction'), subject, reason }),
  z.strictObject({ type: z.literal('EnterSeparateControl'), cause: z.enum(separateCauses), reason }),
  z.strictObject({ type: z.literal('EndSeparateControl'), reason }),
  z.strictObject({
    type: z.literal('ProposeMeeting'),
    subject,
    meetingAt: instant,
    place: freeText,
    agenda: freeText,
    participants: list.min(1),
  }),
  z.strictObject({ type: z.literal('AnswerMeeting'), subject, accepted: z.boolean(), reason }),
  z.strictObject({
    type: z.literal('SettleIncident'),
    subject,
    way: z.enum(settlementWays),
    result: freeText,
  }),
  z.strictObject({
    type: z.literal('EnterPaperForm'),
    series: z.string().trim().min(1).max(20),
    number: z.int().min(1).max(9_999_999),
    filledAt: instant,
    plate: z.union([plate, z.literal('')]),
    outcome: z.enum(['released', 'refused', 'returned', 'detained', 'void']),
    reason,
  }),
  z.strictObject({ type: z.literal('ReportBorderPoint'), plate, point: freeText, passedAt: instant }),
  z.strictObject({ type: z.literal('FollowUpReferral'), subject, result: freeText }),
] as const
