import type { Party } from '../domain/party.ts'
import type { Unsubscribe } from './devices.ts'
import type { SignedTreeHead } from './proof/tree-head.ts'

/** A Party's centre has seen this head and found that it continues the one it saw before. */
export interface Cosignature {
  readonly party: Party
  readonly size: number
  /** Hex. */
  readonly root: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** Base64 of the ed25519 signature over `cosignatureBytes`, by the key of the centre. */
  readonly signature: string
}

/** What the uplinks need of the tree of the journal. */
export interface HeadSource {
  /** The newest signed head and the public key it is signed with; null before the first. */
  latestHead(): Promise<{ readonly head: SignedTreeHead; readonly key: string } | null>
  /** Root of the tree when it had this size, in hex; null for one that it has not reached. */
  rootAt(size: number): Promise<string | null>
  /** Proof of RFC 6962 2.1.2, in hex, that the tree of `from` leaves begins that of `size`. */
  consistency(from: number, size: number): Promise<readonly string[]>
  /** The Party's cosignature over the largest tree. */
  cosignature(party: Party): Promise<Cosignature | null>
  /** The caller has checked it. Durable when it resolves. */
  keepCosignature(cosignature: Cosignature): Promise<void>
  /** There is a new head or a new cosignature. */
  onHead(listener: () => void): Unsubscribe
}
