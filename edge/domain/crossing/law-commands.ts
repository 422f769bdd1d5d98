import type { Category } from '../control/rule-pack.ts'
import type { OfficerActor, Party } from '../party.ts'
import type { ControlKey } from './event-shape.ts'
import type { Detained, LawEvent, TransitException } from './law-events.ts'

type DataOf<Type extends LawEvent['type']> = Extract<LawEvent, { type: Type }>['data']
type WithoutLaw<Data> = Omit<Data, 'lawInForce'>

/** Acts of officers that the agreements give besides control and outcome. */
export type LawCommand =
  /** JC 1, JC 4: closes a control on the other Party's result. */
  | { readonly type: 'RecogniseControl'; readonly by: OfficerActor; readonly control: ControlKey }
  | {
      readonly type: 'CallControl'
      readonly by: OfficerActor
      readonly control: ControlKey
      readonly reason: string
    }
  | { readonly type: 'RequestReopening'; readonly by: OfficerActor; readonly reason: string }
  | { readonly type: 'AssentReopening'; readonly by: OfficerActor }
  | {
      readonly type: 'RecordViolation'
      readonly by: OfficerActor
      readonly laws: readonly Party[]
      readonly description: string
    }
  | {
      readonly type: 'HoldPassenger'
      readonly by: OfficerActor
      readonly document: string
      readonly reason: string
    }
  | {
      readonly type: 'ClearPassenger'
      readonly by: OfficerActor
      readonly document: string
      readonly reason: string
    }
  /** The first person read is taken for the driver until an officer names another. */
  | { readonly type: 'NameDriver'; readonly by: OfficerActor; readonly document: string }
  | {
      readonly type: 'Detain'
      readonly by: OfficerActor
      readonly what: Detained
      readonly place: string
      readonly reason: string
    }
  | { readonly type: 'HoldVehicle'; readonly by: OfficerActor; readonly reason: string }
  | { readonly type: 'LiftHold'; readonly by: OfficerActor; readonly reason?: string }
  | {
      readonly type: 'AssignCategory'
      readonly by: OfficerActor
      readonly category: Category
      /** Number of the list, where the category needs one. */
      readonly list?: string
      readonly equipment?: readonly string[]
      readonly reason: string
    }
  | { readonly type: 'DeclareGoods'; readonly by: OfficerActor; readonly goods: readonly string[] }
  | { readonly type: 'TakeOver'; readonly by: OfficerActor; readonly reason: string }
  | {
      readonly type: 'ExplainTransit'
      readonly by: OfficerActor
      readonly exception: TransitException
      readonly reason: string
    }
  | {
      readonly type: 'OpenIncident'
      readonly by: OfficerActor
      readonly kind: string
      readonly place: string
      readonly causes: string
      readonly participants?: readonly string[]
      readonly witnesses?: readonly string[]
    }
  /** Where no reader works: what the officer reads with own eyes, with the reason. */
  | {
      readonly type: 'EnterDocument'
      readonly by: OfficerActor
      readonly documentCode: string
      readonly issuingState: string
      readonly documentNumber: string
      readonly nationality: string
      readonly surname: string
      readonly givenNames: string
      /** YYYY-MM-DD. */
      readonly birthDate: string
      readonly expiryDate: string
      readonly reason: string
    }

/** What the lane finds by registers, watch lists, restrictions and risk rules. */
export type FindingCommand =
  | { readonly type: 'RecordCategory'; readonly found: WithoutLaw<DataOf<'CategoryAssigned'>> }
  | { readonly type: 'RecordWatchHit'; readonly hit: DataOf<'WatchHit'> }
  | { readonly type: 'ApplyRestriction'; readonly restriction: DataOf<'RestrictionApplied'> }
  | { readonly type: 'CeaseRestriction'; readonly restriction: string }
  | { readonly type: 'SelectControl'; readonly control: ControlKey; readonly rule: string }
  | { readonly type: 'RecordMismatch'; readonly mismatch: DataOf<'MismatchFound'> }
  | ({ readonly type: 'ClearMismatch' } & DataOf<'MismatchCleared'>)
  | { readonly type: 'RecordTransit'; readonly transit: DataOf<'TransitTimed'> }
