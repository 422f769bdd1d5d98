import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { holdLock } from '../../journal/lock.ts'

export type DataLock =
  /** No gateway can start in this folder until `release`. */
  | { readonly state: 'held'; readonly release: () => void }
  | { readonly state: 'gateway-runs' }
  /** Not this user's to lock. */
  | { readonly state: 'unknown'; readonly why: string }

/**
 * Takes the lock of a gateway's folder, so that no two programs open one port. Makes no file: one of root's would
 * lock the gateway out of its own folder.
 */
export function takeDataLock(data: string): DataLock {
  const file = join(data, 'journal.lock')
  if (!existsSync(file)) return { state: 'held', release: () => {} }
  try {
    return { state: 'held', release: holdLock(file).release }
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    return code.startsWith('SQLITE_BUSY') ? { state: 'gateway-runs' } : { state: 'unknown', why: code }
  }
}
