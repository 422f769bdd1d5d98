import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parties } from '../../../edge/domain/party.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { barrierOpened } from './sample-events.ts'
import { testDirectory } from './test-directory.ts'

const hour = 3_600_000
const noon = Date.parse('2026-05-01T12:00:00.000Z')

test('a clock that jumps an hour back and forth changes no order: that is (epoch, seq)', async () => {
  const directory = await testDirectory()
  let time = noon
  const open = () =>
    openJournal({
      directory,
      log: silentLog,
      clock: { ...systemClock, now: () => new Date(time) },
      signHeads: { checkpoint: 'karasu', gateway: 'gw-1', everyEvents: 1 },
    })
  try {
    const ids: string[] = []
    let journal = await open()
    for (const jump of [0, -hour, hour, -2 * hour, 3 * hour, -hour]) {
      time += jump
      const [fact] = await journal.append([barrierOpened({ eventTime: new Date(time).toISOString() })])
      ids.push(fact?.id ?? '')
      // The clock of a box without a battery is wrong after a start.
      await journal.close()
      journal = await open()
    }
    const start = { epoch: 1, seq: 0 }
    const read = await journal.read(start, 10)
    expect(read.map(({ id }) => id)).toEqual(ids)
    expect((await journal.readCrossing('c-1')).map(({ id }) => id)).toEqual(ids)
    expect(read.map(({ recordTime }) => recordTime.slice(11, 16))).toEqual([
      ...['12:00', '11:00', '12:00', '10:00', '13:00', '12:00'],
    ])
    for (const party of parties) {
      const stream = await journal.readStream(party, start, 10)
      expect(stream.map(({ seq, event }) => [seq, event.id])).toEqual(ids.map((id, at) => [at + 1, id]))
    }
    await journal.close()
    expect(verifyJournal(directory)).toMatchObject({ bad: null, events: ids.length, heads: ids.length })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
