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
