import Database from 'better-sqlite3'
import { AyaldamaError } from '../ports/errors.ts'

/**
 * Holds a lock that the kernel releases however the process ends, so that no stale lock ever needs a
 * person. The lock is SQLite's own on an otherwise empty file.
 */
export function holdLock(file: string): { readonly release: () => void } {
  const db = new Database(file, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    throw new AyaldamaError('journal.locked', file, undefined, { cause })
  }
  return {
    release: () => {
      db.close()
    },
  }
}
