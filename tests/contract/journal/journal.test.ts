import { existsSync } from 'node:fs'
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import type { Journal, StreamSource } from '../../../edge/ports/journal.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { barrierOpened, closed, customsNote, newEvent, opened, plateRead } from './sample-events.ts'
import { testDirectory } from './test-directory.ts'

let directory: string
let journal: Journal & StreamSource

const open = (options: { newEpoch?: boolean; maxPending?: number } = {}) =>
  openJournal({ directory, log: silentLog, clock: systemClock, ...options })

beforeEach(async () => {
  directory = await testDirectory()
  journal = await open()
})

afterEach(async () => {
  await journal.close()
  await rm(directory, { recursive: true, force: true })
})

const start = { epoch: 1, seq: 0 }

test('events are read back as they were written, in order, numbered from 1', async () => {
  const facts = [opened('c-1'), plateRead('c-1', '123ABC02', true), customsNote('c-1', 'seal 4711')]
  const recorded = await journal.append(facts)
  expect(recorded.map(({ epoch, seq }) => [epoch, seq])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
  ])
  const read = await journal.read(start, 10)
  expect(read).toEqual(recorded)
  expect(read.map(({ epoch, seq, recordTime, ...fact }) => fact)).toEqual(facts)
  expect((await journal.read({ epoch: 1, seq: 1 }, 1)).map(({ seq }) => seq)).toEqual([2])
})

test('calls are committed in the order in which they were made', async () => {
  const calls = Array.from({ length: 200 }, (_, index) =>
    journal.append([barrierOpened({ reason: `${index}` })]),
  )
  const recorded = await Promise.all(calls)
  expect(recorded.map(([event]) => [event?.seq, event?.reason])).toEqual(
    Array.from({ length: 200 }, (_, index) => [index + 1, `${index}`]),
  )
})

test('an id is written once; a call that repeats one is refused whole and leaves no hole', async () => {
  const first = barrierOpened()
  await journal.append([first])
  const refused = journal.append([barrierOpened(), first])
  const beside = journal.append([barrierOpened()])
  await expect(refused).rejects.toMatchObject({ code: 'journal.append' })
  expect((await beside).map(({ seq }) => seq)).toEqual([2])
  expect((await journal.readStream('KAZ', start, 10)).map(({ seq }) => seq)).toEqual([1, 2])
})

test('what is no JSON is refused by itself', async () => {
  const loop: Record<string, unknown> = {}
  loop.itself = loop
  const bad = { ...barrierOpened(), event: { type: 'BarrierOpened', data: loop } } as never
  const refused = expect(journal.append([bad])).rejects.toMatchObject({ code: 'journal.append' })
  await expect(journal.append([barrierOpened()])).resolves.toHaveLength(1)
  await refused
})

test('more than may wait is refused as busy, and the journal goes on afterwards', async () => {
  await journal.close()
  journal = await open({ maxPending: 10 })
  const calls = Array.from({ length: 11 }, () => journal.append([barrierOpened()]))
  const results = await Promise.allSettled(calls)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(results[10]).toMatchObject({ status: 'rejected', reason: { code: 'journal.busy' } })
  expect((await journal.append([barrierOpened()])).map(({ seq }) => seq)).toEqual([11])
})

test('listeners hear events after their commit, in order; one that fails disturbs nobody', async () => {
  const heard: number[] = []
  journal.onRecorded(() => {
    throw new Error('a fault of the listener')
  })
  const stop = journal.onRecorded((events) => heard.push(...events.map(({ seq }) => seq)))
  await Promise.all([journal.append([barrierOpened(), barrierOpened()]), journal.append([barrierOpened()])])
  stop()
  await journal.append([barrierOpened()])
  expect(heard).toEqual([1, 2, 3])
})

test('each Party gets its own gap-free stream, without what the other withholds', async () => {
  await journal.append([opened('c-1'), barrierOpened({ shares: { KAZ: { withheld: [] }, KGZ: null } })])
  await journal.append([customsNote('c-1', 'seal 4711')])
  const kaz = await journal.readStream('KAZ', start, 10)
  const kgz = await journal.readStream('KGZ', start, 10)
  expect(kaz.map(({ seq, event }) => [seq, event.event.type])).toEqual([
    [1, 'CrossingOpened'],
    [2, 'BarrierOpened'],
    [3, 'ControlCompleted'],
  ])
  expect(kgz.map(({ seq, event }) => [seq, event.event.type])).toEqual([
    [1, 'CrossingOpened'],
    [2, 'ControlCompleted'],
  ])
  expect(kaz[2]?.event.event.data).toMatchObject({ note: 'seal 4711' })
  expect(kaz[2]?.withheld).toEqual([])
  expect(kgz[1]?.event.event.data).not.toHaveProperty('note')
  expect(kgz[1]?.withheld).toEqual(['note'])
  expect(JSON.stringify(kgz.map(({ event }) => event.event))).not.toContain('4711')
  expect(await journal.streamHead('KGZ')).toEqual({ epoch: 1, seq: 2 })
  expect(await journal.streamCount('KAZ', { epoch: 1, seq: 1 })).toBe(2)
})

