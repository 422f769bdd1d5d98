import type { ControlKind, Party } from '../party.ts'

/** Which rules a crossing keeps from its beginning to its end (JC 8). */
export interface RulePackRef {
  readonly name: string
  readonly version: string
  /** Lower-case hex SHA-256 of the canonical JSON of the pack as it is written. */
  readonly sha256: string
}

export type ControlMode = 'always' | 'selective' | 'on-call' | 'off'

/** A control that the pack plans for one crossing. */
export interface PlannedControl {
  readonly party: Party
  readonly kind: ControlKind
  readonly phase: 'exit' | 'entry'
  readonly mode: ControlMode
  /** Article that gives the control its ground, e.g. `JC 7.1`. */
  readonly article: string
}

/** One control of a rule pack. Border control is never `off` (JC 4). */
export interface ControlRule {
  readonly party: Party
  readonly kind: ControlKind
  readonly direction: 'exit' | 'entry'
  readonly mode: ControlMode
  readonly article: string
  /** First and last day on which the rule applies, YYYY-MM-DD at the checkpoint; without them, always. */
  readonly from?: string
  readonly until?: string
}

/** What one Party keeps to itself: dotted paths of event data, by event type. */
export interface SharingRule {
  readonly event: string
  /** Dotted path within `data`, e.g. `note`; `*` withholds the whole event. */
  readonly field: string
  /** Only where the event's control is of this kind. */
  readonly controlKind?: ControlKind
  /** Only for acts of officers of this Party. */
  readonly party?: Party
  /** `own`: seen by the acting officer's Party only. */
  readonly visibleTo: 'own'
}

/** Who crosses in another order than everyone (BR 12, 14.2, 18, 19.3, 20.2). */
export type Category =
  | 'ordinary'
  | 'rescue'
  | 'service-staff'
  | 'border-service'
  | 'tourist-group'
  | 'resident'
  | 'transit-section'
  | 'diplomatic'

export const categories: readonly Category[] = [
  'ordinary',
  'rescue',
  'service-staff',
  'border-service',
  'tourist-group',
  'resident',
  'transit-section',
  'diplomatic',
]

export interface CategoryRule {
  readonly category: Category
  /** 1 goes first. */
  readonly priority: number
  readonly article: string
  /** What of the planned controls remains: all, the border control alone, or none. */
  readonly controls: 'all' | 'border' | 'none'
  /** An officer may assign it only to what stands on a list that was received. */
  readonly listRequired: boolean
}

