/**
 * One start of a journal that is there, in a process of its own: how long until an event is accepted, and what
 * memory it took to read of each Party's stream what its centre has not acknowledged. One JSON line.
 */
import { parties } from '../../edge/domain/party.ts'
import { openJournal } from '../../edge/journal/open-journal.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { benchEvent } from './journal/load.ts'

const directory = process.argv[2] ?? ''
const began = performance.now()
const journal = await openJournal({ directory, log: silentLog, clock: systemClock })
await journal.append([benchEvent(0)])
const acceptMs = performance.now() - began

let unacknowledged = 0
let highest = process.memoryUsage().rss
for (const party of parties) {
  let at = await journal.cursor(party)
  for (;;) {
    const entries = await journal.readStream(party, at, 100)
    const last = entries.at(-1)
    if (last === undefined) break
    at = last
    unacknowledged += entries.length
    highest = Math.max(highest, process.memoryUsage().rss)
  }
}
await journal.close()
process.stdout.write(`${JSON.stringify({ acceptMs, unacknowledged, highest })}\n`)
