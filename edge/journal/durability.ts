import type { Database } from 'better-sqlite3'
import { AyaldamaError } from '../ports/errors.ts'

const FULL = 2

/**
 * Sets WAL with `synchronous=FULL`. The library's own default for WAL may be NORMAL, which loses the
 * last commits on a power cut.
 */
export function setDurable(db: Database): void {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
}

/** Throws `journal.not-durable` unless the connection syncs the write-ahead log on every commit. */
export function assertDurable(db: Database, place: string): void {
  const mode = String(db.pragma('journal_mode', { simple: true }))
  const synchronous = Number(db.pragma('synchronous', { simple: true }))
  if (mode !== 'wal' || synchronous < FULL) {
    throw new AyaldamaError(
      'journal.not-durable',
      place,
      `journal_mode is ${mode}, synchronous is ${synchronous}; wal and ${FULL} (FULL) are needed.`,
    )
  }
}

/** Throws `journal.open` where SQLite finds the file damaged. */
export function assertIntact(db: Database, place: string): void {
  const findings = db.pragma('quick_check(1)', { simple: true })
  if (findings !== 'ok') throw new AyaldamaError('journal.open', place, `quick_check: ${String(findings)}`)
}
