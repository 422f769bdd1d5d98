import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Party } from '../domain/party.ts'
import { canonicalJson } from './canonical-json.ts'

/** Public keys of the authorities that sign rule packs and lists for their Party. */
export type PartyKeys = Readonly<Partial<Record<Party, KeyObject>>>

/** Base64 of the SPKI DER form, as the configuration gives it. */
export function partyKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
}

/**
 * The bytes that a Party signs (ed25519): what it is for, a line feed, and the canonical JSON of the content
 * (RFC 8785). A signature of a list is none of a rule pack.
 */
function signedBytes(purpose: 'rule-pack' | 'list', content: unknown): Uint8Array {
  return new TextEncoder().encode(`ayaldama-${purpose}/1\n${canonicalJson(content)}`)
}

/** Base64 of the 64 bytes. Throws where the key is no ed25519 private key. */
export function signContent(purpose: 'rule-pack' | 'list', content: unknown, privateKey: KeyObject): string {
  return sign(null, signedBytes(purpose, content), privateKey).toString('base64')
}

export function isSignedBy(
  purpose: 'rule-pack' | 'list',
  content: unknown,
  signature: string,
  publicKey: KeyObject,
): boolean {
  if (!/^[A-Za-z0-9+/]{86}==$/.test(signature)) return false
  return verify(null, signedBytes(purpose, content), publicKey, Buffer.from(signature, 'base64'))
}
