import { z } from 'zod'
import { separateCauses, settlementWays } from '../../domain/checkpoint/events.ts'
import { categories } from '../../domain/control/rule-pack.ts'
import { mismatchKinds, transitExceptions } from '../../domain/crossing/law-events.ts'
import { noticeTable } from '../../domain/notices/table.ts'
import { controlKinds, parties } from '../../domain/party.ts'
import { restrictionCauses } from '../../domain/restrictions/restriction.ts'

const party = z.enum(parties)
const lawInForce = party.describe('Party whose control law applies in the zone (JC 3, JC 7.1).')
const control = z.object({ party, kind: z.enum(controlKinds) })
const evidence = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string(),
  bytes: z.int().min(0),
})
const time = z.string().describe('ISO 8601, UTC.')
const day = z.string().describe('YYYY-MM-DD at the checkpoint.')
const category = z.enum(categories)
const listed = z.enum(categories).exclude(['ordinary'])
const kept = evidence.describe('Content of the list, kept by the gateway; it does not travel.')
const source = z.enum(['feed', 'file'])
const noticeId = z.string().describe('Id of the event.')

/** `data` of the facts that the agreements bring into a crossing. */
export const lawEventSchemas = {
  CategoryAssigned: z.object({
    category,
    priority: z.int().describe('1 goes first.'),
    article: z.string(),
    controls: z.enum(['all', 'border', 'none']).describe('What remains of the planned controls.'),
    list: z.string().nullable(),
    equipment: z.array(z.string()),
    source: z.enum(['register', 'officer']),
    reason: z.exactOptional(z.string()),
    lawInForce,
  }),
  WatchHit: z
    .object({
      party,
      list: z.string(),
      entry: z.string(),
      matched: z.enum(['plate', 'document']),
      instruction: z.string(),
    })
    .describe('Only ever in the stream of the Party whose list it is.'),
  GoodsDeclared: z.object({ goods: z.array(z.string()), declaredBy: party, lawInForce }),
  RestrictionApplied: z.object({
    restriction: z.string(),
    party,
    cause: z.string(),
    article: z.string(),
    effect: z.enum(['forbids', 'controls']),
  }),
  RestrictionCeased: z.object({ restriction: z.string() }),
  ControlSelected: z.object({
    control,
    rule: z.string().describe('Told to the Party of the control only.'),
    article: z.string(),
  }),
  ControlCalled: z.object({ control, reason: z.string(), calledBy: party, lawInForce }),
  ControlReferred: z.object({
    control,
    place: z.string(),
    followUpBy: day,
    plate: z.string().nullable(),
    lawInForce,
  }),
  ReopeningRequested: z.object({ requestedBy: party, reason: z.string(), lawInForce }),
  ExitControlReopened: z.object({
    exitParty: party,
    ground: z.enum(['entryAssent', 'notice']),
    reason: z.string(),
    lawInForce,
  }),
  ViolationRecorded: z.object({
    laws: z.array(party),
    jurisdiction: party.describe('JC 14: whose law answers for it.'),
    article: z.enum(['JC 14.1', 'JC 14.2']),
    description: z.string(),
    frozen: z.array(evidence),
    lawInForce,
  }),
  PassengerHeld: z.object({
    document: z.string(),
    heldBy: party,
    effect: z.enum(['vehicleHeld', 'continuesWithout']),
    reason: z.string(),
    lawInForce,
  }),
  DriverNamed: z.object({
    document: z.string().describe('A document of the person; all other persons are passengers.'),
    namedBy: party,
    lawInForce,
  }),
  MismatchFound: z.object({
    kind: z
      .enum(mismatchKinds)
      .describe('What does not agree: a paper or a booking, with plate or document.'),
    subject: z.string().describe('Key of the paper, or name of the list.'),
    stated: z.string().describe('What it states; of a paper, withheld as the text of the paper is.'),
    read: z.string().describe('What was read instead.'),
    list: z.string().nullable(),
    article: z.string(),
    lawInForce,
  }),
  MismatchCleared: z.object({ kind: z.enum(mismatchKinds), subject: z.string() }),
  PassengerCleared: z.object({ document: z.string(), clearedBy: party, reason: z.string(), lawInForce }),
  CrossingDetained: z.object({
    detainedBy: party,
    what: z.enum(['vehicle', 'person', 'goods']),
    place: z.string(),
    reason: z.string(),
    article: z.string(),
    lawInForce,
  }),
  VehicleHeld: z.object({ heldBy: party, reason: z.string(), lawInForce }),
  HoldLifted: z.object({ liftedBy: party, lawInForce }),
  CrossingTakenOver: z.object({ takenOverBy: party, from: party, reason: z.string(), lawInForce }),
  TransitTimed: z.object({
    point: z.string(),
    from: time,
    minutes: z.number(),
    limitMinutes: z.number(),
    over: z.boolean(),
  }),
  TransitExplained: z.object({
    exception: z.enum(transitExceptions),
    reason: z.string(),
    explainedBy: party,
    lawInForce,
  }),
  IncidentOpened: z.object({
    kind: z.string(),
    openedBy: party,
    place: z.string(),
    causes: z.string(),
    participants: z.array(z.string()),
    witnesses: z.array(z.string()),
    plate: z.string().nullable(),
    documents: z.array(z.string()),
    exhibits: z.array(evidence),
    steps: z.array(
      z.object({
        control,
        state: z.string(),
        decision: z.string().nullable(),
        startedAt: time.nullable(),
        endedAt: time.nullable(),
        officer: z.string().nullable(),
      }),
    ),
    officers: z.array(z.string()),
    lawInForce,
  }),
} as const

