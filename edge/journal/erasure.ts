import type { Database } from 'better-sqlite3'
import type { ErasureNotice } from '../domain/crossing/events.ts'
import { type Party, parties } from '../domain/party.ts'
import type { StreamPosition } from '../ports/journal.ts'
import { signErasure } from '../ports/proof/erasure.ts'
import type { EventRow } from './event-row.ts'
import type { HeadSigner } from './heads.ts'

/** What `FieldsErased` says: up to which event, and of which time, nothing opens the personal fields. */
interface Erasure {
  readonly before: string
  readonly size: number
}

/**
 * Events under the newest head that both Parties have cosigned: what both have seen may be forgotten by one.
 * 0 where one of them has cosigned nothing.
 */
export function cosignedByBoth(db: Database): number {
  const newest = db
    .prepare<[string], number | null>('SELECT max(size) FROM cosignatures WHERE party = ?')
    .pluck()
  return Math.min(...parties.map((party) => newest.get(party) ?? 0))
}

/** Position of the last of the first `size` events; null where there are none. */
function lastUnder(db: Database, size: number): StreamPosition | null {
  const last = db.prepare<[number], StreamPosition>(
    'SELECT epoch, seq FROM events ORDER BY epoch, seq LIMIT 1 OFFSET ?',
  )
  return (size < 1 ? undefined : last.get(size - 1)) ?? null
}

/** Tells each centre, under the gateway's signature, up to where in its stream it is to erase the same. */
export function erasureNotices(
  db: Database,
  { before, size }: Erasure,
  { checkpoint, gateway, privateKey }: HeadSigner,
): Readonly<Record<Party, ErasureNotice>> {
  const last = lastUnder(db, size) ?? { epoch: 1, seq: 0 }
  const end = db.prepare<[Party, number, number], StreamPosition>(
    `SELECT epoch, seq FROM streams WHERE party = ? AND (event_epoch, event_seq) <= (?, ?)
     ORDER BY epoch DESC, seq DESC LIMIT 1`,
  )
  const notice = (party: Party): ErasureNotice => {
    const upTo = end.get(party, last.epoch, last.seq) ?? { epoch: 1, seq: 0 }
    return { ...upTo, signature: signErasure({ party, checkpoint, gateway, before, upTo }, privateKey) }
  }
  return { KAZ: notice('KAZ'), KGZ: notice('KGZ') }
}

/**
 * Erases text and salt of personal fields, and the openings of signed acts, of the first `size` events as far
 * as they were recorded before an instant (ISO 8601) and their crossing is closed. Answers how many events.
 */
export function eraseFields(db: Database, { before, size }: Erasure): number {
  const last = lastUnder(db, size)
  if (last === null) return 0
  const { changes } = db
    .prepare(
      `DELETE FROM sealed WHERE (epoch, seq) IN (
         SELECT e.epoch, e.seq FROM events e LEFT JOIN crossings c ON c.crossing = e.crossing
         WHERE (e.epoch, e.seq) <= (?, ?) AND e.record_time < ?
           AND (e.crossing IS NULL OR c.crossing IS NULL OR c.closed_at IS NOT NULL))`,
    )
    .run(last.epoch, last.seq, before)
  db.prepare(
    'UPDATE crossings SET plate = NULL WHERE closed_at IS NOT NULL AND closed_at < ? AND (opened_epoch, opened_seq) <= (?, ?)',
  ).run(before, last.epoch, last.seq)
  return changes
}

/** Whether what opened an event was erased after its time, as a `FieldsErased` of the journal says. */
export function erasures(db: Database): (row: EventRow, position: number) => boolean {
  const told = db
    .prepare<[], string>("SELECT data FROM events WHERE type = 'FieldsErased'")
    .pluck()
    .all()
    .map((data) => JSON.parse(data) as Erasure)
  // One that runs ahead of what both have cosigned excuses nothing.
  const limit = cosignedByBoth(db)
  return (row, position) =>
    told.some(({ before, size }) => row.record_time < before && position < Math.min(size, limit))
}
