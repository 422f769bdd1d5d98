/**
 * Measures the journal beside raw SQLite on the same disk, in the same run: events a second that are durable
 * when `append` resolves, and the wait of a caller.
 * Run: npm run bench:journal -- --events 60000 --callers 128
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openJournal } from '../../edge/journal/open-journal.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { benchEvent, quantile, report } from './journal/load.ts'
import { rawSqlite } from './journal/raw-sqlite.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '60000' },
    /** Calls that wait at once, of one event each: with them grows the group of a commit, and the wait. */
    callers: { type: 'string', default: '128' },
    directory: { type: 'string', default: tmpdir() },
  },
})
const events = Number(values.events)
const callers = Number(values.callers)
const directory = await mkdtemp(join(values.directory, 'ayaldama-bench-'))
try {
  const journal = await openJournal({
    directory: join(directory, 'journal'),
    log: silentLog,
    clock: systemClock,
    signHeads: { checkpoint: 'bench', gateway: 'gw-1' },
  })
  // Made before, as those of the raw run are.
  const facts = Array.from({ length: events }, (_, number) => benchEvent(number))
  const waits: number[] = []
  let next = 0
  let commits = 0
  let sameCommit = false
  const call = async (): Promise<void> => {
    for (let event = facts[next++]; event !== undefined; event = facts[next++]) {
      const start = performance.now()
      await journal.append([event])
      waits.push(performance.now() - start)
      // The calls of one commit are answered in one turn of the loop.
      if (sameCommit) continue
      sameCommit = true
      commits += 1
      setImmediate(() => {
        sameCommit = false
      })
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: callers }, call))
  const perSecond = (events / (performance.now() - began)) * 1_000
  await journal.close()
  const group = Math.max(1, Math.round(events / commits))
  const raw = rawSqlite(directory, events, group)
  const p99 = quantile(waits, 0.99)
  report('journal, events/s', perSecond.toFixed(0), perSecond >= 10_000)
  report('journal, wait p50 / p99 in ms', `${quantile(waits, 0.5).toFixed(1)} / ${p99.toFixed(1)}`, p99 <= 25)
  report(`raw SQLite FULL, ${group} rows a commit, rows/s`, raw.perSecond.toFixed(0))
  report('raw SQLite, commit p99 in ms', raw.p99Ms.toFixed(1))
  report('journal / raw SQLite', (perSecond / raw.perSecond).toFixed(2), perSecond >= 0.6 * raw.perSecond)
} finally {
  await rm(directory, { recursive: true, force: true })
}
