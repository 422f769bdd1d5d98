import { type KeyObject, sign, verify } from 'node:crypto'
import type { Party } from '../../domain/party.ts'
import type { GatewayIdentity } from '../feed/topics.ts'
import type { StreamPosition } from '../journal.ts'
import { exactBytes } from './exact-bytes.ts'

/** What one Party's centre is to erase: events of its stream up to a position that were recorded before an instant. */
export interface ErasureStatement extends GatewayIdentity {
  readonly party: Party
  /** ISO 8601, UTC. */
  readonly before: string
  readonly upTo: StreamPosition
}

/**
 * The bytes that the gateway signs (ed25519): seven lines of UTF-8, each ended by one line feed, of which none may
 * hold another. A broker that makes a notice up must not erase what a centre holds.
 */
function erasureBytes({ party, checkpoint, gateway, before, upTo }: ErasureStatement): Uint8Array {
  const { epoch, seq } = upTo
  const lines = ['ayaldama-erasure/1', party, checkpoint, gateway, before, epoch.toString(), seq.toString()]
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
}

/** Base64 of the 64 bytes. */
export function signErasure(statement: ErasureStatement, key: KeyObject): string {
  return sign(null, erasureBytes(statement), key).toString('base64')
}

export function isErasureSignedBy(statement: ErasureStatement, signature: string, key: KeyObject): boolean {
  const bytes = exactBytes(signature, 64)
  return bytes !== null && verify(null, erasureBytes(statement), key, bytes)
}