test('an empty journal has empty streams and cursors at the beginning', async () => {
  expect(await journal.streamHead('KAZ')).toEqual(start)
  expect(await journal.cursor('KAZ')).toEqual(start)
  expect(await journal.streamCount('KAZ', start)).toBe(0)
})

test('a cursor survives a restart, belongs to one Party and may go back', async () => {
  await journal.append([opened('c-1'), opened('c-2')])
  await journal.moveCursor('KAZ', { epoch: 1, seq: 2 })
  await journal.close()
  journal = await open()
  expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 2 })
  expect(await journal.cursor('KGZ')).toEqual(start)
  await journal.moveCursor('KAZ', { epoch: 1, seq: 1 })
  expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 1 })
})

test('after a restart the numbers go on; after a restore a new epoch begins at 1', async () => {
  await journal.append([barrierOpened()])
  await journal.close()
  journal = await open()
  expect(journal.epoch()).toBe(1)
  expect(await journal.append([barrierOpened()])).toMatchObject([{ epoch: 1, seq: 2 }])
  await journal.close()
  journal = await open({ newEpoch: true })
  expect(await journal.append([barrierOpened()])).toMatchObject([{ epoch: 2, seq: 1 }])
  expect((await journal.readStream('KGZ', start, 10)).map(({ epoch, seq }) => [epoch, seq])).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
  ])
  expect(await journal.streamCount('KGZ', { epoch: 1, seq: 1 })).toBe(2)
})

test('open crossings come back with all their events; closed ones do not', async () => {
  await journal.append([opened('c-1'), opened('c-2'), plateRead('c-2', '01KG123ABC', true), closed('c-1')])
  await journal.close()
  journal = await open()
  const open2 = await journal.openCrossings()
  expect(open2.map(({ crossing, events }) => [crossing, events.map(({ event }) => event.type)])).toEqual([
    ['c-2', ['CrossingOpened', 'PlateRead']],
  ])
  expect((await journal.readCrossing('c-1')).map(({ event }) => event.type)).toEqual([
    'CrossingOpened',
    'CrossingClosed',
  ])
})

test('the list of crossings has the newest first, with the accepted plate', async () => {
  await journal.append([opened('c-1'), plateRead('c-1', 'GOOD1', true), plateRead('c-1', 'BAD1', false)])
  await journal.append([opened('c-2'), plateRead('c-2', 'UNSURE', false), closed('c-1')])
  expect(await journal.recentCrossings(5)).toMatchObject([
    { crossing: 'c-2', lane: 'lane-1', plate: 'UNSURE', outcome: null, closedAt: null },
    { crossing: 'c-1', plate: 'GOOD1', outcome: 'released', closedAt: '2026-05-01T10:00:00.000Z' },
  ])
  expect(await journal.recentCrossings(1)).toHaveLength(1)
})

test('crossings are found by the instants between which they were opened', async () => {
  await journal.append([opened('c-1'), { ...opened('c-2'), eventTime: '2026-05-01T12:00:00.000Z' }])
  const found = async (from: string, before: string) =>
    (await journal.crossingsOpened(from, before)).map(({ crossing }) => crossing)
  expect(await found('2026-05-01T10:00:00.000Z', '2026-05-01T12:00:00.001Z')).toEqual(['c-1', 'c-2'])
  expect(await found('2026-05-01T10:00:00.001Z', '2026-05-01T12:00:00.000Z')).toEqual([])
})

test('a crossing is read as one Party may see it', async () => {
  const hidden = { ...barrierOpened(), crossing: 'c-1' }
  await journal.append([
    opened('c-1'),
    customsNote('c-1', 'seal 4711'),
    { ...hidden, shares: { KAZ: { withheld: [] }, KGZ: null } },
  ])
  const own = await journal.readCrossingAs('c-1', 'KAZ')
  const other = await journal.readCrossingAs('c-1', 'KGZ')
  expect([own.length, other.length]).toEqual([3, 2])
  expect(JSON.stringify(own)).toContain('seal 4711')
  expect(JSON.stringify(other)).not.toContain('seal 4711')
})

test('a second opening of the same directory is refused, and the first is not disturbed', async () => {
  await expect(open()).rejects.toMatchObject({ code: 'journal.locked' })
  await expect(journal.append([barrierOpened()])).resolves.toHaveLength(1)
})

test('a closed journal refuses events, after writing those that waited', async () => {
  const last = journal.append([barrierOpened()])
  await journal.close()
  await expect(last).resolves.toHaveLength(1)
  await expect(journal.append([barrierOpened()])).rejects.toMatchObject({ code: 'journal.closed' })
  journal = await open()
  expect(await journal.read(start, 10)).toHaveLength(1)
})

