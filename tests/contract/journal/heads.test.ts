import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backUpJournal } from '../../../edge/journal/backup.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { isSignedBy, publicKeyOf, type SignedTreeHead } from '../../../edge/ports/proof/tree-head.ts'
import { runCommand } from '../../support/cli.ts'
import { barrierOpened } from './sample-events.ts'
import { testDirectory } from './test-directory.ts'

let directory: string
const signHeads = { checkpoint: 'karasu', gateway: 'gw-1' }
const keysOf = (data: string) => readFileSync(join(data, 'gateway-keys.pub'), 'utf8').trim().split('\n')

const run = async (data: string, events: number, options: { readonly newEpoch?: boolean } = {}) => {
  const journal = await openJournal({
    directory: data,
    log: silentLog,
    clock: systemClock,
    signHeads,
    ...options,
  })
  for (let count = 0; count < events; count++) await journal.append([barrierOpened()])
  await journal.close()
}

beforeEach(async () => {
  directory = await testDirectory()
})

afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('the key is made once, for its owner only; each run begins and ends with a head, signed with it', async () => {
  const data = join(directory, 'data')
  await run(data, 3)
  const keys = keysOf(data)
  expect(statSync(join(data, 'gateway-key.pem')).mode & 0o777).toBe(0o600)
  await run(data, 4)
  await run(data, 0)
  expect(keysOf(data)).toEqual(keys)
  const db = new Database(join(data, 'journal.db'), { readonly: true })
  const heads = db.prepare<[], SignedTreeHead>('SELECT * FROM heads ORDER BY size').all()
  db.close()
  expect(heads.map(({ size, checkpoint, gateway, epoch }) => [size, checkpoint, gateway, epoch])).toEqual([
    [1, 'karasu', 'gw-1', 1],
    [3, 'karasu', 'gw-1', 1],
    [4, 'karasu', 'gw-1', 1],
    [7, 'karasu', 'gw-1', 1],
  ])
  const key = publicKeyOf(keys[0] ?? '')
  for (const head of heads) {
    expect(isSignedBy(head, key)).toBe(true)
    expect(isSignedBy({ ...head, size: head.size + 1 }, key)).toBe(false)
    expect(isSignedBy({ ...head, checkpoint: 'other' }, key)).toBe(false)
    expect(isSignedBy({ ...head, epoch: 2 }, key)).toBe(false)
  }
})

test('a restored journal signs with a new key, and the heads of before stay good; no backup holds a private key', async () => {
  const [data, copy] = [join(directory, 'data'), join(directory, 'copy')]
  await run(data, 3)
  await backUpJournal(data, copy)
  expect(existsSync(join(copy, 'gateway-key.pem'))).toBe(false)
  expect(verifyJournal(copy)).toMatchObject({ events: 3, heads: 2, bad: null })
  await run(copy, 2, { newEpoch: true })
  expect(keysOf(copy)).toHaveLength(2)
  expect(verifyJournal(copy)).toMatchObject({ events: 5, heads: 4, bad: null })
})

test('a journal written anew by another key holder is whole by itself, and not by the keys that a centre knows', async () => {
  const data = join(directory, 'data')
  await run(data, 3)
  const known = join(directory, 'known.pub')
  writeFileSync(known, `${keysOf(data).join('\n')}\n`)
  expect(await runCommand('journal', 'verify', '--key', known, data)).toMatchObject({ status: 0 })
  rmSync(data, { recursive: true })
  await run(data, 3)
  expect(verifyJournal(data).bad).toBeNull()
  const told = await runCommand('journal', 'verify', '--key', known, data)
  expect(told.status).toBe(1)
  expect(told.stderr).toContain('Position 0')
  expect(told.stderr).toContain('not signed with a key of this gateway')
})

test('a key that cannot be read stops the journal with a clear error and is not written over', async () => {
  const data = join(directory, 'data')
  await run(data, 1)
  writeFileSync(join(data, 'gateway-key.pem'), 'no key')
  await expect(run(data, 1)).rejects.toMatchObject({ code: 'journal.key' })
  expect(readFileSync(join(data, 'gateway-key.pem'), 'utf8')).toBe('no key')
})
