import { cpSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parties } from '../../../edge/domain/party.ts'
import { readGatewayKeys } from '../../../edge/journal/gateway-key.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { seal, sealFault, unseal } from '../../../edge/journal/sealed-fields.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import type { Json } from '../../../edge/journal/withheld.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { isErasureSignedBy } from '../../../edge/ports/proof/erasure.ts'
import { publicKeyOf } from '../../../edge/ports/proof/tree-head.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'
import { runCommand } from '../../support/cli.ts'
import { rebuild } from '../../tamper/rebuild.ts'
import { journalFile, makeWholeJournal, type WholeJournal } from '../../tamper/whole-journal.ts'

const dayMs = 86_400_000
const start = Date.UTC(2026, 4, 1)
let directory: string
let whole: WholeJournal
let copies = 0
let asked = 0

/** Every look at the clock is a tenth of a day later, so that the crossings lie days apart. */
const clock = { now: () => new Date(start + (asked++ * dayMs) / 10), monotonic: () => performance.now() }

beforeAll(async () => {
  directory = await testDirectory()
  whole = await makeWholeJournal(join(directory, 'whole'), 5, clock)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const copyOf = () => {
  const copy = join(directory, `copy-${copies++}`)
  cpSync(whole.directory, copy, { recursive: true })
  return copy
}
const open = (folder: string) => openJournal({ directory: folder, log: silentLog, clock })

async function erased(before: string): Promise<{ readonly folder: string; readonly events: number }> {
  const folder = copyOf()
  const journal = await open(folder)
  const events = await journal.eraseFields(before)
  await journal.close()
  return { folder, events }
}
function on<Result>(folder: string, work: (db: Database.Database) => Result): Result {
  const db = new Database(journalFile(folder))
  try {
    return work(db)
  } finally {
    db.close()
  }
}

test('whatever the day, what is younger stays, what is older is gone, and every proof still verifies', async () => {
  const whenOf = on(whole.directory, (db) =>
    db.prepare<[], string>('SELECT record_time FROM recorded WHERE sealed IS NOT NULL').pluck().all(),
  )
  const days = (Date.parse(whenOf.at(-1) ?? '') - start) / dayMs
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -1, max: Math.ceil(days) + 2 }), async (day) => {
      const before = new Date(start + day * dayMs).toISOString()
      const { folder, events } = await erased(before)
      const verdict = verifyJournal(folder, whole.keys)
      expect(verdict.bad).toBeNull()
      expect(verdict.acts).toEqual({ signed: whole.acts.length, unsigned: 0 })
      const kept = on(folder, (db) =>
        db.prepare<[], string>('SELECT record_time FROM recorded WHERE sealed IS NOT NULL').pluck().all(),
      )
      expect(kept.length).toBe(whenOf.length - events)
      // The tail that the centres have not cosigned is kept, however old.
      const cosignedAt = on(folder, (db) =>
        db
          .prepare<[number], string>('SELECT record_time FROM events ORDER BY epoch, seq LIMIT 1 OFFSET ?')
          .pluck()
          .get(whole.cosigned),
      )
      expect(kept.every((at) => at >= before || at >= (cosignedAt ?? ''))).toBe(true)
    }),
    { numRuns: 12, seed: 6 },
  )
})

test('what was erased is in no page of the file, and reads as erased; the plate leaves the list of crossings', async () => {
  const { folder, events } = await erased(new Date(start + 400 * dayMs).toISOString())
  expect(events).toBeGreaterThanOrEqual(20)
  const bytes = readFileSync(journalFile(folder), 'latin1')
  for (const text of ['seal 0', 'seal 1', 'seal 2', 'seal 3', '100ABC02', '103ABC02']) {
    expect(bytes.includes(text), text).toBe(false)
    expect(readFileSync(journalFile(whole.directory), 'latin1').includes(text), text).toBe(true)
  }
  const journal = await open(folder)
  const plate = (await journal.readCrossing('c-1')).find(({ event }) => event.type === 'PlateRead')
  expect(plate?.event.data).toMatchObject({ text: '[erased]', country: 'KZ' })
  expect((await journal.readCrossing('c-4')).some(({ event }) => event.type === 'PlateRead')).toBe(true)
  expect((await journal.recentCrossings(5)).map((row) => row.plate)).toEqual([
    '104ABC02',
    null,
    null,
    null,
    null,
  ])
  await journal.close()
})

