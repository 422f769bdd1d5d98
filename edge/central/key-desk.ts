import { createPrivateKey } from 'node:crypto'
import type { SigningKeyEntry } from '../domain/checkpoint/events.ts'
import type { Party } from '../domain/party.ts'
import { signContent } from '../ports/party-signature.ts'

/** A list of keys as its authority signs it: what goes over the line, or into the folder of lists. */
export interface SignedKeyList {
  readonly content: {
    readonly kind: 'signing-keys'
    readonly signingKeys: {
      readonly party: Party
      readonly list: string
      readonly version: number
      readonly keys: readonly SigningKeyEntry[]
    }
  }
  /** Base64. */
  readonly signature: string
}

/** Approves keys of lane PCs for a Party. Throws where the PEM is no ed25519 private key. */
export function signKeyList(
  list: SignedKeyList['content']['signingKeys'],
  authorityKey: string,
): SignedKeyList {
  const content = { kind: 'signing-keys', signingKeys: list } as const
  return { content, signature: signContent('list', content, createPrivateKey(authorityKey)) }
}
