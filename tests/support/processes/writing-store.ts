/**
 * Writes groups of events into the journal of the given folder and prints the ids of each group when it is
 * durable: `writing-store.ts FILE GROUPS`. Runs under strace, in one thread, so that the order of its calls
 * to the system is the order in which they were made.
 */
import { writeSync } from 'node:fs'
import { prepare } from '../../../edge/journal/rows.ts'
import { openStore } from '../../../edge/journal/store.ts'
import { benchEvent } from '../../bench/journal/load.ts'

const [file = '', groups = '0'] = process.argv.slice(2)
const store = openStore(file, false)
for (let group = 0; group < Number(groups); group++) {
  const events = Array.from({ length: 1 + (group % 7) }, (_, at) => prepare(benchEvent(group * 10 + at)))
  const results = store.write([{ kind: 'append', recordTime: '2026-05-01T10:00:00.000Z', events }])
  if (results.some(({ ok }) => !ok)) throw new Error('not written')
  writeSync(1, `${events.map(({ id }) => id).join(' ')}\n`)
}
// No close: it would checkpoint and take the log away.
process.kill(process.pid, 'SIGKILL')
