import { randomBytes } from 'node:crypto'
import { erasedText, isPersonal } from '../domain/control/personal-fields.ts'
import { commitField } from '../ports/proof/commitment.ts'
import type { Json } from './withheld.ts'

/** Salt (base64) and text of a field that the row holds as a commitment, by its path. */
export type SealedFields = Readonly<Record<string, readonly [salt: string, text: string]>>

/** Stands in the row in place of the text: `{"sealed": "<hex>"}`. */
interface Commitment {
  readonly sealed: string
}

/**
 * Puts a salted commitment in place of every text of a personal field, so that text and salt can be erased
 * later while the row, its leaf and all proofs over it stay as they are. `data` itself where nothing is sealed.
 */
export function seal(type: string, data: Json): { readonly data: Json; readonly fields: SealedFields } {
  const fields: Record<string, readonly [string, string]> = {}
  const walk = (value: Json, path: string): Json => {
    if (typeof value === 'string') {
      const salt = randomBytes(16)
      fields[path] = [salt.toString('base64'), value]
      return { sealed: commitField(salt, path, value) }
    }
    return mapped(value, path, walk)
  }
  const top = mapped(data, '', (value, path) => (isPersonal(type, path) ? walk(value, path) : value))
  return { data: Object.keys(fields).length === 0 ? data : top, fields }
}

/** The texts in their places again; `erasedText` where nothing opens a commitment any more. */
export function unseal(type: string, data: Json, fields: SealedFields | null): Json {
  const walk = (value: Json, path: string): Json =>
    isCommitment(value) ? (fields?.[path]?.[1] ?? erasedText) : mapped(value, path, walk)
  return mapped(data, '', (value, path) => (isPersonal(type, path) ? walk(value, path) : value))
}

/**
 * Why texts and commitments do not fit; null where each opens the other. `fields` null: they were erased.
 * `partly`: what some may not see is not opened, and that is no fault.
 */
export function sealFault(
  type: string,
  data: Json,
  fields: SealedFields | null,
  { partly = false }: { readonly partly?: boolean } = {},
): string | null {
  const rest = new Set(Object.keys(fields ?? {}))
  let fault: string | null = null
  const walk = (value: Json, path: string): Json => {
    if (isCommitment(value)) {
      const opening = fields?.[path]
      rest.delete(path)
      if (fields !== null && opening === undefined && !partly) fault ??= `nothing opens field ${path}`
      if (opening !== undefined && !opens(value, path, opening)) {
        fault ??= `field ${path} is not what was recorded`
      }
      return value
    }
    return mapped(value, path, walk)
  }
  mapped(data, '', (value, path) => (isPersonal(type, path) ? walk(value, path) : value))
  const [more] = rest
  return fault ?? (more === undefined ? null : `field ${more} stands in no row`)
}

/** Paths of all that is no list and no object, and whether it stands there as a commitment. */
export function valuesIn(data: Json): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  const walk = (value: Json, path: string): Json => {
    const sealed = isCommitment(value)
    if (sealed || value === null || typeof value !== 'object') found.set(path, sealed)
    return sealed ? value : mapped(value, path, walk)
  }
  walk(data, '')
  return found
}

function opens({ sealed }: Commitment, path: string, [salt, text]: readonly [string, string]): boolean {
  const bytes = Buffer.from(salt, 'base64')
  const exact = bytes.length === 16 && bytes.toString('base64') === salt
  return exact && commitField(bytes, path, text) === sealed
}

function isCommitment(value: Json): value is { readonly sealed: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sealed' in value &&
    typeof value.sealed === 'string' &&
    Object.keys(value).length === 1
  )
}

function mapped(value: Json, path: string, change: (value: Json, path: string) => Json): Json {
  const below = (key: string) => (path === '' ? key : `${path}.${key}`)
  if (Array.isArray(value)) return value.map((item: Json, index) => change(item, below(String(index))))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part, below(key))]))
}
