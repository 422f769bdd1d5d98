import type { BarrierFault, BarrierPosition } from '../../../domain/barrier/types.ts'
import type { BarrierRole, ControlDecision, CrossingOutcome } from '../../../domain/crossing/events.ts'
import type { ActionExplanation, CrossingPhase, StepState } from '../../../domain/crossing/explain.ts'
import type { MismatchKind } from '../../../domain/crossing/law-events.ts'
import type { soughtKinds } from '../../../domain/crossing/sought-kinds.ts'
import type { MrzCheck } from '../../../domain/identity/mrz/types.ts'
import type { ControlKind, Party } from '../../../domain/party.ts'
import type { RefusalCode } from '../../../domain/refusal.ts'
import type { DeviceState, PowerReading } from '../../../ports/devices.ts'
import type { DiskLevel } from '../../../ports/disk.ts'
import type { LaneState, LaneView } from '../../../ports/lane.ts'
import type { ReplicationStatus } from '../../../ports/replication.ts'
import type { EquipmentTexts } from './equipment/texts.ts'
import type { LawTexts } from './law/texts.ts'

export type Language = 'kk' | 'ky' | 'ru' | 'en'

/** Forms by CLDR plural category; `{n}` stands for the number. A language fills the categories that it has. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

type Act = ActionExplanation['action']

/** Causes of refusal that the rule packs of the project name. */
export type KnownCause =
  | 'no-valid-document'
  | 'expired-document'
  | 'no-right-of-entry'
  | 'goods-prohibited'
  | 'restriction-in-force'
  | 'other'

/** Errors of the console that the page may show. */
export type FailureCode =
  | 'console.sign-in'
  | 'console.locked-out'
  | 'console.pass-expired'
  | 'console.not-signed-in'
  | 'console.act-unsigned'
  | 'console.act-signature'
  | 'console.other-pc'
  | 'console.not-supervisor'
  | 'console.second-officer'
  | 'console.bad-request'
  | 'console.unavailable'

/** Everything that the page says. A language that lacks a text does not compile. */
export interface Catalogue {
  readonly language: Language
  /** BCP 47 tag for dates and numbers. */
  readonly locale: string
  readonly languageName: string
  readonly title: string

  readonly link: {
    readonly live: string
    readonly connecting: string
    /** `{time}` */
    readonly lost: string
    readonly lostNever: string
    readonly notLive: string
  }
  readonly bar: {
    readonly languages: string
    readonly theme: Readonly<Record<'auto' | 'light' | 'dark', string>>
    readonly themeLabel: string
    readonly layoutSide: string
    readonly layoutOne: string
    readonly shortcutsOn: string
    readonly shortcutsOff: string
    readonly signIn: string
    readonly signOut: string
    readonly signedInAs: string
    readonly simulation: string
    readonly simulationHint: string
  }
  /** What both Parties' officers are told of a lane out of service. */
  readonly maintenance: {
    readonly warning: string
    /** `{time}` */
    readonly since: string
    /** `{officer}` `{party}` `{time}` */
    readonly by: string
    /** `{part}` `{time}` */
    readonly tried: string
    readonly act: Readonly<Record<'open' | 'close', string>>
    readonly light: Readonly<Record<'red' | 'green', string>>
  }
  readonly signIn: {
    readonly title: string
    readonly officer: string
    readonly badgeHint: string
    readonly badgeRead: string
    /** Which reader stands beside this PC. */
    readonly reader: string
    readonly pin: string
    readonly submit: string
    readonly clear: string
    readonly erase: string
    readonly hint: string
    /** `{n}` seconds. */
    readonly wait: Plural
  }
  /** `text`: `{officer}` */
  readonly lock: Readonly<Record<'lock' | 'title' | 'text' | 'unlock', string>>
  readonly second: Readonly<Record<'title' | 'text', string>>
  readonly undo: Readonly<Record<'title' | 'text' | 'nothing', string>>
  readonly handover: Readonly<
    Record<'title' | 'text' | 'next' | 'nextText' | 'crossing' | 'nothing' | 'held' | 'personHeld', string>
  > &
    Readonly<Record<'notices' | 'referrals', Plural>>
  readonly signing: Readonly<
    Record<'signed' | 'signedHint' | 'waiting' | 'unable' | 'recorded' | 'required', string>
  >
  readonly failures: Readonly<Record<FailureCode, string>>

