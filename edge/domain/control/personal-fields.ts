import type { AnyEvent } from '../crossing/events.ts'

/** Top-level fields of facts that hold personal data or an officer's own words. */
const personal: ReadonlySet<string> = new Set([
  'text',
  'plate',
  'document',
  'documents',
  'lines',
  'fields',
  'corrections',
  'paper',
  'note',
  'reason',
  'repeatReason',
  'description',
  'causes',
  'participants',
  'witnesses',
  'result',
  'stated',
  'read',
])

/** Facts of the machine: their reasons are about no person. */
const ofTheMachine: ReadonlySet<string> = new Set<AnyEvent['type']>([
  'GatewayStopped',
  'DeviceHealthChanged',
  'DocumentUnreadable',
  'SigningKeyRequested',
  'SigningKeysApproved',
])

/** True for a top-level field that is kept for its time only: plates, papers, persons, words of officers. */
export function isPersonal(type: string, field: string): boolean {
  return personal.has(field) && !ofTheMachine.has(type)
}

/** What a reader finds where text was erased after its time. */
export const erasedText = '[erased]'

/** `data` of an event with `erasedText` for every text of its personal fields; null where there is none. */
export function withoutPersonalTexts(
  type: string,
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  let found = false
  const erase = (value: unknown): unknown => {
    if (typeof value === 'string') {
      found = true
      return erasedText
    }
    if (Array.isArray(value)) return value.map(erase)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, erase(part)]))
  }
  const rest = Object.entries(data).map(([key, value]) => [key, isPersonal(type, key) ? erase(value) : value])
  return found ? Object.fromEntries(rest) : null
}
