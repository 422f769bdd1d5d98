import type { ActStatement, Opening } from '../../domain/signed-act.ts'
import { canonicalJson } from '../canonical-json.ts'

/**
 * The bytes that are signed (ed25519): `ayaldama-act/1`, a line feed, and the canonical JSON (RFC 8785) of
 * the statement. No other thing that is signed here begins so.
 */
export function actBytes(statement: ActStatement): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`ayaldama-act/1\n${canonicalJson(statement)}`)
}

/** What stands behind the salt in the commitment of one field (see `commitField`). */
export function fieldText(path: string, value: unknown): string {
  return canonicalJson(['ayaldama-field/1', path, value])
}

/** An act on its way from the lane PC: all but what the gateway knows by itself. */
export interface SignedRequest {
  readonly crossing: string | null
  readonly version: number
  readonly at: string
  /** Base64 by field. */
  readonly salts: Readonly<Record<string, string>>
  readonly key: string
  readonly signature: string
}

/** Request header of a signed act: the JSON of `SignedRequest`, which is ASCII. */
export const actHeader = 'ayaldama-act'

/** Fields that an act states: all but its name. What is not stated has no place in the JSON either. */
export function statedFields(command: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(command).filter(
      ([name, value]) => name !== 'type' && name !== 'by' && value !== undefined,
    ),
  )
}

/** The same value with all its text as the gateway reads it: without spaces at the ends. */
export function trimmed<Value>(value: Value): Value {
  if (typeof value === 'string') return value.trim() as Value
  if (Array.isArray(value)) return value.map(trimmed) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, trimmed(part)])) as Value
}

/** The openings without the values that `may` keeps back. */
export function openingsFor(
  opened: Readonly<Record<string, Opening>>,
  may: (field: string) => boolean,
): Readonly<Record<string, Opening>> {
  return Object.fromEntries(Object.entries(opened).filter(([field]) => may(field)))
}