  readonly party: Readonly<Record<Party, string>>
  readonly partyShort: Readonly<Record<Party, string>>
  /** Whose: fits `{party}` of officers and acts. */
  readonly partyOf: Readonly<Record<Party, string>>
  readonly kind: Readonly<Record<ControlKind, string>>
  /** One word for narrow places. */
  readonly kindShort: Readonly<Record<ControlKind, string>>
  readonly exitControl: string
  readonly entryControl: string

  readonly lane: {
    /** `{lane}` */
    readonly name: string
    readonly state: Readonly<Record<LaneState, string>>
    readonly phase: Readonly<Record<CrossingPhase, string>>
    readonly outcome: Readonly<Record<CrossingOutcome, string>>
    readonly law: string
    readonly noLaw: string
    readonly turn: string
    readonly yourTurn: string
    readonly noTurn: string
    readonly elapsed: string
    readonly heldBy: string
    readonly waiting: string
    readonly free: string
    readonly underWay: string
    readonly host: string
    readonly recent: string
    readonly noRecent: string
    readonly select: string
    readonly refusedBecause: string
    /** Opens the paper of the refusal or return, to print. */
    readonly printForm: string
  }
  readonly picture: {
    readonly alt: string
    readonly none: string
    readonly signInToSee: string
    readonly live: string
    readonly evidence: string
    readonly cropAlt: string
  }
  readonly plate: {
    readonly title: string
    readonly none: string
    readonly sure: string
    readonly check: string
    readonly unsure: string
    readonly confidence: string
    readonly source: Readonly<Record<'model' | 'camera' | 'officer', string>>
    readonly unknownCountry: string
  }
  readonly papers: {
    readonly title: string
    readonly none: string
    readonly number: string
    readonly nationality: string
    readonly issuer: string
    readonly birth: string
    readonly expiry: string
    readonly sex: string
    readonly sexes: Readonly<Record<'M' | 'F' | 'unspecified', string>>
    readonly personalNumber: string
    readonly nameCut: string
    readonly mrz: string
    readonly accepted: string
    readonly notAccepted: string
    readonly allChecks: string
    /** `{read}` `{corrected}` */
    readonly corrected: string
    readonly corrections: Plural
    readonly check: Readonly<Record<MrzCheck['name'], string>>
    readonly count: Plural
    readonly vehicle: string
    readonly weight: Readonly<Record<'gross' | 'net', string>>
    /** `{n}` */
    readonly kilograms: string
    readonly barcode: string
    readonly characters: Plural
    /** The text is kept to the other Party. */
    readonly withheld: string
    readonly persons: Plural
    /** `assumed`: nobody has said who drives. */
    readonly role: Readonly<Record<'driver' | 'assumed' | 'passenger', string>>
    /** `{stated}` `{read}` `{list}`; `paperPlateKept`: what the paper states is kept to the other Party. */
    readonly mismatch: Readonly<Record<MismatchKind | 'paperPlateKept', string>>
    /** Picture of the page that was read. */
    readonly page: string
  }
  readonly steps: {
    readonly state: Readonly<Record<StepState, string>>
    readonly decision: Readonly<Record<ControlDecision, string>>
    readonly officer: string
    readonly mode: Readonly<Record<'always' | 'selective' | 'on-call' | 'off', string>>
    readonly turnHere: string
    readonly concluded: string
  }
  readonly drawing: {
    readonly alt: string
    readonly zone: string
    readonly barrier: Readonly<Record<BarrierRole, string>>
    readonly position: Readonly<Record<BarrierPosition, string>>
    readonly light: Readonly<Record<LaneView['light'], string>>
    readonly loop: Readonly<Record<'clear' | 'occupied' | 'unknown', string>>
    readonly photocell: Readonly<Record<'clear' | 'interrupted' | 'unknown', string>>
    readonly loopName: string
    readonly photocellName: string
    readonly lightName: string
    readonly vehicle: string
    readonly mayNotOpen: string
    readonly mayNotClose: string
    readonly fault: Readonly<Record<BarrierFault, string>>
    readonly wayClear: string
    readonly resetEmergency: string
    readonly resetEmergencyHint: string
    readonly wayClearHint: string
    readonly emergency: string
    readonly emergencyHint: string
    readonly emergencyBarrier: string
  }
  readonly acts: {
    readonly title: string
    readonly name: Readonly<Record<Act, string>>
    readonly others: Plural
    /** Of a control that is done already. */
    readonly repeatName: string
    readonly signInToAct: string
    readonly whoCan: string
    readonly nothing: string
    readonly pressAgain: string
    readonly working: string
    readonly notDone: string
    readonly offline: string
    readonly cancel: string
    readonly close: string
    readonly decision: string
    readonly reason: string
    readonly note: string
    readonly optional: string
    readonly cause: string
    readonly plateText: string
    readonly plateCountry: string
    readonly plateRule: string
    readonly repeat: string
    readonly ground: string
  }
  readonly unblock: {
    /** `{party}` */
    readonly officer: string
    /** `{party}` `{body}` */
    readonly officerOfBody: string
    readonly technician: string
    readonly driver: string
    /** `{device}` */
    readonly device: string
    readonly nobody: string
  }
  /** Facts that stand behind a refusal, by the form in which the lane states them. */
  readonly fact: {
    readonly controlIs: string
    readonly controlRuns: string
    readonly controlDetains: string
    readonly control: string
    readonly concluded: string
    readonly notConcluded: string
    readonly notAccepted: string
    readonly phase: string
    readonly actingForParty: string
    readonly actingForBody: string
    readonly noDocument: string
    readonly barrierIs: string
    readonly passed: string
  }
  readonly refusal: Readonly<Record<RefusalCode, string>>
  /** `{article}` */
  readonly article: { readonly JC: string; readonly BR: string; readonly IL: string }
  /** `{article}`; for badges, whose title is the whole name. */
  readonly articleShort: { readonly JC: string; readonly BR: string }
  /** Other causes are shown as their pack writes them. */
  readonly cause: Readonly<Record<KnownCause, string>>

