import { z } from 'zod'
import {
  categories,
  overrideActs,
  type RulePack,
  ruleDefaults,
  weekdays,
} from '../../edge/domain/control/rule-pack.ts'
import type { AnyEvent } from '../../edge/domain/crossing/events.ts'
import { controlKindSchema, dateSchema, idSchema, partySchema, text } from './common.ts'

/** Written as a record so that the compiler notices a type of event that is missing. */
const shareableEvents: Readonly<Record<AnyEvent['type'], true>> = {
  CrossingOpened: true,
  PlateRead: true,
  PlateSighted: true,
  DocumentRead: true,
  VehiclePaperRead: true,
  VehicleWeighed: true,
  DocumentUnclaimed: true,
  DocumentUnreadable: true,
  ControlStarted: true,
  ControlCompleted: true,
  ControlWaived: true,
  ExitControlConcluded: true,
  EntryControlStarted: true,
  CrossingReleased: true,
  CrossingRefused: true,
  RefusalNoticeIssued: true,
  ReadmissionAccepted: true,
  CrossingReturned: true,
  BarrierOpeningOrdered: true,
  BarrierOpened: true,
  BarrierClosed: true,
  BarrierOpeningFailed: true,
  PassageConfirmed: true,
  CrossingClosed: true,
  GatewayStarted: true,
  GatewayStopped: true,
  FieldsErased: true,
  DeviceHealthChanged: true,
  BarrierMoved: true,
  BarrierMovedUnordered: true,
  PassageIrregular: true,
  EmergencyOpeningOrdered: true,
  EmergencyStopLatched: true,
  EmergencyStopReset: true,
  WayConfirmedClear: true,
  OfficerSignedIn: true,
  OfficerSignedOut: true,
  PersonalDataViewed: true,
  ConfigurationChanged: true,
  MaintenanceBegun: true,
  MaintenanceEnded: true,
  TestOrdered: true,
  CategoryAssigned: true,
  WatchHit: true,
  GoodsDeclared: true,
  RestrictionApplied: true,
  RestrictionCeased: true,
  ControlSelected: true,
  ControlCalled: true,
  ControlReferred: true,
  ReopeningRequested: true,
  ExitControlReopened: true,
  ViolationRecorded: true,
  PassengerHeld: true,
  PassengerCleared: true,
  DriverNamed: true,
  MismatchFound: true,
  MismatchCleared: true,
  CrossingDetained: true,
  VehicleHeld: true,
  HoldLifted: true,
  CrossingTakenOver: true,
  TransitTimed: true,
  TransitExplained: true,
  IncidentOpened: true,
  NoticeIssued: true,
  NoticeReceived: true,
  RestrictionDeclared: true,
  RestrictionLifted: true,
  SeparateControlEntered: true,
  SeparateControlEnded: true,
  RegisterReceived: true,
  RegisterRejected: true,
  WatchListReceived: true,
  SigningKeyRequested: true,
  SigningKeysApproved: true,
  MeetingProposed: true,
  MeetingAnswered: true,
  IncidentSettled: true,
  PaperFormEntered: true,
  BorderPointPassed: true,
  ReferralFollowedUp: true,
  ShiftHandedOver: true,
}

const articleSchema = z
  .string()
  .regex(/^(JC ([1-9]|1[0-8])|BR ([1-9]|[1-4]\d|5[01]))(\.\d{1,2})?(\(\d{1,2}\))?$/)
  .meta({ allowed: 'an article, JC 1 to JC 18 or BR 1 to BR 51, e.g. JC 7.1, BR 17.2, BR 1(19)' })

const controlRuleSchema = z.strictObject({
  party: partySchema.describe('Party whose officers do the control.'),
  kind: controlKindSchema.describe('Controlling body.'),
  direction: z
    .enum(['exit', 'entry'])
    .describe('The Party is the one that is left, or the one that is entered.'),
  mode: z
    .enum(['always', 'selective', 'on-call', 'off'])
    .describe('When the control runs. Border control is never `off` (JC 4).'),
  article: articleSchema.describe('Ground of the control.'),
  from: z.exactOptional(dateSchema).describe('First day on which the rule applies.'),
  until: z.exactOptional(dateSchema).describe('Last day on which the rule applies.'),
})

