import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { closed, opened } from '../../contract/journal/sample-events.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'
import { runCommand } from '../../support/cli.ts'

let data: string

beforeEach(async () => {
  data = await testDirectory()
  const journal = await openJournal({ directory: data, log: silentLog, clock: systemClock })
  await journal.append([
    opened('c-1'),
    { ...closed('c-1'), eventTime: '2026-05-01T10:00:30.000Z' },
    { ...opened('c-2'), eventTime: '2026-05-01T19:00:00.000Z' },
  ])
  await journal.close()
})
afterEach(() => rm(data, { recursive: true, force: true }))

const statistics = (...rest: readonly string[]) => runCommand('statistics', '--data', data, ...rest)

it('JC 9.2: the times of a day come out of the journal as JSON and as CSV', async () => {
  const { status, stdout } = await statistics('--day', '2026-05-01', '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    day: '2026-05-01',
    lanes: [{ lane: 'lane-1', crossings: 2, stillOpen: 1, inLane: { count: 1, median: 30, p90: 30 } }],
  })
  const csv = await statistics('--day', '2026-05-01', '--csv')
  expect(csv.stdout.split('\r\n')).toContain('2026-05-01,lane-1,in-lane,,,1,30,30,')
  // 19:00 UTC is the next day in Bishkek.
  const next = await statistics('--day', '2026-05-02', '--time-zone', 'Asia/Bishkek', '--json')
  expect(JSON.parse(next.stdout)).toMatchObject({ lanes: [{ crossings: 1, stillOpen: 1 }] })
})

it('refuses what is no date, no zone and no journal, and says what is allowed', async () => {
  const day = await statistics('--day', '2026-02-30')
  const zone = await statistics('--day', '2026-05-01', '--time-zone', 'Bishkek')
  const none = await runCommand('statistics', '--data', `${data}/none`, '--day', '2026-05-01')
  expect([day.status, zone.status, none.status]).toEqual([1, 1, 1])
  expect(day.stderr).toContain('YYYY-MM-DD')
  expect(zone.stderr).toContain('Asia/Bishkek')
  expect(none.stderr).toContain('journal.db')
})