const noticeKinds = noticeTable.map(({ kind }) => kind)

/** `data` of the facts of the checkpoint beside its lanes. */
export const checkpointEventSchemas = {
  NoticeIssued: z.object({
    notice: z.enum(noticeKinds),
    article: z.string(),
    from: party,
    to: z.array(party),
    fields: z.record(z.string(), z.string()),
    effectiveAt: time.nullable(),
    receiptDue: time,
    exceptional: z.exactOptional(z.string()),
    about: z.exactOptional(z.string()),
  }),
  NoticeReceived: z.object({ notice: noticeId, receivedBy: party }),
  RestrictionDeclared: z.object({
    party,
    article: z.enum(['BR 11', 'BR 14.3', 'BR 25']),
    cause: z.enum(restrictionCauses),
    scope: z.object({
      lane: z.string().nullable(),
      exitParty: party.nullable(),
      citizenships: z.array(z.string()),
      goods: z.array(z.string()),
    }),
    from: time,
    until: time,
    exceptional: z.boolean().describe('Declared less than 48 hours before.'),
    reason: z.string(),
  }),
  RestrictionLifted: z.object({ restriction: noticeId, party, reason: z.string() }),
  SeparateControlEntered: z.object({
    lane: z.string(),
    party,
    cause: z.enum(separateCauses),
    reason: z.string(),
    article: z.literal('JC 15'),
  }),
  SeparateControlEnded: z.object({
    lane: z.string(),
    party,
    reason: z.string(),
    article: z.literal('JC 15'),
  }),
  RegisterReceived: z.object({
    party,
    category: listed,
    list: z.string(),
    version: z.int(),
    issuer: z.string(),
    from: day,
    until: day,
    entries: z.int(),
    content: kept,
    source,
  }),
  RegisterRejected: z.object({ party, list: z.string(), article: z.string(), fact: z.string() }),
  WatchListReceived: z
    .object({ party, list: z.string(), version: z.int(), entries: z.int(), content: kept, source })
    .describe('Only ever in the stream of the Party whose list it is.'),
  SigningKeyRequested: z.object({ party, key: z.string(), holder: z.string() }),
  SigningKeysApproved: z
    .object({
      party,
      list: z.string(),
      version: z.int(),
      keys: z.array(
        z.object({
          key: z.string().describe('ed25519, base64 of SPKI DER.'),
          holder: z.string(),
          from: day,
          until: day,
        }),
      ),
      signature: z.string().describe('Of the authority of the Party over the list, as it was sent.'),
      source,
    })
    .describe('Keys of lane PCs that may sign acts.'),
  MeetingProposed: z.object({
    incident: noticeId,
    proposedBy: party,
    meetingAt: time,
    place: z.string(),
    agenda: z.string(),
    participants: z.array(z.string()),
    answerDue: time,
  }),
  MeetingAnswered: z.object({
    incident: noticeId,
    answeredBy: party,
    accepted: z.boolean(),
    reason: z.string(),
    late: z.boolean(),
  }),
  IncidentSettled: z.object({
    incident: noticeId,
    settledBy: party,
    way: z
      .enum(settlementWays)
      .describe('By own investigation, by joint decision, or handed to the diplomats.'),
    article: z.string(),
    result: z.string(),
  }),
  PaperFormEntered: z.object({
    lane: z.string(),
    party,
    series: z.string(),
    number: z.int(),
    filledAt: time,
    plate: z.string(),
    outcome: z.enum(['released', 'refused', 'returned', 'detained', 'void']),
    reason: z.string(),
  }),
  BorderPointPassed: z.object({ plate: z.string(), point: z.string(), passedAt: time, reportedBy: party }),
  ReferralFollowedUp: z.object({ referral: noticeId, party, result: z.string() }),
} as const
