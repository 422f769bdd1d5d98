/** What an officer signs: the act itself, and what the screen showed when it was given. */
export interface ActStatement {
  readonly checkpoint: string
  readonly gateway: string
  readonly lane: string
  /** The crossing that was on the screen; null where the lane was empty. */
  readonly crossing: string | null
  /** Facts of that crossing that the screen knew: an act is given on a state, and on no other. */
  readonly version: number
  readonly officer: string
  /** Sign of the Party, and its body (`Party`, `ControlKind`). */
  readonly party: string
  readonly body: string
  readonly act: string
  /** Salted commitments (hex) of what the act states, by field: a value may be withheld or erased later. */
  readonly fields: Readonly<Record<string, string>>
  /** ISO 8601, UTC, by the clock of the lane PC: a remark. */
  readonly at: string
}

/** A field of an act with what opens its commitment; goes only to who may see the value. */
export interface Opening {
  /** Base64 of 16 bytes. */
  readonly salt: string
  readonly value: unknown
}

/** An act with the signature of the lane PC or the officer who gave it. */
export interface SignedAct {
  readonly statement: ActStatement
  /** Public ed25519 key, base64 of SPKI DER. */
  readonly key: string
  /** Base64 of the 64 bytes. */
  readonly signature: string
  readonly opened: Readonly<Record<string, Opening>>
}
