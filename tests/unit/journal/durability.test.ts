import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertDurable, setDurable } from '../../../edge/journal/durability.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'

let directory: string
let db: Database.Database

beforeEach(async () => {
  directory = await testDirectory()
  db = new Database(join(directory, 'x.db'))
})

afterEach(async () => {
  db.close()
  await rm(directory, { recursive: true, force: true })
})

const refused = expect.objectContaining({ code: 'journal.not-durable' })

test('WAL with synchronous FULL is durable', () => {
  setDurable(db)
  expect(() => assertDurable(db, 'x.db')).not.toThrow()
})

test('synchronous NORMAL is refused: it loses the last commits on a power cut', () => {
  setDurable(db)
  db.pragma('synchronous = NORMAL')
  expect(() => assertDurable(db, 'x.db')).toThrow(refused)
})

test('any other journal mode is refused', () => {
  db.pragma('synchronous = FULL')
  db.pragma('journal_mode = MEMORY')
  expect(() => assertDurable(db, 'x.db')).toThrow(refused)
})
