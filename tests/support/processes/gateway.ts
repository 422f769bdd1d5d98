/**
 * A gateway's journal and uplinks in a process of their own, to be killed. Settings as JSON in the first
 * argument. Records crossings of ten facts, several at once, and prints `CROSSING ORDINAL ID` of each fact
 * when the journal has promised it. On SIGTERM it records no more, and ends when both centres have everything.
 */
import { flushCompileCache } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { parties } from '../../../edge/domain/party.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { uuidV7 } from '../../../edge/ports/ids.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { createReplication } from '../../../edge/replication/create-replication.ts'
import { customsNote } from '../../contract/journal/sample-events.ts'

const link = z.object({ brokerUrl: z.string(), centreKey: z.string(), mqttVersion: z.enum(['5', '3.1.1']) })
const settings = z
  .object({ directory: z.string(), lanes: z.int(), links: z.record(z.enum(parties), link) })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const gateway = { checkpoint: 'karasu', gateway: 'gw-1' }
const journal = await openJournal({
  directory: settings.directory,
  log: silentLog,
  clock: systemClock,
  signHeads: { ...gateway, everyEvents: 100 },
})
const quick = { acknowledgeMs: 1_000, reconnect: { firstMs: 10, maxMs: 100 } }
const replication = createReplication({
  source: journal,
  heads: journal,
  gateway,
  parties: {
    KAZ: { ...settings.links.KAZ, ...quick, batch: 20 },
    KGZ: { ...settings.links.KGZ, ...quick, batch: 20 },
  },
  log: silentLog,
  clock: systemClock,
  random: Math.random,
})
await replication.start()
let recording = true
process.on('SIGTERM', () => {
  recording = false
})
process.stdout.write('ready\n')
// One that is killed would never write it.
flushCompileCache()

async function lane(): Promise<void> {
  while (recording) {
    const crossing = uuidV7()
    for (let ordinal = 1; ordinal <= 10 && recording; ordinal++) {
      const fact = { ...customsNote(crossing, String(ordinal)), id: uuidV7() }
      // KGZ does not get the note, so the order has to stand where both see it.
      await journal.append([{ ...fact, reason: String(ordinal) }])
      process.stdout.write(`${crossing} ${ordinal} ${fact.id}\n`)
      await delay(5)
    }
  }
}
await Promise.all(Array.from({ length: settings.lanes }, lane))
while (replication.status().some(({ backlog, link }) => link !== 'connected' || backlog > 0)) await delay(20)
await replication.stop()
await journal.close()
