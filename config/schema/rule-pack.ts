import { z } from 'zod'
import type { RulePack } from '../../edge/domain/control/rule-pack.ts'
import type { AnyEvent } from '../../edge/domain/crossing/events.ts'
import { controlKindSchema, dateSchema, idSchema, partySchema, text } from './common.ts'

/** Written as a record so that the compiler notices a type of event that is missing. */
const shareableEvents: Readonly<Record<AnyEvent['type'], true>> = {
  CrossingOpened: true,
  PlateRead: true,
  PlateSighted: true,
  DocumentRead: true,
  VehiclePaperRead: true,
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
  controlKind: controlKindSchema.optional().describe('Only for events of a control of this kind.'),
  visibleTo: z.literal('own').describe('`own`: only the Party of the acting officer sees it.'),
})

export const rulePackSchema = z.strictObject({
  name: idSchema.describe('Name of the pack; stays the same from version to version.'),
  version: text.describe('Version of the pack. Each crossing keeps the version under which it began (JC 8).'),
  effectiveFrom: dateSchema.describe('First day on which it applies, by the calendar of the checkpoint.'),
  controls: z.array(controlRuleSchema).min(1).max(64).describe('Controls of the checkpoint.'),
  sharing: z.array(sharingRuleSchema).max(200).default([]).describe('What a Party keeps to itself.'),
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