const sharingRuleSchema = z.strictObject({
  event: z
    .enum(Object.keys(shareableEvents) as [AnyEvent['type'], ...AnyEvent['type'][]])
    .describe('Type of event.'),
  field: z
    .string()
    .regex(/^(\*|[A-Za-z]\w*(\.[A-Za-z]\w*)*)$/)
    .meta({ allowed: 'a dotted path within the data of the event, or "*" for the whole event' })
    .describe('What is withheld.'),
  controlKind: z.exactOptional(controlKindSchema).describe('Only for events of a control of this kind.'),
  party: z.exactOptional(partySchema).describe('Only for acts of officers of this Party.'),
  visibleTo: z.literal('own').describe('`own`: only the Party of the acting officer sees it.'),
})

const categorySchema = z.enum(categories)
const citizenship = z
  .string()
  .regex(/^([A-Z]{3}|\*)$/)
  .meta({ allowed: 'a State by its three letters (ISO 3166-1), or "*" for everyone else' })
const hour = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
  .meta({ allowed: 'a time HH:MM from 00:00 to 24:00' })
const whoOpens = z.enum(['either', 'exitParty', 'entryParty'])
const share = z.number().min(0).max(1)

const categoryRuleSchema = z.strictObject({
  category: categorySchema.describe('Who crosses in another order than everyone.'),
  priority: z.int().min(1).max(9).describe('1 goes first.'),
  article: articleSchema.describe('Ground of the category.'),
  controls: z
    .enum(['all', 'border', 'none'])
    .default('all')
    .describe('What remains of the planned controls: all, the border control alone, none.'),
  listRequired: z
    .boolean()
    .default(false)
    .describe('Only for what stands on a list that was sent in advance.'),
})

const acceptedDocumentSchema = z.strictObject({
  citizenship: citizenship.describe('Citizens of which State.'),
  documents: z
    .array(z.string().regex(/^[A-Z]{1,2}$/))
    .min(1)
    .max(20)
    .meta({ allowed: 'a list of first letters of document codes, e.g. P, ID' })
    .describe('First letters of the document codes on which they pass.'),
  categories: z
    .exactOptional(z.array(categorySchema).min(1))
    .describe('Only in these categories, besides the rules for everyone.'),
  article: articleSchema.default('BR 17.1').describe('Ground of the rule.'),
  from: z.exactOptional(dateSchema).describe('First day on which the rule applies.'),
  until: z.exactOptional(dateSchema).describe('Last day on which the rule applies.'),
})

const scheduleSchema = z.strictObject({
  party: partySchema.describe('Party whose officers work.'),
  lane: z.exactOptional(idSchema).describe('Only this lane.'),
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .max(7)
    .default([...weekdays])
    .describe('Days on which the hours begin.'),
  open: hour.describe('First minute.'),
  close: hour.describe('First minute after; earlier than `open`: on the next day.'),
})

const riskRuleSchema = z.strictObject({
  name: idSchema.describe('Shown to officers of the Party of the control only.'),
  party: partySchema.describe('Party whose control is selected.'),
  kind: controlKindSchema.describe('Control that is selected.'),
  citizenships: z.exactOptional(z.array(citizenship).max(250)).describe('A person of one of these States.'),
  plateCountries: z
    .exactOptional(
      z
        .array(z.string().regex(/^[A-Z]{1,3}$/))
        .max(250)
        .meta({ allowed: 'a list of signs of States on plates, e.g. KZ' }),
    )
    .describe('A plate of one of these States.'),
  categories: z
    .exactOptional(z.array(categorySchema).max(8))
    .describe('A vehicle of one of these categories.'),
  goods: z.exactOptional(z.array(idSchema).max(100)).describe('Goods of one of these kinds are declared.'),
  share: z.exactOptional(share).describe('Share of the crossings that fit, taken by chance.'),
})

const deviceRuleSchema = z.strictObject({
  device: z.enum(['camera', 'documentReader', 'barriers']).describe('Devices of this use.'),
  party: partySchema.describe('Party whose officers may use it.'),
  view: z.boolean().default(true).describe('Its officers see what the device shows.'),
  command: z.boolean().default(true).describe('Its officers may command it.'),
})

