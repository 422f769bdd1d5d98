import type { ActStatement } from '../../domain/signed-act.ts'
import { actBytes, fieldText, type SignedRequest } from './act-statement.ts'

const algorithm = { name: 'Ed25519' } as const
const saltBytes = 16

/** The type of WebCrypto, which pages and Node name differently. */
type PrivateKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** A key of a lane PC: the private half cannot leave the browser (or process) that made it. */
export interface SigningKey {
  readonly privateKey: PrivateKey
  /** Base64 of SPKI DER. */
  readonly publicKey: string
}

/** By the Web Cryptography API, so in a page as well as in Node. Throws where there is none (no https). */
export async function createSigningKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  if (!('publicKey' in pair)) throw new TypeError('a key pair was asked for')
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  return { privateKey: pair.privateKey, publicKey: base64(new Uint8Array(spki)) }
}

/** Commits to every field under a salt of its own, and signs. */
export async function signAct(
  key: SigningKey,
  about: Omit<ActStatement, 'fields'>,
  fields: Readonly<Record<string, unknown>>,
): Promise<SignedRequest> {
  const salts: Record<string, string> = {}
  const commitments: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields)) {
    const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
    const text = new TextEncoder().encode(fieldText(field, value))
    const committed = await crypto.subtle.digest('SHA-256', Uint8Array.from([...salt, ...text]))
    salts[field] = base64(salt)
    commitments[field] = hex(new Uint8Array(committed))
  }
  const bytes = actBytes({ ...about, fields: commitments })
  const signature = base64(new Uint8Array(await crypto.subtle.sign(algorithm, key.privateKey, bytes)))
  const { crossing, version, at } = about
  return { crossing, version, at, salts, key: key.publicKey, signature }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
