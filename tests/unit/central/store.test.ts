import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CentreStore, openCentreStore } from '../../../edge/central/store.ts'
import type { EventsMessage } from '../../../edge/ports/feed/messages.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'

let directory: string
let store: CentreStore
const file = () => join(directory, 'centre.db')

beforeEach(async () => {
  directory = await testDirectory()
  store = openCentreStore(file())
})

afterEach(async () => {
  store.close()
  await rm(directory, { recursive: true, force: true })
})

const gateway = 'karasu/gw-1'

function message(
  epoch: number,
  from: number,
  to: number,
  changes: { readonly ids?: string; readonly after?: EventsMessage['after'] } = {},
): EventsMessage {
  return {
    gateway: 'gw-1',
    checkpoint: 'karasu',
    party: 'KAZ',
    session: 's1',
    epoch,
    from,
    to,
    ...(changes.after === undefined ? {} : { after: changes.after }),
    events: Array.from({ length: to - from + 1 }, (_, index) => ({
      specversion: '1.0',
      id: `${changes.ids ?? 'e'}-${epoch}-${from + index}`,
      source: '/jbc/v1/karasu/gw-1',
      type: 'kz.kg.jbc.BarrierOpened',
      subject: 'c-1',
      time: '2026-05-01T10:00:00.000Z',
      datacontenttype: 'application/json',
      epoch,
      seq: from + index,
      recordtime: '2026-05-01T10:00:00.000Z',
      actorkind: 'gateway',
      data: { barrier: 'releaseBarrier' },
    })),
  }
}

test('consecutive events move the watermark; it is there after a restart', () => {
  expect(store.watermark(gateway)).toEqual({ epoch: 1, seq: 0 })
  store.store(gateway, message(1, 1, 10))
  expect(store.store(gateway, message(1, 11, 12)).watermark).toEqual({ epoch: 1, seq: 12 })
  store.close()
  store = openCentreStore(file())
  expect(store.summary(gateway)).toMatchObject({ received: 12, missing: 0, watermark: { epoch: 1, seq: 12 } })
})

test('events after a gap are kept, the gap is named, and the watermark jumps when it is filled', () => {
  store.store(gateway, message(1, 1, 10))
  store.store(gateway, message(1, 21, 30))
  store.store(gateway, message(1, 35, 40))
  expect(store.watermark(gateway).seq).toBe(10)
  expect(store.gaps(gateway, 10)).toEqual([
    [11, 20],
    [31, 34],
  ])
  expect(store.gaps(gateway, 1)).toEqual([[11, 20]])
  expect(store.summary().missing).toBe(14)
  store.store(gateway, message(1, 11, 20))
  expect(store.watermark(gateway).seq).toBe(30)
  store.store(gateway, message(1, 31, 34))
  expect(store.watermark(gateway).seq).toBe(40)
  expect(store.summary()).toMatchObject({ received: 40, missing: 0, redelivered: 0 })
})

test('what comes again is counted and ignored', () => {
  store.store(gateway, message(1, 1, 10))
  expect(store.store(gateway, message(1, 6, 15))).toMatchObject({ stored: 5, redelivered: 5, conflicts: 0 })
  expect(store.summary()).toMatchObject({ received: 15, duplicates: 0, redelivered: 5 })
})

test('a number used for two facts is a conflict; the first one stays', () => {
  store.store(gateway, message(1, 1, 3))
  expect(store.store(gateway, message(1, 3, 4, { ids: 'other' }))).toMatchObject({ stored: 1, conflicts: 1 })
  expect(store.events(null).map(({ id }) => id)).toEqual(['e-1-1', 'e-1-2', 'e-1-3', 'other-1-4'])
  expect(store.summary().conflicts).toBe(1)
})

test('a fact under two numbers is seen as a duplicate', () => {
  store.store(gateway, message(1, 1, 2))
  const twice = message(1, 3, 3)
  store.store(gateway, { ...twice, events: twice.events.map((event) => ({ ...event, id: 'e-1-1' })) })
  expect(store.summary()).toMatchObject({ received: 3, duplicates: 1 })
})

test('a later epoch begins where its first message follows on what the centre has', () => {
  store.store(gateway, message(1, 1, 10))
  expect(store.store(gateway, message(2, 1, 5, { after: { epoch: 1, seq: 10 } })).watermark).toEqual({
    epoch: 2,
    seq: 5,
  })
})

test('a restored gateway may have lost the end of its epoch; the centre has more and goes on', () => {
  store.store(gateway, message(1, 1, 10))
  expect(store.store(gateway, message(2, 1, 1, { after: { epoch: 1, seq: 4 } })).watermark).toEqual({
    epoch: 2,
    seq: 1,
  })
})

test('a restored centre does not take the next epoch for granted while it lacks the end of this one', () => {
  store.store(gateway, message(1, 1, 4))
  const early = store.store(gateway, message(2, 1, 5, { after: { epoch: 1, seq: 10 } }))
  expect(early.watermark).toEqual({ epoch: 1, seq: 4 })
  expect(store.store(gateway, message(2, 6, 8)).watermark).toEqual({ epoch: 1, seq: 4 })
  store.store(gateway, message(1, 5, 10))
  const again = store.store(gateway, message(2, 1, 5, { after: { epoch: 1, seq: 10 } }))
  expect(again.watermark).toEqual({ epoch: 2, seq: 8 })
})

test('gateways have streams of their own', () => {
  store.store(gateway, message(1, 1, 2))
  store.store('karasu/gw-2', message(1, 1, 3))
  expect(store.gateways()).toEqual([gateway, 'karasu/gw-2'])
  expect(store.summary('karasu/gw-2')).toMatchObject({ received: 3, watermark: { epoch: 1, seq: 3 } })
  // Ids repeat between the two here; duplicates are counted within a gateway.
  expect(store.summary()).toMatchObject({ received: 5, duplicates: 0, watermark: null })
})

test('events are read back by crossing, in the words of the domain', () => {
  store.store(gateway, message(1, 1, 1))
  expect(store.events('c-1')).toMatchObject([
    { crossing: 'c-1', lane: null, withheld: [], event: { type: 'BarrierOpened' }, cloudEvent: { seq: 1 } },
  ])
  expect(store.events('c-2')).toEqual([])
})

test('rows and watermark stand or fall together', () => {
  store.store(gateway, message(1, 1, 2))
  const meddler = new Database(file())
  meddler.exec("CREATE TRIGGER fault BEFORE UPDATE ON gateways BEGIN SELECT RAISE(ABORT, 'power'); END")
  meddler.close()
  expect(() => store.store(gateway, message(1, 3, 4))).toThrow('power')
  expect(store.summary()).toMatchObject({ received: 2, watermark: { epoch: 1, seq: 2 } })
})
