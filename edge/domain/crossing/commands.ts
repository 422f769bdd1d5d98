import type { PlannedControl, RulePackRef } from '../control/rule-pack.ts'
import type { OfficerActor, Party } from '../party.ts'
import type { BarrierPermit, BarrierRole, ControlDecision, ControlKey, CrossingEvent } from './events.ts'
import type { FindingCommand, LawCommand } from './law-commands.ts'

type DataOf<Type extends CrossingEvent['type']> = Extract<CrossingEvent, { type: Type }>['data']

/** What officers ask for. Each carries the officer who asks; the console fills it from the session. */
export type OfficerCommand =
  | LawCommand
  | {
      readonly type: 'StartControl'
      readonly by: OfficerActor
      readonly control: ControlKey
      readonly repeatReason?: string
    }
  | {
      readonly type: 'CompleteControl'
      readonly by: OfficerActor
      readonly control: ControlKey
      readonly decision: ControlDecision
      readonly note?: string
      /** Where a referred control is finished, and the last day for it (JC 9.3). */
      readonly place?: string
      readonly followUpBy?: string
    }
  | {
      readonly type: 'WaiveControl'
      readonly by: OfficerActor
      readonly control: ControlKey
      readonly reason: string
    }
  | { readonly type: 'ConcludeExitControl'; readonly by: OfficerActor }
  | { readonly type: 'Release'; readonly by: OfficerActor }
  | { readonly type: 'Refuse'; readonly by: OfficerActor; readonly cause: string; readonly reason: string }
  | { readonly type: 'AcceptReadmission'; readonly by: OfficerActor }
  | { readonly type: 'Return'; readonly by: OfficerActor; readonly reason: string }
  /** Asks again for an opening that failed: a pulse is never repeated without an officer (rule 6). */
  | { readonly type: 'OpenBarrier'; readonly by: OfficerActor; readonly barrier: BarrierRole }
  /** An officer saw the vehicle pass where the loops could not tell, e.g. across a restart (rule 3). */
  | {
      readonly type: 'WitnessPassage'
      readonly by: OfficerActor
      readonly barrier: BarrierRole
      readonly reason: string
    }
  | {
      readonly type: 'CorrectPlate'
      readonly by: OfficerActor
      readonly text: string
      readonly country: string
      readonly reason: string
    }

/** What devices and the lane itself report. */
export type DeviceCommand =
  | FindingCommand
  | {
      readonly type: 'OpenCrossing'
      readonly lane: string
      readonly exitParty: Party
      readonly entryParty: Party
      readonly hostParty: Party
      readonly rulePack: RulePackRef
      readonly controls: readonly PlannedControl[]
      readonly localDate: string
      readonly guarded: boolean
      readonly regime?: 'joint' | 'separate'
    }
  | { readonly type: 'RecordPlate'; readonly read: DataOf<'PlateRead'> }
  | { readonly type: 'RecordDocument'; readonly read: DataOf<'DocumentRead'> }
  | { readonly type: 'RecordVehiclePaper'; readonly read: Omit<DataOf<'VehiclePaperRead'>, 'lawInForce'> }
  | { readonly type: 'RecordWeight'; readonly read: DataOf<'VehicleWeighed'> }
  | { readonly type: 'OrderBarrierOpening'; readonly barrier: BarrierRole; readonly permit: BarrierPermit }
  | { readonly type: 'RecordBarrierOpened'; readonly barrier: BarrierRole }
  | { readonly type: 'RecordBarrierClosed'; readonly barrier: BarrierRole }
  | {
      readonly type: 'RecordBarrierOpeningFailed'
      readonly barrier: BarrierRole
      readonly code: string
      readonly fact: string
    }
  | { readonly type: 'ConfirmPassage'; readonly barrier: BarrierRole }
  | { readonly type: 'CloseCrossing' }

export type CrossingCommand = OfficerCommand | DeviceCommand