test('the file lets nobody change or remove an event', async () => {
  await journal.append([opened('c-1')])
  await journal.close()
  const db = new Database(join(directory, 'journal.db'))
  db.pragma('recursive_triggers = ON')
  expect(() => db.exec("UPDATE events SET data = '{}'")).toThrow('append-only')
  expect(() => db.exec('DELETE FROM events')).toThrow('append-only')
  expect(() => db.exec("UPDATE streams SET withheld = '[]'")).toThrow('append-only')
  expect(() => db.exec('DELETE FROM streams')).toThrow('append-only')
  expect(() => db.exec('REPLACE INTO events SELECT * FROM events')).toThrow('append-only')
  db.close()
  journal = await open()
})

test('a damaged file is refused at open', async () => {
  await journal.append(Array.from({ length: 200 }, () => customsNote('c-1', 'x'.repeat(500))))
  await journal.close()
  await truncate(join(directory, 'journal.db'), 20_480)
  await expect(open()).rejects.toMatchObject({ code: 'journal.open' })
  await writeFile(join(directory, 'journal.db'), 'not a database, and long enough to be read as one')
  await expect(open()).rejects.toMatchObject({ code: 'journal.open' })
  await rm(join(directory, 'journal.db'))
  journal = await open()
})

test('a page damaged in mid-file, which nothing reads at a start, is found at open', async () => {
  await journal.append(Array.from({ length: 200 }, () => customsNote('c-1', 'x'.repeat(500))))
  await journal.close()
  const file = join(directory, 'journal.db')
  const db = new Database(file)
  const leaves = db
    .prepare<[], { pageno: number }>(
      "SELECT pageno FROM dbstat WHERE name = 'events' AND pagetype = 'leaf' ORDER BY path",
    )
    .all()
  const size = Number(db.pragma('page_size', { simple: true }))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  const page = leaves[Math.floor(leaves.length / 2)]?.pageno ?? 0
  expect(page).toBeGreaterThan(1)
  const bytes = await readFile(file)
  const whole = Buffer.from(bytes)
  bytes.fill(0xff, (page - 1) * size, page * size)
  await writeFile(file, bytes)
  await expect(open()).rejects.toMatchObject({ code: 'journal.open' })
  await writeFile(file, whole)
  journal = await open()
})

test('a file of a later version is refused', async () => {
  await journal.close()
  const db = new Database(join(directory, 'journal.db'))
  db.pragma('user_version = 99')
  db.close()
  await expect(open()).rejects.toMatchObject({ code: 'journal.open' })
  await rm(join(directory, 'journal.db'))
  journal = await open()
})

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3)

test('evidence is found by its hash, with the media type that its bytes show', async () => {
  const ref = await journal.putEvidence(jpeg, 'application/octet-stream')
  expect(ref).toMatchObject({ mediaType: 'image/jpeg', bytes: 7 })
  expect(existsSync(join(directory, 'evidence', ref.sha256.slice(0, 2), ref.sha256.slice(2)))).toBe(true)
  const found = await journal.getEvidence(ref.sha256)
  expect(found?.mediaType).toBe('image/jpeg')
  expect(Uint8Array.from(found?.bytes ?? [])).toEqual(jpeg)
  expect(await readdir(join(directory, 'evidence', 'incoming'))).toEqual([])
})

test('a media type that bytes cannot show is kept', async () => {
  const ref = await journal.putEvidence(new TextEncoder().encode('P<KAZ'), 'text/plain')
  expect((await journal.getEvidence(ref.sha256))?.mediaType).toBe('text/plain')
})

test('the same picture put twice at once is one file', async () => {
  const refs = await Promise.all([1, 2, 3].map(() => journal.putEvidence(jpeg, 'image/jpeg')))
  expect(new Set(refs.map(({ sha256 }) => sha256)).size).toBe(1)
  expect(await journal.getEvidence(refs[0]?.sha256 ?? '')).not.toBeNull()
})

test('evidence that was changed, or is not there, is not handed out', async () => {
  const ref = await journal.putEvidence(jpeg, 'image/jpeg')
  await writeFile(join(directory, 'evidence', ref.sha256.slice(0, 2), ref.sha256.slice(2)), 'other bytes')
  expect(await journal.getEvidence(ref.sha256)).toBeNull()
  expect(await journal.getEvidence('0'.repeat(64))).toBeNull()
  expect(await journal.getEvidence('../../journal.db')).toBeNull()
})

test('the newest event of some types in a lane outlives a restart', async () => {
  const latched = newEvent({ type: 'EmergencyStopLatched', data: { lane: 'lane-1' } }, { crossing: null })
  const reset = newEvent({ type: 'EmergencyStopReset', data: { lane: 'lane-1' } }, { crossing: null })
  await journal.append([latched, reset, barrierOpened(), { ...reset, id: 'other', lane: 'lane-2' }])
  await journal.close()
  journal = await open()
  expect(await journal.latest('lane-1', ['EmergencyStopLatched', 'EmergencyStopReset'])).toMatchObject({
    id: reset.id,
  })
  expect(await journal.latest('lane-1', ['EmergencyStopLatched'])).toMatchObject({ id: latched.id })
  expect(await journal.latest('lane-3', ['EmergencyStopReset'])).toBeNull()
  expect(await journal.latest('lane-1', [])).toBeNull()
})