test('only what the journal says was erased may be missing, and only under both cosignatures', async () => {
  const before = new Date(start + 400 * dayMs).toISOString()
  // Taken away without a word.
  const silent = copyOf()
  on(silent, (db) => db.exec('DELETE FROM sealed WHERE seq = 6'))
  expect(verifyJournal(silent, whole.keys).bad?.position).toBe(5)
  // More than was said: an event that nobody had cosigned.
  const { folder } = await erased(before)
  on(folder, (db) => db.exec(`DELETE FROM sealed WHERE seq > ${whole.cosigned}`))
  expect(verifyJournal(folder, whole.keys).bad?.position).toBeGreaterThanOrEqual(whole.cosigned)
  // A gateway that says so with its own key: the cosignatures do not reach that far.
  const boasting = await erased(before)
  on(boasting.folder, (db) => {
    for (const trigger of ['events_no_update', 'tree_no_delete', 'streams_no_delete', 'heads_no_update']) {
      db.exec(`DROP TRIGGER ${trigger}`)
    }
    db.exec("UPDATE events SET data = json_set(data, '$.size', 999) WHERE type = 'FieldsErased'")
    db.exec(`DELETE FROM sealed WHERE seq > ${whole.cosigned}`)
    db.exec('DROP TRIGGER heads_no_delete')
    rebuild(db, boasting.folder)
  })
  expect(verifyJournal(boasting.folder, whole.keys).bad?.position).toBeGreaterThanOrEqual(whole.cosigned)
})

test('without the cosignature of one Party nothing is erased', async () => {
  const folder = copyOf()
  on(folder, (db) => db.exec("DELETE FROM cosignatures WHERE party = 'KGZ'"))
  const journal = await open(folder)
  expect(await journal.eraseFields(new Date(start + 400 * dayMs).toISOString())).toBe(0)
  await journal.close()
  expect(verifyJournal(folder, whole.keys).bad).toBeNull()
})

test('`journal erase` does it where no gateway has the journal open', async () => {
  const folder = copyOf()
  const done = await runCommand('journal', 'erase', folder, '--days', '1')
  expect(done).toMatchObject({ status: 0, stderr: '' })
  expect(done.stdout).toMatch(/personal fields of \d+ events erased/)
  // The centres take it from the stream, by the signature of the gateway for each of them.
  const told = on(folder, (db) =>
    db.prepare<[], string>("SELECT data FROM events WHERE type = 'FieldsErased'").pluck().get(),
  )
  const { before, notices } = JSON.parse(told ?? '{}')
  const [key = ''] = readGatewayKeys(folder)
  for (const party of parties) {
    const { epoch, seq, signature } = notices[party]
    const statement = { party, checkpoint: 'karasu', gateway: 'gw-1', before, upTo: { epoch, seq } }
    expect(isErasureSignedBy(statement, signature, publicKeyOf(key))).toBe(true)
  }
  expect(verifyJournal(folder, whole.keys).bad).toBeNull()
})

test('a sealed field comes back as it was, and no change of it goes unseen', () => {
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('sealed', 'name', 'a'), tie('value'), { maxKeys: 3 }),
    ),
  })).value
  fc.assert(
    fc.property(json, fc.string(), (value, other) => {
      const data = { note: value, decision: 'released', text: 'x' }
      const { data: row, fields } = seal('ControlCompleted', data)
      expect(unseal('ControlCompleted', row, fields)).toEqual(data)
      expect(sealFault('ControlCompleted', row, fields)).toBeNull()
      fc.pre(other !== 'x')
      const [salt = ''] = fields.text ?? []
      expect(sealFault('ControlCompleted', row, { ...fields, text: [salt, other] })).not.toBeNull()
      expect(sealFault('ControlCompleted', row, { ...fields, more: [salt, 'x'] })).not.toBeNull()
    }),
    { numRuns: 300, seed: 6 },
  )
})
