import type { Category } from '../control/rule-pack.ts'
import type { Party } from '../party.ts'
import type { ControlKey, Event, EvidenceRef, Lawful } from './event-shape.ts'

export type PassengerEffect = 'vehicleHeld' | 'continuesWithout'
/** BR 18.2: what lawfully holds a vehicle up on its way. */
export const transitExceptions = ['emergency', 'breakdown', 'medical', 'joint-commission'] as const
export type TransitException = (typeof transitExceptions)[number]
export type Detained = 'vehicle' | 'person' | 'goods'

export const mismatchKinds = ['paperPlate', 'bookingPlate', 'bookingDocument'] as const
export type MismatchKind = (typeof mismatchKinds)[number]

/** A paper or a booking that does not agree with what was read of the vehicle and its persons. */
export type Mismatch = {
  readonly kind: MismatchKind
  /** Key of the paper, or name of the list. */
  readonly subject: string
  /** What it states; of a paper, own to the Party whose paper it is. */
  readonly stated: string
  /** What was read instead. */
  readonly read: string
  readonly list: string | null
  readonly article: string
} & Lawful

/** Facts that the agreements bring into a crossing besides its controls and barriers. */
export type LawEvent =
  /** BR 12, 14.2, 18, 19.3, 20.2: the vehicle crosses in another order than everyone. */
  | Event<
      'CategoryAssigned',
      {
        readonly category: Category
        readonly priority: number
        readonly article: string
        readonly controls: 'all' | 'border' | 'none'
        /** Name of the list that it stands on, or number of the paper list. */
        readonly list: string | null
        readonly equipment: readonly string[]
        readonly source: 'register' | 'officer'
        readonly reason?: string
      } & Lawful
    >
  /** Own to one Party: never told to the other, on no screen, feed or log. */
  | Event<
      'WatchHit',
      {
        readonly party: Party
        readonly list: string
        readonly entry: string
        readonly matched: 'plate' | 'document'
        readonly instruction: string
      }
    >
  | Event<'GoodsDeclared', { readonly goods: readonly string[]; readonly declaredBy: Party } & Lawful>
  /** A restriction in force touches this crossing (BR 11, 14.3, 25). */
  | Event<
      'RestrictionApplied',
      {
        /** Id of the event that declared it. */
        readonly restriction: string
        readonly party: Party
        readonly cause: string
        readonly article: string
        readonly effect: 'forbids' | 'controls'
      }
    >
  | Event<'RestrictionCeased', { readonly restriction: string }>
  /** JC 4: the risk profile selects a control that does not run for everyone. */
  | Event<
      'ControlSelected',
      { readonly control: ControlKey; readonly rule: string; readonly article: string }
    >
  /** JC 9.1: need of another kind of control; its body is told and brought in. */
  | Event<
      'ControlCalled',
      { readonly control: ControlKey; readonly reason: string; readonly calledBy: Party } & Lawful
    >
  /** JC 9.3: a control that is finished at a place outside the checkpoint. */
  | Event<
      'ControlReferred',
      {
        readonly control: ControlKey
        readonly place: string
        /** Last day for the follow-up, YYYY-MM-DD. */
        readonly followUpBy: string
        readonly plate: string | null
      } & Lawful
    >
  | Event<'ReopeningRequested', { readonly requestedBy: Party; readonly reason: string } & Lawful>
  | Event<
      'ExitControlReopened',
      {
        readonly exitParty: Party
        readonly ground: 'entryAssent' | 'notice'
        readonly reason: string
      } & Lawful
    >
  /** JC 14: which laws are violated, and whose law therefore applies. */
  | Event<
      'ViolationRecorded',
      {
        readonly laws: readonly Party[]
        readonly jurisdiction: Party
        readonly article: 'JC 14.1' | 'JC 14.2'
        readonly description: string
        /** Pictures that stay for both Parties. */
        readonly frozen: readonly EvidenceRef[]
      } & Lawful
    >
  | Event<
      'PassengerHeld',
      {
        readonly document: string
        readonly heldBy: Party
        readonly effect: PassengerEffect
        readonly reason: string
      } & Lawful
    >
  | Event<
      'PassengerCleared',
      { readonly document: string; readonly clearedBy: Party; readonly reason: string } & Lawful
    >
  | Event<
      'CrossingDetained',
      {
        readonly detainedBy: Party
        readonly what: Detained
        readonly place: string
        readonly reason: string
        readonly article: string
      } & Lawful
    >
  /** The barriers stay shut over every decision until the same Party lifts the hold. */
  | Event<'VehicleHeld', { readonly heldBy: Party; readonly reason: string } & Lawful>
  | Event<'HoldLifted', { readonly liftedBy: Party } & Lawful>
  /** JC 15: the host Party goes on alone with a crossing that began under joint control. */
  | Event<
      'CrossingTakenOver',
      { readonly takenOverBy: Party; readonly from: Party; readonly reason: string } & Lawful
    >
  /** BR 15, 18.2: the time from the border to the checkpoint. */
  | Event<
      'TransitTimed',
      {
        readonly point: string
        readonly from: string
        readonly minutes: number
        readonly limitMinutes: number
        readonly over: boolean
      }
    >
  | Event<
      'TransitExplained',
      { readonly exception: TransitException; readonly reason: string; readonly explainedBy: Party } & Lawful
    >
  /** BR 17.1: an officer says who of the persons drives; all others are passengers. */
  | Event<
      'DriverNamed',
      {
        /** A document of the person. */
        readonly document: string
        readonly namedBy: Party
      } & Lawful
    >
  /** JC 4, JC 5.1: shown to officers, and decides nothing by itself. */
  | Event<'MismatchFound', Mismatch>
  | Event<'MismatchCleared', { readonly kind: MismatchKind; readonly subject: string }>
  /** BR 33: what an investigation has to establish, as the crossing shows it. */
  | Event<'IncidentOpened', IncidentRecord & Lawful>

export interface IncidentRecord {
  readonly kind: string
  readonly openedBy: Party
  readonly place: string
  readonly causes: string
  readonly participants: readonly string[]
  readonly witnesses: readonly string[]
  readonly plate: string | null
  /** Numbers of the documents read. */
  readonly documents: readonly string[]
  readonly exhibits: readonly EvidenceRef[]
  readonly steps: readonly {
    readonly control: ControlKey
    readonly state: string
    readonly decision: string | null
    readonly startedAt: string | null
    readonly endedAt: string | null
    /** Service number. */
    readonly officer: string | null
  }[]
  readonly officers: readonly string[]
}
