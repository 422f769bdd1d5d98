import { type Digest, leafHash } from '../ports/proof/merkle.ts'
import type { EventRow, UnnumberedRow } from './event-row.ts'

/**
 * Leaf of one event: RFC 6962 over the canonical form of its whole row. The JSON columns go in as the text
 * that is kept, so that not even a space can be changed unseen.
 */
export function leafOf(row: EventRow): Digest {
  return leafOfColumns(row.epoch, row.seq, columnsOf(row))
}

/** The leaf of a row whose columns were put into their form before it had a number. */
export function leafOfColumns(epoch: number, seq: number, columns: string): Digest {
  return leafHash(`["ayaldama-event/1",${epoch},${seq},${columns.slice(1)}`)
}

/** The columns behind `seq`, in their order, as the JSON list that goes into the leaf. */
export function columnsOf(row: UnnumberedRow): string {
  const columns: readonly (string | null)[] = [
    row.id,
    row.type,
    row.crossing,
    row.lane,
    row.event_time,
    row.record_time,
    row.actor,
    row.corrects,
    row.reason,
    row.data,
    row.shares,
  ]
  // Half of a surrogate pair is kept by SQLite as U+FFFD, so the leaf has to be that of what is read back.
  return JSON.stringify(columns.map((column) => column?.toWellFormed()))
}
