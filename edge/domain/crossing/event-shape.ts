import type { ControlKind, Party } from '../party.ts'

export interface Event<Type extends string, Data> {
  readonly type: Type
  readonly data: Data
}

/** Names the Party whose control law applies in the zone at this moment (JC 3, JC 7.1). */
export interface Lawful {
  readonly lawInForce: Party
}

/** Barriers of a lane: into the control zone, out of it, and back. */
export type BarrierRole = 'approachBarrier' | 'releaseBarrier' | 'returnBarrier'

/** One planned control: whose, and of which kind. Printed `KAZ/customs`. */
export interface ControlKey {
  readonly party: Party
  readonly kind: ControlKind
}

/** Content-addressed picture in the journal's evidence folder. */
export interface EvidenceRef {
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string
  readonly mediaType: string
  readonly bytes: number
}
