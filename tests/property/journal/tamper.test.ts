import { cpSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'
import { playTamper } from '../../tamper/play.ts'
import { journalFile, makeWholeJournal, type WholeJournal } from '../../tamper/whole-journal.ts'

let directory: string
let whole: WholeJournal

beforeAll(async () => {
  directory = await testDirectory()
  whole = await makeWholeJournal(join(directory, 'whole'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('the journal that is tampered with is whole, with every signature checked', () => {
  const verdict = verifyJournal(whole.directory, whole.keys)
  expect(verdict.bad).toBeNull()
  expect(verdict.acts).toEqual({ signed: whole.acts.length, unsigned: 0 })
  expect(verdict.cosignatures).toEqual({ checked: 8, unchecked: 0 })
})

test('every tampered journal is detected: bit, cut, swap, fork, roll back, forge (10 000 of them: npm run test:tamper)', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { kind, what, found } = playTamper(whole, directory, seed)
    expect(found, `seed ${seed}: ${kind}, ${what}`).not.toBeNull()
  }
})

test('what each key is there for: without it some of the tampered journals pass', () => {
  const { known: _, ...withoutHead } = whole.keys
  const { authorities: __, ...withoutAuthorities } = whole.keys
  const passing = (keys: WholeJournal['keys']) =>
    Array.from({ length: 60 }, (_, index) => playTamper({ ...whole, keys }, directory, index + 1)).filter(
      ({ found }) => found === null,
    )
  // A true former state, heads and cosignatures and all, is a whole journal: only who keeps a later head knows.
  expect(new Set(passing(withoutHead).map(({ kind }) => kind))).toEqual(new Set(['cut', 'rollBack', 'fork']))
  // Keys that the gateway approves itself are then as good as those of the Party.
  expect(new Set(passing(withoutAuthorities).map(({ kind }) => kind))).toEqual(new Set(['forge']))
})

test('a cosignature that the other centre did not make is found, and the Party is named', () => {
  const copy = join(directory, 'forged')
  cpSync(whole.directory, copy, { recursive: true })
  const db = new Database(journalFile(copy))
  db.exec(`UPDATE cosignatures SET signature = (SELECT signature FROM cosignatures c
    WHERE c.party = 'KAZ' AND c.size = cosignatures.size) WHERE party = 'KGZ'`)
  db.close()
  expect(verifyJournal(copy, whole.keys).bad?.what).toContain('is not one of the centre of KGZ')
})
