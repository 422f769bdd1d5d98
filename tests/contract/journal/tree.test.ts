import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventRow } from '../../../edge/journal/event-row.ts'
import { leafOf } from '../../../edge/journal/leaf.ts'
import { prepare } from '../../../edge/journal/rows.ts'
import { openStore } from '../../../edge/journal/store.ts'
import { nodeReader, treeSize } from '../../../edge/journal/tree-table.ts'
import { rootOf } from '../../../edge/ports/proof/merkle.ts'
import { readFrontier, rootOfFrontier } from '../../../edge/ports/proof/stored-tree.ts'
import { barrierOpened } from './sample-events.ts'
import { testDirectory } from './test-directory.ts'

let directory: string

beforeEach(async () => {
  directory = await testDirectory()
})

afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

/** Head of the tree that is kept, and of one computed anew from the rows of the events. */
function roots(file: string) {
  const db = new Database(file, { readonly: true })
  try {
    const rows = db.prepare<[], EventRow>('SELECT * FROM events ORDER BY epoch, seq').all()
    const size = treeSize(db)
    const kept = rootOfFrontier(readFrontier(size, nodeReader(db)))
    return {
      events: rows.length,
      size,
      kept: kept && Buffer.from(kept).toString('hex'),
      anew: rows.length === 0 ? null : Buffer.from(rootOf(rows.map(leafOf))).toString('hex'),
    }
  } finally {
    db.close()
  }
}

const append = (events: readonly ReturnType<typeof barrierOpened>[]) => ({
  kind: 'append' as const,
  events: events.map((event) => prepare(event, 'now')),
})

/** Sizes of calls; a negative one repeats an id at its end and is refused, 0 opens the file again. */
const calls = fc.array(fc.array(fc.integer({ min: -3, max: 4 }), { maxLength: 5 }), { maxLength: 6 })

test('RFC 6962: the kept tree is that of the events, whatever is refused, opened again or restored', () => {
  let run = 0
  fc.assert(
    fc.property(calls, (groups) => {
      const file = join(directory, `${run++}.db`)
      let store = openStore(file, false)
      const first = barrierOpened()
      store.write([append([first])])
      for (const group of groups) {
        const reopens = group.includes(0)
        store.write(
          group.map((size) => {
            const events = Array.from({ length: Math.abs(size) }, () => barrierOpened())
            return append(size < 0 ? [...events, first] : events)
          }),
        )
        if (!reopens) continue
        store.close()
        store = openStore(file, group.length > 3)
      }
      store.close()
      const { events, size, kept, anew } = roots(file)
      expect(size).toBe(events)
      expect(kept).toBe(anew)
    }),
    { numRuns: 40, seed: 6 },
  )
})

test('a file of version 1 gets the leaves of its events when it is opened', () => {
  const file = join(directory, 'journal.db')
  const store = openStore(file, false)
  for (let call = 0; call < 23; call++) {
    store.write([append(Array.from({ length: 100 }, () => barrierOpened()))])
  }
  store.close()
  const before = roots(file)
  const db = new Database(file)
  db.exec(
    'DROP TABLE tree; DROP TABLE heads; DROP TABLE cosignatures; DROP INDEX crossings_by_time; DROP VIEW recorded; DROP TABLE sealed',
  )
  db.pragma('user_version = 1')
  db.close()
  const opened = openStore(file, false)
  expect(roots(file)).toEqual(before)
  opened.write([append([barrierOpened()])])
  opened.close()
  const after = roots(file)
  expect(after).toMatchObject({ events: 2301, size: 2301 })
  expect(after.kept).toBe(after.anew)
})

test('the tree is append-only, even for our own mistakes', () => {
  const file = join(directory, 'journal.db')
  const store = openStore(file, false)
  store.write([append([barrierOpened()])])
  store.close()
  const db = new Database(file)
  expect(() => db.exec('UPDATE tree SET hash = zeroblob(32)')).toThrow(/append-only/)
  expect(() => db.exec('DELETE FROM tree')).toThrow(/append-only/)
  db.close()
})