const fourEyesSchema = z.strictObject({
  act: z.enum(overrideActs).describe('Act that two officers give together, each with badge and PIN.'),
  second: z
    .enum(['ownParty', 'either'])
    .default('ownParty')
    .describe('The second officer is of the same Party, or of either.'),
})

export const rulePackSchema = z.strictObject({
  name: idSchema.describe('Name of the pack; stays the same from version to version.'),
  version: text.describe('Version of the pack. Each crossing keeps the version under which it began (JC 8).'),
  effectiveFrom: dateSchema.describe('First day on which it applies, by the calendar of the checkpoint.'),
  controls: z.array(controlRuleSchema).min(1).max(64).describe('Controls of the checkpoint.'),
  sharing: z.array(sharingRuleSchema).max(200).default([]).describe('What a Party keeps to itself.'),
  categories: z
    .array(categoryRuleSchema)
    .max(8)
    .default([...ruleDefaults.categories])
    .describe('Who crosses in another order than everyone (BR 12, 14.2, 18, 19.3, 20.2).'),
  acceptedDocuments: z
    .array(acceptedDocumentSchema)
    .max(300)
    .default([])
    .describe('Documents on which citizens pass (BR 17.1). Empty: every document that reads.'),
  fourEyes: z
    .array(fourEyesSchema)
    .max(overrideActs.length)
    .default([...ruleDefaults.fourEyes])
    .describe('Acts over a rule that need a second officer. Empty: none does.'),
  schedules: z
    .array(scheduleSchema)
    .max(100)
    .default([])
    .describe('Hours of each Party, by the clock of the checkpoint (JC 6). Without any: round the clock.'),
  risk: z.array(riskRuleSchema).max(200).default([]).describe('What selects a `selective` control (JC 4).'),
  devices: z
    .array(deviceRuleSchema)
    .max(6)
    .default([])
    .describe('What each Party may do with devices (JC 5.2). What is not named is open to both.'),
  residentsOnly: z
    .boolean()
    .default(false)
    .describe('Only listed residents pass, by the parity of the date (BR 18.1(2), 18.3(1)).'),
  transitSections: z
    .array(text)
    .max(20)
    .default([])
    .describe('Road sections without admission procedure (BR 18.1(1)).'),
  transitMinutes: z
    .number()
    .min(1)
    .max(1440)
    .default(ruleDefaults.transitMinutes)
    .describe('Minutes from the border to the checkpoint after which an alert is raised (BR 15).'),
  reopening: z
    .enum(['never', 'withEntryAssent', 'afterNotice'])
    .default(ruleDefaults.reopening)
    .describe('May the exit Party take its control up again after conclusion? The agreements are silent.'),
  failingPassenger: z
    .enum(['hold', 'continueWithout'])
    .default(ruleDefaults.failingPassenger)
    .describe('What one person who fails does to the vehicle. The agreements are silent.'),
  swappedOrder: z
    .boolean()
    .default(ruleDefaults.swappedOrder)
    .describe('Entry controls may begin before exit control is concluded. The agreements are silent.'),
  opens: z
    .strictObject({
      approachBarrier: whoOpens.default('either').describe('Into the control zone.'),
      releaseBarrier: whoOpens.default('either').describe('Out of it.'),
      returnBarrier: whoOpens.default('either').describe('Back.'),
    })
    .default(ruleDefaults.opens)
    .describe('Whose officers order a barrier to open again. The agreements are silent.'),
  holds: z
    .enum(['either', 'lawInForce'])
    .default(ruleDefaults.holds)
    .describe('Which Party may keep the barriers shut over a decision. The agreements are silent.'),
  waiverCountsAsConclusion: z
    .boolean()
    .default(true)
    .describe('A waived control counts as done. The agreements are silent.'),
  documentRequired: z
    .boolean()
    .default(true)
    .describe('A document must have been read before a border control may be completed (BR 17.1).'),
  refusalCauses: z
    .array(idSchema)
    .min(1)
    .max(50)
    .describe('Causes that an entry Party may state for a refusal (BR 17.2).'),
})

export type ParsedRulePack = z.output<typeof rulePackSchema> & RulePack