  readonly law: LawTexts
  /** The time-release study of a day. */
  readonly study: {
    readonly title: string
    readonly back: string
    readonly day: string
    readonly none: string
    readonly crossings: Plural
    readonly stillOpen: Plural
    readonly inLane: string
    readonly underControl: string
    readonly working: string
    readonly waiting: string
    readonly concurrency: string
    readonly concurrencyHint: string
    readonly median: string
    readonly p90: string
    readonly count: string
    readonly held: string
    readonly measure: string
    readonly seconds: string
  }
  /** Crossings of past days, for a supervisor. */
  readonly search: Readonly<
    Record<
      | 'title'
      | 'recorded'
      | 'from'
      | 'document'
      | 'kind'
      | 'any'
      | 'submit'
      | 'nothing'
      | 'lane'
      | 'export'
      | 'more',
      string
    >
  > & { readonly kinds: Readonly<Record<(typeof soughtKinds)[number], string>> }
  readonly equipment: EquipmentTexts
  readonly foot: {
    readonly replication: string
    readonly link: Readonly<Record<ReplicationStatus['link'], string>>
    readonly cursor: string
    readonly backlog: Plural
    readonly upToDate: string
    readonly upToBroker: string
    readonly byBroker: string
    readonly lastAcknowledged: string
    readonly never: string
    readonly devices: string
    readonly disk: string
    readonly diskLevel: Readonly<Record<DiskLevel, string>>
    readonly power: string
    readonly powerLevel: Readonly<Record<PowerReading['level'], string>>
    /** What the battery has left. */
    readonly minutes: Plural
    readonly deviceState: Readonly<Record<DeviceState, string>>
    readonly loss: Readonly<Record<'framesRejected' | 'bytesDiscarded' | 'timeouts' | 'reconnects', string>>
    readonly allOnline: Plural
    readonly troubled: Plural
    readonly crossings: string
    readonly crossingsToday: Plural
    readonly noCrossings: string
    readonly signInForCrossings: string
    readonly details: string
    readonly opened: string
    readonly closed: string
    readonly open: string
  }
}
