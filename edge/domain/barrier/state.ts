import { initialPassage, type PassageState } from './passage.ts'
import { noReadings } from './readings.ts'
import type {
  BarrierAction,
  BarrierFault,
  BarrierPosition,
  BarrierReadings,
  InputReading,
  OpeningCause,
  OpeningPermit,
  PassageDirection,
} from './types.ts'

/**
 * One intention to move the boom. `waiting` for the device to be free, `clearing` both outputs, `proving` the
 * opposite output off, `pulsing`, then `travelling` until a limit or the deadline (rules 4 and 6).
 */
export type BarrierOrder = {
  readonly stage: 'waiting' | 'clearing' | 'proving' | 'pulsing' | 'travelling'
  /** Monotonic ms at which the order was accepted. */
  readonly since: number
  /** Monotonic ms at which the pulse was ordered. */
  readonly pulsedAt: number | null
  /** The device confirmed that the pulse began. */
  readonly pulseSeen: boolean
  /** What the device said when the pulse did not end well: the boom may move all the same. */
  readonly trouble: string | null
} & (
  | { readonly kind: 'open'; readonly cause: OpeningCause; readonly permit: OpeningPermit | null }
  | { readonly kind: 'close'; readonly leftOpenLimit: boolean }
)

export interface BarrierState {
  readonly readings: BarrierReadings
  /** The limit switches were read at least once since start (rule 7). */
  readonly read: boolean
  /** A boom has been located since the start or the last loss of the device. */
  readonly located: boolean
  readonly stopWired: boolean
  readonly position: BarrierPosition
  /** Position of the last `moved`. */
  readonly reported: BarrierPosition
  readonly faults: readonly BarrierFault[]
  /** Limit at which the boom last stood without an order: leaving it is manual operation. */
  readonly lastLimit: 'open' | 'closed' | null
  readonly manual: boolean
  readonly order: BarrierOrder | null
  /** The action that the device has not answered yet. */
  readonly busy: BarrierAction | null
  readonly wantClear: boolean
  readonly wantClose: boolean
  /** A close that a fault, an emergency or a hand on the boom broke off; an officer's confirmation resumes it. */
  readonly closeBrokenOff: boolean
  /** Since when loop and photocell have been clear without a gap (rule 2). */
  readonly wayClearSince: number | null
  /** A whole passage or an officer has proven the safety inputs since the restart (rule 3). */
  readonly proven: boolean
  /** Found open, or stopped in an emergency: only an officer's eyes will do. */
  readonly officerNeeded: boolean
  readonly emergency: boolean
  /** Direction in which the boom missed its limit (rule 6). */
  readonly travelFault: 'open' | 'close' | null
  readonly outputsFault: string | null
  readonly stuckOutput: boolean
  readonly lastPulseEnd: number
  readonly reversals: number
  readonly others: InputReading | undefined
  readonly opening: { readonly permit: OpeningPermit; readonly direction: PassageDirection } | null
  readonly passages: number
  readonly passage: PassageState
  readonly tailgated: boolean
}

/**
 * A barrier of which nothing is known at `now` (monotonic ms): no order, no proof, no pulse (rule 7).
 * `emergencyLatched`: the journal's last word before the restart, since a latch outlives the daemon (rule 8).
 */
export function initialBarrierState(now: number, emergencyLatched = false): BarrierState {
  return {
    readings: noReadings,
    read: false,
    located: false,
    stopWired: false,
    position: 'unknown',
    reported: 'unknown',
    faults: emergencyLatched ? ['stopInput'] : [],
    lastLimit: null,
    manual: false,
    order: null,
    busy: null,
    wantClear: false,
    wantClose: false,
    closeBrokenOff: false,
    wayClearSince: null,
    proven: false,
    officerNeeded: emergencyLatched,
    emergency: emergencyLatched,
    travelFault: null,
    outputsFault: null,
    stuckOutput: false,
    lastPulseEnd: now,
    reversals: 0,
    others: undefined,
    opening: null,
    passages: 0,
    passage: initialPassage,
    tailgated: false,
  }
}

/** The boom is under way because of a pulse of this order. */
export function isPulsed(order: BarrierOrder | null): order is BarrierOrder & { readonly pulsedAt: number } {
  return order !== null && order.pulsedAt !== null
}
