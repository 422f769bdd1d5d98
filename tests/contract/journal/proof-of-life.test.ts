import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { opened } from './sample-events.ts'
import { testDirectory } from './test-directory.ts'

let directory: string

beforeEach(async () => {
  directory = await testDirectory()
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

const open = (maxPending = 100) => openJournal({ directory, log: silentLog, clock: systemClock, maxPending })

test('the writer proves that it answers, and nothing is written by that', async () => {
  const journal = await open()
  await journal.append([opened('c-1')])
  await journal.proveAlive()
  const [next] = await journal.append([opened('c-2')])
  expect(next?.seq).toBe(2)
  expect(await journal.streamHead('KAZ')).toEqual({ epoch: 1, seq: 2 })
  await journal.close()
})

test('a writer that has more to do than it can take is alive', async () => {
  const journal = await open(1)
  const written = journal.append([opened('c-1')])
  await journal.proveAlive()
  await written
  await journal.close()
})

test('a writer that is gone proves nothing', async () => {
  const journal = await open()
  await journal.close()
  await expect(journal.proveAlive()).rejects.toMatchObject({ code: 'journal.closed' })
})
