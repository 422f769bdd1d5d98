import { createHash } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import type { RecordedEvent } from '../../../edge/ports/journal.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import {
  barrierOpened,
  customsNote,
  newEvent,
  opened,
  plateRead,
} from '../../contract/journal/sample-events.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'
import { runCommand } from '../../support/cli.ts'

let directory: string
let whole: string
let events: readonly RecordedEvent[]
const pictures = [1, 2, 3].map((last) => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 7, 7, last))

/** A journal of two epochs, with evidence, a note that one Party does not get, and half a surrogate. */
beforeAll(async () => {
  directory = await testDirectory()
  whole = join(directory, 'whole')
  const recorded: RecordedEvent[] = []
  for (const newEpoch of [false, true]) {
    const signHeads = { checkpoint: 'karasu', gateway: 'gw-1', everyEvents: 10 }
    const journal = await openJournal({
      directory: whole,
      log: silentLog,
      clock: systemClock,
      newEpoch,
      signHeads,
    })
    const taken = await Promise.all(pictures.map((bytes) => journal.putEvidence(bytes, 'image/jpeg')))
    for (const crossing of ['c-1', 'c-2', 'c-3']) {
      const id = `${crossing}-${newEpoch}`
      recorded.push(
        ...(await journal.append([
          opened(id),
          plateRead(id, '123ABC02', true),
          customsNote(id, 'seal 4711'),
          barrierOpened({ reason: 'half \ud800 a pair' }),
          ...taken.map((image) =>
            newEvent({ type: 'FrameCaptured', data: { camera: 'front', image } } as never, { crossing: id }),
          ),
        ])),
      )
    }
    await journal.close()
  }
  events = recorded
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

/** Parts the runs of the tree, so that a single node can be reached; it is the same tree. */
function onePerRow(db: Database.Database): void {
  const runs = db.prepare('SELECT level, position, hash FROM tree').all() as {
    readonly level: number
    readonly position: number
    readonly hash: Buffer
  }[]
  db.exec('DELETE FROM tree')
  for (const { level, position, hash } of runs) {
    for (let at = 0; at < hash.length; at += 32) {
      db.prepare('INSERT INTO tree VALUES (?, ?, ?)').run(
        level,
        position + at / 32,
        hash.subarray(at, at + 32),
      )
    }
  }
}

/** A copy of the journal on which `tamper` works as one who owns the machine and knows the format. */
function tampered(tamper: (db: Database.Database, data: string) => void): string {
  const data = join(directory, 'copy')
  rmSync(data, { recursive: true, force: true })
  cpSync(whole, data, { recursive: true })
  const db = new Database(join(data, 'journal.db'))
  const triggers = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all()
  for (const name of triggers) db.exec(`DROP TRIGGER ${name}`)
  db.pragma('ignore_check_constraints = ON')
  db.pragma('foreign_keys = OFF')
  onePerRow(db)
  tamper(db, data)
  db.close()
  return data
}

test('a journal that nobody touched is whole, with every event and picture looked at', () => {
  const verdict = verifyJournal(whole)
  expect(verdict).toMatchObject({ events: events.length, evidence: pictures.length, heads: 4, bad: null })
  expect(verifyJournal(tampered(() => undefined))).toEqual(verdict)
})

const columns = [
  'id',
  'type',
  'crossing',
  'lane',
  'event_time',
  'record_time',
  'actor',
  'reason',
  'data',
  'shares',
]

test('one changed byte in the row of any event is noticed, and the event is named', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: events.length - 1 }),
      fc.constantFrom(...columns),
      fc.nat(),
      fc.integer({ min: 1, max: 0x7f }),
      (position, column, where, mask) => {
        const { epoch = 0, seq = 0 } = events[position] ?? {}
        const data = tampered((db) => {
          const read = db.prepare<[number, number], Buffer | null>(
            `SELECT CAST(${column} AS BLOB) FROM events WHERE epoch = ? AND seq = ?`,
          )
          const bytes = read.pluck().get(epoch, seq)
          fc.pre(bytes !== null && bytes !== undefined && bytes.length > 0)
          const changed = Buffer.from(bytes ?? [])
          const at = where % changed.length
          changed[at] = (changed[at] ?? 0) ^ mask
          // Bytes that are no UTF-8 read back as U+FFFD, and so may half a surrogate: that is no change.
          fc.pre(changed.toString() !== bytes?.toString())
          db.prepare(`UPDATE events SET ${column} = CAST(? AS TEXT) WHERE epoch = ? AND seq = ?`).run(
            changed,
            epoch,
            seq,
          )
        })
        const { bad } = verifyJournal(data)
        expect(bad?.position).toBe(position)
        if (column !== 'id') expect(bad?.id).toBe(events[position]?.id)
      },
    ),
    { numRuns: 60, seed: 6 },
  )
})