/** Documents on which citizens of one State pass (BR 17.1); the rules on identity cards changed several times. */
export interface AcceptedDocumentRule {
  /** ISO 3166-1 alpha-3, or `*` for everyone who has no rule of their own. */
  readonly citizenship: string
  /** First letters of the document code of the MRZ, e.g. `P`, `ID`, `I`. */
  readonly documents: readonly string[]
  /** Only in these categories, besides the rules for everyone (BR 14.2, 18.3(1)). */
  readonly categories?: readonly Category[]
  readonly article: string
  readonly from?: string
  readonly until?: string
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Hours in which a Party's officers work a lane (JC 6). `24:00` is the end of the day. */
export interface ScheduleRule {
  readonly party: Party
  /** Every lane where it is left out. */
  readonly lane?: string
  readonly days: readonly Weekday[]
  readonly open: string
  readonly close: string
}

/** What selects a selective control (JC 4). All that is named must hold. */
export interface RiskRule {
  /** Shown to officers of the control's Party only. */
  readonly name: string
  readonly party: Party
  readonly kind: ControlKind
  readonly citizenships?: readonly string[]
  /** Signs of registering States on plates, e.g. `KZ`. */
  readonly plateCountries?: readonly string[]
  readonly categories?: readonly Category[]
  readonly goods?: readonly string[]
  /** Share of crossings, 0 to 1, taken by chance. */
  readonly share?: number
}

export type DeviceUse = 'camera' | 'documentReader' | 'barriers'

/** What a Party may do with a device in the control zone (JC 5.2). */
export interface DeviceRule {
  readonly device: DeviceUse
  readonly party: Party
  readonly view: boolean
  readonly command: boolean
}

/** Acts over a rule, over what was agreed or over what a device says: a pack may ask two officers for each. */
export const overrideActs = [
  'RequestReopening',
  'AssentReopening',
  'EnterSeparateControl',
  'EndSeparateControl',
  'TakeOver',
  'WaiveControl',
  'WitnessPassage',
  'ConfirmWayClear',
  'ResetEmergency',
  'OpenInEmergency',
] as const
export type OverrideAct = (typeof overrideActs)[number]

/** An act that two officers give together (JC 8). */
export interface FourEyesRule {
  readonly act: OverrideAct
  /** Whose officer the second may be. */
  readonly second: 'ownParty' | 'either'
}

export type WhoOpens = 'either' | 'exitParty' | 'entryParty'

/** Choices where the agreements are silent. Each has a default in `ruleDefaults`. */
export interface SilentChoices {
  readonly waiverCountsAsConclusion: boolean
  /** A document must have been read before a border control may be completed. */
  readonly documentRequired: boolean
  /** May the exit Party take its control up again after it has concluded? */
  readonly reopening: 'never' | 'withEntryAssent' | 'afterNotice'
  /** What one person who fails the control does to the vehicle and all others in it. */
  readonly failingPassenger: 'hold' | 'continueWithout'
  /** Entry controls may begin before the exit Party has concluded; the entry Party detains nobody until then. */
  readonly swappedOrder: boolean
  /** Which Party's officers may order a barrier to open again. A decision of the crossing always goes before. */
  readonly opens: Readonly<Record<'approachBarrier' | 'releaseBarrier' | 'returnBarrier', WhoOpens>>
  /** Which Party may keep the barriers shut over a decision: either, or only the one whose law is in force. */
  readonly holds: 'either' | 'lawInForce'
}

/** Choices where the agreements are silent, and the controls of one checkpoint. Data, never code. */
export interface RulePack extends SilentChoices {
  readonly name: string
  readonly version: string
  readonly effectiveFrom: string
  readonly controls: readonly ControlRule[]
  readonly sharing: readonly SharingRule[]
  /** Causes that an entry Party may state for a refusal (BR 17.2), shown as a list to choose from. */
  readonly refusalCauses: readonly string[]
  readonly categories: readonly CategoryRule[]
  /** Empty: every document that reads is accepted. */
  readonly acceptedDocuments: readonly AcceptedDocumentRule[]
  /** Empty: round the clock. */
  readonly schedules: readonly ScheduleRule[]
  readonly risk: readonly RiskRule[]
  /** Empty: every officer acts alone. */
  readonly fourEyes: readonly FourEyesRule[]
  /** Empty: both Parties may view and command all devices. */
  readonly devices: readonly DeviceRule[]
  /** Only listed residents pass here, by the parity of the local date (BR 18.1(2), 18.3(1)). */
  readonly residentsOnly: boolean
  /** Named road sections on which vehicles go without admission procedure (BR 18.1(1)). */
  readonly transitSections: readonly string[]
  /** Minutes from the border to the checkpoint after which an alert is raised (BR 15, 18.2). */
  readonly transitMinutes: number
}

/** What holds where a pack says nothing. */
export const ruleDefaults: Omit<
  RulePack,
  'name' | 'version' | 'effectiveFrom' | 'controls' | 'refusalCauses'
> = {
  sharing: [],
  waiverCountsAsConclusion: true,
  documentRequired: true,
  reopening: 'withEntryAssent',
  failingPassenger: 'hold',
  swappedOrder: false,
  opens: { approachBarrier: 'either', releaseBarrier: 'either', returnBarrier: 'either' },
  holds: 'either',
  categories: [
    { category: 'rescue', priority: 1, article: 'BR 20.2', controls: 'all', listRequired: true },
    { category: 'service-staff', priority: 2, article: 'BR 19.3', controls: 'all', listRequired: true },
    { category: 'border-service', priority: 2, article: 'BR 12', controls: 'border', listRequired: false },
    { category: 'diplomatic', priority: 3, article: 'JC 8', controls: 'border', listRequired: false },
    { category: 'tourist-group', priority: 5, article: 'BR 18.3(2)', controls: 'all', listRequired: true },
    { category: 'resident', priority: 5, article: 'BR 18.1(2)', controls: 'all', listRequired: true },
    {
      category: 'transit-section',
      priority: 3,
      article: 'BR 18.1(1)',
      controls: 'none',
      listRequired: false,
    },
    { category: 'ordinary', priority: 9, article: 'JC 1', controls: 'all', listRequired: false },
  ],
  acceptedDocuments: [],
  schedules: [],
  risk: [],
  fourEyes: [],
  devices: [],
  residentsOnly: false,
  transitSections: [],
  transitMinutes: 30,
}

/** The rule of a category; an ordinary crossing where the pack names none. */
export function categoryRule(pack: Pick<RulePack, 'categories'>, category: Category): CategoryRule {
  return (
    pack.categories.find((rule) => rule.category === category) ?? {
      category,
      priority: 9,
      article: 'JC 1',
      controls: 'all',
      listRequired: false,
    }
  )
}

/** Whether a day YYYY-MM-DD lies in a term; an end that is left out is open. Both ends belong to it. */
export function inTerm(term: { readonly from?: string; readonly until?: string }, day: string): boolean {
  return (term.from === undefined || term.from <= day) && (term.until === undefined || day <= term.until)
}
