import type { BarrierPermit } from '../crossing/events.ts'

/** Why a boom is up: for a crossing, or tried by a technician in a lane out of service. */
export type OpeningPermit = BarrierPermit | 'trial'

/** Position of a boom; `open` and `closed` come from limit switches only (rule 5). */
export type BarrierPosition = 'closed' | 'opening' | 'open' | 'closing' | 'stopped' | 'unknown'

export type BarrierFault =
  | 'tamper'
  | 'failedCommunication'
  | 'positionFailure'
  | 'obstacle'
  | 'power'
  | 'stopInput'
  | 'motorJammed'
  | 'hardware'
  | 'manualOperation'
  | 'lockout'

/** Times in milliseconds; sources in `reference`: EN 12453 practice, hardware notes of the project. */
export interface BarrierSettings {
  /** Nominal travel from limit to limit. */
  readonly travelMs: number
  /** Length of an OPEN or CLOSE pulse, 200 to 1000. */
  readonly pulseMs: number
  /** Age beyond which an input counts as unknown (rule 1). */
  readonly maxInputAgeMs: number
  /** How long the way must have been clear before closing (rule 2). */
  readonly holdOffMs: number
}

/** A point as one poll saw it; `at` in monotonic ms. */
export interface InputReading {
  readonly value: boolean
  readonly at: number
}

/** Contacts of a barrier and of the way under it; undefined = never read, or not wired (`stop` only). */
export interface BarrierReadings {
  readonly openLimit: InputReading | undefined
  readonly closedLimit: InputReading | undefined
  /** True = occupied. */
  readonly loop: InputReading | undefined
  /** True = beam interrupted. */
  readonly photocell: InputReading | undefined
  /** True = emergency stop pressed. */
  readonly stop: InputReading | undefined
  readonly openOutput: InputReading | undefined
  readonly closeOutput: InputReading | undefined
}

/** Which way a vehicle crosses the line: `forward` meets the loop first, `backward` comes from the other side. */
export type PassageDirection = 'forward' | 'backward'

export type BarrierInput =
  | { readonly type: 'inputs'; readonly readings: BarrierReadings }
  /** The connection to the device is gone: a loop may have been powered up anew (rule 3). */
  | { readonly type: 'deviceLost'; readonly reason: string }
  | { readonly type: 'open'; readonly permit: OpeningPermit; readonly direction: PassageDirection }
  | { readonly type: 'closeWhenClear' }
  | { readonly type: 'confirmWayClear' }
  | { readonly type: 'emergencyOpen' }
  | { readonly type: 'emergencyReset' }
  | { readonly type: 'tick' }
  | { readonly type: 'pulseDone' }
  | { readonly type: 'pulseFailed'; readonly reason: string }
  | { readonly type: 'outputsCleared' }
  | { readonly type: 'outputsClearFailed'; readonly reason: string }
  /** Are all other barriers of the lock confirmed closed at this moment (rule 9)? */
  | { readonly type: 'otherBarriers'; readonly confirmedClosed: boolean }

/** What the device has to do. One at a time: the next comes after the answer to the last. */
export type BarrierAction = 'clearOutputs' | 'pulseOpen' | 'pulseClose'

export type OpeningCause = 'permit' | 'emergency' | 'reversal'

/** What the boom did or could not do; `at` in monotonic ms. */
export type BarrierFact = { readonly at: number } & (
  | { readonly type: 'openPulseOrdered'; readonly cause: OpeningCause; readonly permit: OpeningPermit | null }
  /** The device showed the OPEN output on (`at` = that reading), or ended the pulse without error. */
  | { readonly type: 'openPulseSent'; readonly cause: OpeningCause; readonly permit: OpeningPermit | null }
  | { readonly type: 'opened'; readonly cause: OpeningCause; readonly permit: OpeningPermit | null }
  | { readonly type: 'openingFailed'; readonly code: string; readonly fact: string }
  /** The closed limit was reached; `ordered` false where the gateway did not send the boom there. */
  | { readonly type: 'closed'; readonly ordered: boolean }
  /** The boom turned back while closing, by our OPEN pulse or by the barrier's own safety edge. */
  | { readonly type: 'reversed'; readonly by: 'gateway' | 'barrier'; readonly fact: string }
  | { readonly type: 'moved'; readonly position: BarrierPosition; readonly faults: readonly BarrierFault[] }
  | { readonly type: 'movedUnordered'; readonly position: BarrierPosition }
  /** `permit` null where the boom stood open without an order, e.g. since a restart. */
  | { readonly type: 'passage'; readonly permit: OpeningPermit | null }
  | { readonly type: 'wrongWay' }
  | { readonly type: 'tailgate' }
  | { readonly type: 'emergencyLatched' }
  | { readonly type: 'emergencyReset' }
)
