import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Party } from '../../domain/party.ts'
import type { GatewayIdentity } from '../feed/topics.ts'
import { exactBytes } from './exact-bytes.ts'

/** What a gateway states of its journal: these events, in this order, and no others before them. */
export interface TreeHead extends GatewayIdentity {
  /** Epoch of the run that signs. */
  readonly epoch: number
  /** Leaves of the tree, 1 and more. */
  readonly size: number
  /** Head of the tree, SHA-256 in hex. */
  readonly root: string
  /** ISO 8601, UTC: when it was signed. */
  readonly at: string
}

export interface SignedTreeHead extends TreeHead {
  /** Base64 of the ed25519 signature over `treeHeadBytes`. */
  readonly signature: string
}

/**
 * The bytes that a gateway signs: seven lines of UTF-8, each ended by one line feed. No field may contain
 * a line feed, so no two heads have the same bytes.
 */
export function treeHeadBytes(head: TreeHead): Uint8Array {
  const lines = [
    'ayaldama-head/1',
    head.checkpoint,
    head.gateway,
    head.epoch.toString(),
    head.size.toString(),
    head.root,
    head.at,
  ]
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
}

/** What a centre signs over a head that continues the one it saw before: six lines, as above. */
export function cosignatureBytes(
  statement: GatewayIdentity & { readonly party: Party; readonly size: number; readonly root: string },
): Uint8Array {
  const { party, checkpoint, gateway, size, root } = statement
  const lines = ['ayaldama-cosignature/1', party, checkpoint, gateway, size.toString(), root]
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
}

/** True where the holder of `key` signed this head. */
export function isSignedBy(head: SignedTreeHead, key: KeyObject): boolean {
  const signature = exactBytes(head.signature, 64)
  return signature !== null && verify(null, treeHeadBytes(head), key, signature)
}

/** True where the centre with this key cosigned this tree. */
export function isCosignedBy(
  cosigned: Parameters<typeof cosignatureBytes>[0] & { readonly signature: string },
  key: KeyObject,
): boolean {
  const signature = exactBytes(cosigned.signature, 64)
  return signature !== null && verify(null, cosignatureBytes(cosigned), key, signature)
}

/** A public key as it is handed over: base64 of the SPKI DER form. Throws where it is none. */
export function publicKeyOf(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
}
