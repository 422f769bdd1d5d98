import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { customsNote } from '../../contract/journal/sample-events.ts'

/** Appends until it is killed, several calls at once, and prints each id only after the journal promised it. */
const journal = await openJournal({ directory: process.argv[2] ?? '', log: silentLog, clock: systemClock })
process.stdout.write('ready\n')

async function appendForEver(): Promise<never> {
  for (;;) {
    const facts = [customsNote('c-1', 'a'), customsNote('c-1', 'b')]
    await journal.append(facts)
    process.stdout.write(`${facts.map(({ id }) => id).join('\n')}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, appendForEver))
