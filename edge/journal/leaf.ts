import { canonicalJson } from '../ports/proof/commitment.ts'
import { type Digest, leafHash } from '../ports/proof/merkle.ts'
import type { EventRow } from './rows.ts'

/**
 * Leaf of one event: RFC 6962 over the canonical form of its whole row. The JSON columns go in as the text
 * that is kept, so that not even a space can be changed unseen.
 */
export function leafOf(row: EventRow): Digest {
  const form: readonly unknown[] = [
    'ayaldama-event/1',
    row.epoch,
    row.seq,
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
  return leafHash(Buffer.from(canonicalJson(form.map(wellFormed))))
}

/** Half of a surrogate pair is kept by SQLite as U+FFFD, so the leaf has to be that of what is read back. */
function wellFormed(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value
}
