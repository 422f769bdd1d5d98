import { existsSync, statSync } from 'node:fs'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ballastFile } from '../../../edge/journal/ballast.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { customsNote, opened } from './sample-events.ts'

const mebibyte = 1024 * 1024
const ballastBytes = 2 * mebibyte
type OpenJournal = Awaited<ReturnType<typeof openJournal>>

let disk: SmallDisk | null
let data: string
let journal: OpenJournal | undefined

beforeEach(() => {
  disk = mountSmallDisk(16)
  data = join(disk?.directory ?? '', 'journal')
})
afterEach(async () => {
  await stop()
  disk?.close()
})

const start = async (): Promise<OpenJournal> => {
  journal = await openJournal({
    ...{ directory: data, log: silentLog, clock: systemClock, ballastBytes, diskCheckMs: 20 },
  })
  return journal
}
const stop = async (): Promise<void> => {
  await journal?.close()
  journal = undefined
}
const level = (one: OpenJournal) => one.disk.state().level

/** Resolves at the change that makes it so; the test's own limit ends a wait for nothing. */
async function until(one: OpenJournal, holds: () => boolean): Promise<void> {
  const came = Promise.withResolvers<void>()
  const look = () => holds() && came.resolve()
  const stop = one.disk.onChange(look)
  const timer = setInterval(look, 10)
  look()
  await came.promise
  clearInterval(timer)
  stop()
}
const ballastIsThere = () => existsSync(join(data, ballastFile))
/** Takes the room until the journal had to give its ballast away. */
async function fillUp(one: OpenJournal, facts: unknown[]): Promise<void> {
  for (let round = 0; round < 1_000 && level(one) !== 'full'; round++) {
    disk?.fill()
    facts.push(...(await one.append([customsNote('c-1', `${round} ${'x'.repeat(20_000)}`)])))
  }
  expect(level(one)).toBe('full')
}

test('on a full disk the ballast makes room for what is under way; with room it is made again, and nothing is lost', async (context) => {
  if (disk === null) return context.skip('tmpfs cannot be mounted here')
  const one = await start()
  await until(one, ballastIsThere)
  expect(statSync(join(data, ballastFile)).size).toBe(ballastBytes)
  const facts: unknown[] = [...(await one.append([opened('c-1')]))]
  await fillUp(one, facts)
  expect(ballastIsThere()).toBe(false)
  // What is under way is finished, pictures and all.
  const ref = await one.putEvidence(new Uint8Array(100_000).fill(7), 'image/jpeg')
  facts.push(...(await one.append([customsNote('c-1', 'the end')])))
  expect(await one.getEvidence(ref.sha256)).toMatchObject({ mediaType: 'image/jpeg' })

  disk.makeRoom()
  await until(one, () => level(one) === 'ample')
  expect(ballastIsThere()).toBe(true)
  facts.push(...(await one.append([opened('c-2')])))
  expect(await one.read({ epoch: 1, seq: 0 }, 1_000)).toEqual(facts)
  await stop()
  expect(verifyJournal(data)).toMatchObject({ bad: null, events: facts.length })
})

test('evidence alone takes the ballast too', async (context) => {
  if (disk === null) return context.skip('tmpfs cannot be mounted here')
  const one = await start()
  await until(one, ballastIsThere)
  disk.fill()
  const ref = await one.putEvidence(new Uint8Array(500_000).fill(7), 'image/jpeg')
  expect(level(one)).toBe('full')
  expect(await one.getEvidence(ref.sha256)).not.toBeNull()
})

test('when the ballast is used up too, events are refused as full and later ones have no gap', async (context) => {
  if (disk === null) return context.skip('tmpfs cannot be mounted here')
  const one = await start()
  await until(one, ballastIsThere)
  await fillUp(one, [])
  disk.fill()
  const refused = one.append([customsNote('c-1', 'y'.repeat(500_000))])
  await expect(refused).rejects.toMatchObject({ code: 'journal.full' })
  const before = (await one.read({ epoch: 1, seq: 0 }, 1_000)).length
  disk.makeRoom()
  await until(one, () => level(one) === 'ample')
  expect(await one.append([opened('c-2')])).toMatchObject([{ seq: before + 1 }])
})

test('a gateway that starts without room begins nothing new, and says so from the first moment', async (context) => {
  if (disk === null) return context.skip('tmpfs cannot be mounted here')
  const one = await start()
  await until(one, ballastIsThere)
  await fillUp(one, [])
  await stop()
  const again = await start()
  expect(level(again)).toBe('full')
  await again.append([customsNote('c-1', 'after the start')])
})

test('alarms are raised at 80 and at 90 per cent of the disk', async (context) => {
  if (disk === null) return context.skip('tmpfs cannot be mounted here')
  const one = await start()
  await until(one, ballastIsThere)
  expect(level(one)).toBe('ample')
  const seen: string[] = []
  one.disk.onChange(() => seen.push(level(one)))
  // 16 MiB: 13.6 are 85 %, 14.9 are 93 %; the journal and its ballast have some 2.5 of them.
  await writeFile(join(disk.directory, 'other'), Buffer.alloc(11.2 * mebibyte))
  await until(one, () => level(one) === 'filling')
  await appendFile(join(disk.directory, 'other'), Buffer.alloc(1.2 * mebibyte))
  await until(one, () => level(one) === 'nearlyFull')
  await rm(join(disk.directory, 'other'))
  await until(one, () => level(one) === 'ample')
  expect(seen).toEqual(['filling', 'nearlyFull', 'ample'])
})
