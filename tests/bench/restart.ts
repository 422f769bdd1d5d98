/**
 * Measures the start of a gateway's journal with many events, and memory while all of both streams waits to be
 * acknowledged. The journal is built where the folder has none, and stays for the next run.
 * Run: npm run bench:restart -- --data FOLDER --events 1000000
 */
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { assertIntact } from '../../edge/journal/durability.ts'
import { openJournal } from '../../edge/journal/open-journal.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { benchEvent, report } from './journal/load.ts'

const { values } = parseArgs({
  options: { data: { type: 'string' }, events: { type: 'string', default: '1000000' } },
})
if (values.data === undefined) throw new Error('--data FOLDER is needed: the journal is kept there')
const directory = resolve(values.data)
const file = join(directory, 'journal.db')
if (!existsSync(file)) await build(Number(values.events))

const db = new Database(file, { readonly: true })
const events = db.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0
const began = performance.now()
assertIntact(db, file)
const checkMs = performance.now() - began
db.close()

const one = fileURLToPath(new URL('./restart-once.ts', import.meta.url))
const { acceptMs, unacknowledged, highest } = JSON.parse(
  execFileSync(process.execPath, [one, directory], { encoding: 'utf8' }),
) as { readonly acceptMs: number; readonly unacknowledged: number; readonly highest: number }
const mebibytes = highest / 1024 / 1024
report('events / size of the file in MiB', `${events} / ${(statSync(file).size / 1024 / 1024).toFixed(0)}`)
report('start to the first accepted event in ms', acceptMs.toFixed(0), acceptMs <= 2_000)
report('of it, quick_check alone in ms', checkMs.toFixed(0))
report(
  `memory with ${unacknowledged} entries unacknowledged, MiB`,
  mebibytes.toFixed(0),
  unacknowledged >= 2_000_000 ? mebibytes <= 256 : undefined,
)

async function build(count: number): Promise<void> {
  const journal = await openJournal({ directory, log: silentLog, clock: systemClock, flushEvents: 1_024 })
  for (let at = 0; at < count; at += 8_192) {
    const calls: Promise<unknown>[] = []
    for (let from = at; from < Math.min(at + 8_192, count); from += 1_024) {
      const size = Math.min(1_024, count - from, at + 8_192 - from)
      calls.push(journal.append(Array.from({ length: size }, (_, index) => benchEvent(from + index))))
    }
    await Promise.all(calls)
  }
  await journal.close()
}
