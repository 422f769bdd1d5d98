import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Party } from '../../edge/domain/party.ts'

/** A fact that the journal acknowledged before anything was killed. */
export interface Promised {
  readonly crossing: string
  readonly ordinal: number
  readonly id: string
}

export interface Held {
  readonly events: number
  /** Promised and not there. */
  readonly lost: number
  readonly twice: number
  /** Facts of a crossing that do not follow the one before, in the order of (epoch, seq). */
  readonly outOfOrder: number
}

/** Looks only at what a centre holds on its disk, with none of the centre's own code. */
export function checkCentre(directory: string, party: Party, promised: readonly Promised[]): Held {
  const db = new Database(join(directory, `centre-${party}.db`), { readonly: true })
  try {
    const rows = db
      .prepare<[], { id: string; crossing: string; ordinal: string }>(
        `SELECT id, crossing, json_extract(event, '$.reason') AS ordinal FROM events ORDER BY gateway, epoch, seq`,
      )
      .all()
    const ids = new Set<string>()
    const reached = new Map<string, number>()
    let outOfOrder = 0
    for (const { id, crossing, ordinal } of rows) {
      ids.add(id)
      if (Number(ordinal) !== (reached.get(crossing) ?? 0) + 1) outOfOrder += 1
      reached.set(crossing, Number(ordinal))
    }
    return {
      events: rows.length,
      lost: promised.filter(({ id }) => !ids.has(id)).length,
      twice: rows.length - ids.size,
      outOfOrder,
    }
  } finally {
    db.close()
  }
}
