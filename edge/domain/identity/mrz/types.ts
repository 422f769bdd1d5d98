/** Formats of ICAO Doc 9303, parts 4 to 7. */
export type DocumentFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B'

/** Fields as printed, fillers removed. Dates are YYMMDD as printed; `…Date` are ISO where they exist. */
export interface DocumentFields {
  readonly documentCode: string
  readonly issuingState: string
  readonly documentNumber: string
  readonly nationality: string
  readonly surname: string
  readonly givenNames: string
  /** True where the name field is full, so that the name may be cut (9303-3, 4.6). */
  readonly nameTruncated: boolean
  readonly sex: 'M' | 'F' | 'unspecified'
  readonly birth: string
  /** YYYY-MM-DD; parts unknown to the issuer make it null. */
  readonly birthDate: string | null
  readonly expiry: string
  readonly expiryDate: string | null
  readonly optionalData1: string
  readonly optionalData2: string
  /** KAZ IIN (12 digits) or KGZ PIN (14 digits) where the document carries one. */
  readonly personalNumber: string | null
}

/** Result of one check digit or content rule. `warning` never refuses a document by itself. */
export interface MrzCheck {
  readonly name:
    | 'documentNumber'
    | 'birthDate'
    | 'expiryDate'
    | 'optionalData'
    | 'composite'
    | 'iin'
    | 'pin'
    | 'characters'
    | 'expired'
    | 'specimenState'
    /** A State code of neither ISO 3166-1 nor 9303-3, section 5: only ever a warning. */
    | 'state'
  readonly outcome: 'passed' | 'failed' | 'warning'
  readonly detail: string
}

/** One character that was changed, because it was the only change that satisfies the checks. */
export interface MrzCorrection {
  /** 0-based line and column. */
  readonly line: number
  readonly column: number
  readonly read: string
  readonly corrected: string
  readonly field: string
}

export interface ParsedMrz {
  readonly format: DocumentFormat
  readonly lines: readonly string[]
  readonly fields: DocumentFields
  readonly checks: readonly MrzCheck[]
  readonly corrections: readonly MrzCorrection[]
  /**
   * No check has failed (after corrections): check digits hold, dates exist, signs stand where they may.
   * Not yet acceptance: check digits do not prove a read.
   */
  readonly checksPassed: boolean
}
