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