test('one changed byte in any evidence file is noticed, and the first event that names it', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 2 }),
      fc.nat({ max: 6 }),
      fc.integer({ min: 1, max: 255 }),
      (which, at, mask) => {
        const data = tampered((_, copy) => {
          const bytes = Buffer.from(pictures[which] ?? [])
          const sha256 = createHash('sha256').update(bytes).digest('hex')
          const place = join(copy, 'evidence', sha256.slice(0, 2), sha256.slice(2))
          const kept = readFileSync(place)
          kept[at] = (kept[at] ?? 0) ^ mask
          writeFileSync(place, kept)
        })
        expect(verifyJournal(data).bad).toMatchObject({ position: 4 + which, id: events[4 + which]?.id })
      },
    ),
    { numRuns: 20, seed: 6 },
  )
})

/** The whole end is taken away as if it had never been, which no count within the journal can show. */
const cut = `
  DELETE FROM streams WHERE event_epoch = 2 AND event_seq > 18;
  DELETE FROM events WHERE epoch = 2 AND seq > 18;
  DELETE FROM tree WHERE (position + 1) * (1 << level) > 39;`

test.each([
  ['an event is taken out', 'DELETE FROM events WHERE epoch = 1 AND seq = 3', 2],
  ['the last event is taken out', 'DELETE FROM events WHERE epoch = 2 AND seq = 21', 41],
  ['a whole epoch is taken out', 'DELETE FROM events WHERE epoch = 1', 0],
  ['an event is given another number', 'UPDATE events SET seq = 99 WHERE epoch = 1 AND seq = 5', 4],
  ['a leaf is rewritten', 'UPDATE tree SET hash = zeroblob(32) WHERE level = 0 AND position = 7', 7],
  ['a node is rewritten', 'UPDATE tree SET hash = zeroblob(32) WHERE level = 2 AND position = 1', 7],
  ['the last leaf is taken out', 'DELETE FROM tree WHERE level = 0 AND position = 41', 41],
  ['a leaf is put behind the last', 'INSERT INTO tree VALUES (0, 42, zeroblob(32))', 42],
  [
    'a Party gets an event without its note',
    `UPDATE streams SET withheld = '["note"]' WHERE party = 'KAZ' AND seq = 4 AND epoch = 1`,
    3,
  ],
  [
    'a root of a head is rewritten',
    "UPDATE heads SET root = replace(root, substr(root, 1, 1), 'x') WHERE size = 21",
    20,
  ],
  ['the time of a head is rewritten', "UPDATE heads SET at = '2020' WHERE size = 21", 20],
  ['events, streams and tree are cut to before the last head', cut, 39],
  ['a Party gets an event twice', "INSERT INTO streams VALUES ('KGZ', 1, 22, 1, 1, '[]')", 42],
  ['a Party does not get an event', "DELETE FROM streams WHERE party = 'KGZ' AND seq = 2 AND epoch = 1", 1],
])('%s: the first bad position is named', (_, sql, position) => {
  expect(verifyJournal(tampered((db) => db.exec(sql))).bad?.position).toBe(position)
})

test('`journal verify` ends with 0 on a whole journal and 1 on an altered one, with the event in both forms', async () => {
  const fine = await runCommand('journal', 'verify', whole)
  expect(fine).toMatchObject({ status: 0, stderr: '' })
  expect(fine.stdout).toContain('42 events, 3 evidence files')
  const data = tampered((db) => db.exec("UPDATE events SET reason = 'x' WHERE epoch = 1 AND seq = 4"))
  const id = events[3]?.id ?? ''
  const told = await runCommand('journal', 'verify', data)
  expect(told.status).toBe(1)
  expect(told.stderr).toContain(`Position 3 (${id})`)
  const json = await runCommand('journal', 'verify', '--json', data)
  expect(json.status).toBe(1)
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, bad: { position: 3, id } })
  const none = await runCommand('journal', 'verify', join(directory, 'nowhere'))
  expect(none).toMatchObject({ status: 1, stdout: '' })
  expect(none.stderr).toContain('cannot be opened')
})
