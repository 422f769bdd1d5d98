import { join } from 'node:path'
import Database from 'better-sqlite3'
import { prepare } from '../../../edge/journal/rows.ts'
import { benchEvent, quantile } from './load.ts'

export interface RawFigures {
  readonly perSecond: number
  readonly p99Ms: number
}

/**
 * The limit of the disk and the library: the same bytes into one table with its key and nothing else, WAL
 * and FULL, `group` rows a transaction.
 */
export function rawSqlite(directory: string, events: number, group: number): RawFigures {
  const db = new Database(join(directory, `raw-${group}.db`))
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.exec('CREATE TABLE raw (seq INTEGER PRIMARY KEY, id TEXT, actor TEXT, data TEXT, shares TEXT) STRICT')
    const insert = db.prepare('INSERT INTO raw VALUES (?, ?, ?, ?, ?)')
    const rows = Array.from({ length: events }, (_, number) => columnsOf(number))
    const waits: number[] = []
    const began = performance.now()
    for (let from = 0; from < events; from += group) {
      const start = performance.now()
      db.transaction(() => {
        for (let at = from; at < Math.min(from + group, events); at++) {
          const row = rows[at]
          if (row !== undefined) insert.run(at, ...row)
        }
      }).immediate()
      waits.push(performance.now() - start)
    }
    return { perSecond: (events / (performance.now() - began)) * 1_000, p99Ms: quantile(waits, 0.99) }
  } finally {
    db.close()
  }
}

function columnsOf(number: number): readonly (string | null)[] {
  const { columns } = prepare(benchEvent(number), '2026-05-01T10:00:00.000Z')
  const [id, , , , , , actor, , , data, shares] = JSON.parse(columns) as (string | null)[]
  return [id ?? null, actor ?? null, data ?? null, shares ?? null]
}
