import { join } from 'node:path'
import Database from 'better-sqlite3'
import { prepare } from '../../edge/journal/rows.ts'
import { openStore } from '../../edge/journal/store.ts'
import { verifyJournal } from '../../edge/journal/verify.ts'
import { benchEvent } from '../bench/journal/load.ts'
import type { PowerSubject } from './power.ts'

/** What holds for good once the group that brought it is durable. */
export interface JournalPromise {
  /** Of the gateway, as a centre knows it. */
  readonly key?: string
  readonly ids?: readonly string[]
  /** Of a call that was refused: never there, promised or not. */
  readonly absent?: readonly string[]
  readonly cursor?: number
  readonly head?: number
  /** Nothing opens the fields of the first so many events. */
  readonly erased?: number
}

/** The journal of a gateway: opened as at a start, written on, and verified whole. */
export const journalOnDisk: PowerSubject = {
  files: ['journal.db', 'journal.db-wal'],
  program: new URL('../support/processes/writing-store.ts', import.meta.url),
  begin: (file) => openStore(file, false).close(),
  judge: (place, lines) => {
    const promises = lines.flatMap((line) => line as readonly JournalPromise[])
    const file = join(place, 'journal.db')
    const store = openStore(file, false)
    const after = prepare(benchEvent(0))
    const [result] = store.write([
      { kind: 'append', recordTime: '2026-05-02T00:00:00.000Z', events: [after] },
    ])
    store.close()
    if (!result?.ok) return 'it takes no event after the cut'
    const key = promises.find((promise) => promise.key !== undefined)?.key
    const { bad } = verifyJournal(place, key === undefined ? {} : { gateway: [key] })
    // The key is promised with the first group: a head may be there before.
    if (bad !== null && !(key === undefined && bad.what.includes('key of this gateway'))) {
      return `position ${bad.position}: ${bad.what}`
    }
    const db = new Database(file, { readonly: true })
    try {
      const number = (sql: string, ...values: unknown[]): number =>
        db
          .prepare<unknown[], number | null>(sql)
          .pluck()
          .get(...values) ?? 0
      const held = new Set(db.prepare<[], string>('SELECT id FROM events').pluck().all())
      const ids = promises.flatMap((promise) => promise.ids ?? [])
      const lost = ids.filter((id) => !held.has(id)).length
      if (lost > 0) return `${lost} of ${ids.length} promised events are lost`
      const refused = promises.flatMap((promise) => promise.absent ?? []).filter((id) => held.has(id)).length
      if (refused > 0) return `${refused} refused events are there`
      const most = (of: (promise: JournalPromise) => number | undefined): number =>
        Math.max(0, ...promises.map((promise) => of(promise) ?? 0))
      if (number("SELECT seq FROM cursors WHERE party = 'KAZ'") < most(({ cursor }) => cursor)) {
        return 'an acknowledged cursor is lost'
      }
      if (number('SELECT max(size) FROM heads') < most(({ head }) => head)) return 'a signed head is lost'
      const opened = number(
        'SELECT count(*) FROM sealed WHERE seq <= ?',
        most(({ erased }) => erased),
      )
      return opened > 0 ? `${opened} erased fields are back` : null
    } finally {
      db.close()
    }
  },
}
