import type { BarrierPosition } from '../domain/barrier/types.ts'
import type { CheckpointCommand } from '../domain/checkpoint/commands.ts'
import type { Degradation } from '../domain/checkpoint/degraded.ts'
import type { CheckpointView } from '../domain/checkpoint/explain.ts'
import type { OfficerCommand } from '../domain/crossing/commands.ts'
import type { AnyEvent, BarrierRole, Corners, CrossingOutcome } from '../domain/crossing/events.ts'
import type { ActionExplanation, CrossingView } from '../domain/crossing/explain.ts'
import type { TestPart } from '../domain/maintenance/events.ts'
import type { OfficerActor, Party } from '../domain/party.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Waiting } from '../domain/registers/priority.ts'
import type { Technician } from './configuration.ts'
import type { DeviceHealth, Unsubscribe } from './devices.ts'

export type LaneState =
  | 'closed'
  | 'idle'
  | 'approaching'
  | 'identifying'
  | 'awaitingDecision'
  | 'passing'
  | 'clearing'
  | 'blocked'
  | 'fault'
  | 'maintenance'
  | 'emergency'

export interface BarrierView {
  readonly role: BarrierRole
  readonly position: BarrierPosition
  readonly faults: readonly string[]
  /** Why it may not close (or open) now; null where it may. */
  readonly mayOpen: Refusal | null
  readonly mayClose: Refusal | null
  readonly loop: 'clear' | 'occupied' | 'unknown'
  readonly photocell: 'clear' | 'interrupted' | 'unknown'
}

export interface LaneView {
  readonly lane: string
  readonly exitParty: Party
  readonly entryParty: Party
  readonly hostParty: Party
  readonly state: LaneState
  /** Whose law applies in the zone (JC 3, JC 7.1); null while no crossing is open. */
  readonly lawInForce: Party | null
  /** Whose turn it is; null while no officer needs to act. */
  readonly turn: Party | null
  readonly crossing: CrossingView | null
  /** Facts of the crossing that the viewer may know of so far, 0 where none is open: what an act is given on. */
  readonly version: number
  /** Last crossings of the lane, newest first, at most 5. */
  readonly recent: readonly {
    readonly crossing: string
    readonly plate: string | null
    readonly outcome: CrossingOutcome
  }[]
  readonly barriers: readonly BarrierView[]
  readonly light: 'red' | 'green' | 'off' | 'unknown'
  readonly occupied: {
    readonly approach: 'clear' | 'occupied' | 'unknown'
    readonly zone: 'clear' | 'occupied' | 'unknown'
  }
  /** The newest picture that was looked at (fetched by `LaneControl.picture`) with the plates found in it. */
  readonly camera: {
    /** Number of the frame since start; null before the first and without sign-in. */
    readonly frame: number | null
    readonly width: number | null
    readonly height: number | null
    readonly plates: readonly {
      readonly text: string
      readonly country: string
      readonly confidence: number
      readonly accepted: boolean
      readonly corners: Corners
    }[]
  }
  readonly devices: readonly { readonly id: string; readonly kind: string; readonly health: DeviceHealth }[]
  /** What holds at the checkpoint; null without sign-in. */
  readonly checkpoint: CheckpointView | null
  /** Why the lane admits nobody now: hours, restriction (JC 6, BR 11); null where it admits. */
  readonly closed: Refusal | null
  /** The lane is out of service and its parts are tried; null where it is in service. */
  readonly maintenance: Maintenance | null
  /** Vehicles that wait before the lane with priority, first to go first (BR 19.3, 20.2). */
  readonly waiting: readonly Waiting[]
  /** What does not work, and what lawfully goes on without it. */
  readonly degraded: readonly Degradation[]
}

/** A lane in the hands of a technician: both Parties' screens say so. */
export interface Maintenance {
  /** null for who is not signed in; so is the reason. */
  readonly by: Technician | null
  /** ISO 8601. */
  readonly since: string
  readonly reason: string | null
  /** The last part that was tried, and when. */
  readonly tried: { readonly part: TestPart; readonly at: string } | null
}

/** A part that can be tried, and why not now; null where it may. */
export interface TrialOffer {
  readonly part: TestPart
  readonly refusal: Refusal | null
}

/** Every act of an officer: about the crossing of a lane, or about the checkpoint. */
export type OfficerAct = OfficerCommand | CheckpointCommand

export type CommandResult =
  | { readonly ok: true; readonly events: readonly string[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** What the console may do with a lane. Everything shown to a Party is filtered for it before. */
export interface LaneControl {
  readonly lanes: readonly string[]
  /** `viewer` null: a passer-by without sign-in sees barriers and states, no persons, plates or papers. */
  view(lane: string, viewer: OfficerActor | null): LaneView
  /** The newest picture of the lane's camera, as it came; only for signed-in officers. */
  picture(
    lane: string,
    viewer: OfficerActor,
  ): { readonly bytes: Uint8Array; readonly mediaType: string } | null
  /** Every act that the officer's screen offers, allowed or with its refusal. */
  actions(lane: string, officer: OfficerActor): readonly ActionExplanation[]
  execute(lane: string, command: OfficerAct): Promise<CommandResult>
  /** Rule 3 of the interlock: an officer confirms with own eyes that the way is clear. */
  confirmWayClear(lane: string, barrier: BarrierRole, by: OfficerActor): Promise<CommandResult>
  /** Rule 8: the stop button is released and the place was looked at; the lane may move barriers again. */
  resetEmergency(lane: string, by: OfficerActor): Promise<CommandResult>
  /** Rule 9: opens over lock and latch, for fire or injury; the reason is journalled before the pulse. */
  emergencyOpen(lane: string, barrier: BarrierRole, reason: string, by: OfficerActor): Promise<CommandResult>
  /** Takes the lane out of service, so that its parts may be tried. Both Parties' screens say so. */
  beginMaintenance(lane: string, by: Technician, reason: string): Promise<CommandResult>
  endMaintenance(lane: string, by: Technician): Promise<CommandResult>
  trials(lane: string): readonly TrialOffer[]
  /** Moves one part of a lane out of service, under the interlock; journalled before. */
  tryPart(lane: string, part: TestPart, by: Technician): Promise<CommandResult>
  /** Called on every change of the lane (at once, then at most one call per 16 ms). */
  onChange(listener: (lane: string) => void): Unsubscribe
  /** Records sign-in and sign-out of an officer at the gateway. */
  recordSession(officer: OfficerActor, change: 'in' | 'out'): Promise<void>
  /** Records that a supervisor looks into crossings of the past; resolves when that is durable. */
  recordView(officer: OfficerActor, view: PersonalDataView): Promise<void>
  statistics(): LaneStatistics
}

export type PersonalDataView = Omit<Extract<AnyEvent, { type: 'PersonalDataViewed' }>['data'], 'party'>

export interface Percentiles {
  readonly p50: number
  readonly p99: number
  readonly n: number
}

export interface LaneStatistics {
  readonly crossings: number
  readonly released: number
  readonly refused: number
  readonly returned: number
  readonly detained: number
  readonly events: number
  /** Milliseconds from the last byte of a frame to its read. */
  readonly frameToRead: Percentiles
  /** Milliseconds from the durable decision to the OPEN output. */
  readonly decisionToBarrier: Percentiles
}
