import { hash } from 'node:crypto'

/** Bytes of a salt: as many as a guess of a short value must not reach. */
const saltBytes = 16

/**
 * What stands in the tree for one field: SHA-256 over `ayaldama-field/1`, path and canonical value behind
 * the salt. It binds the value and shows nothing of it, so a value may be withheld or, with its salt,
 * erased while the leaf stays. Throws RangeError for a salt that is not 16 bytes.
 */
export function commitField(salt: Uint8Array, path: string, value: unknown): string {
  if (salt.length !== saltBytes) throw new RangeError(`a salt has ${saltBytes} bytes, not ${salt.length}`)
  const text = canonicalJson(['ayaldama-field/1', path, value])
  return hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'hex')
}

/** JSON with the members of objects in the order of their UTF-16 units, without spaces (RFC 8785). */
export function canonicalJson(value: unknown): string {
  // A list without objects has one form, and is what is hashed most.
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object')) return JSON.stringify(value)
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
