/**
 * Measures how fast both Parties' streams drain to their centres, at once, beside raw MQTT.js (QoS 1, one
 * event a message, window 1,000) to the same brokers in the same run; with and without a long way between.
 * Run: npm run bench:replication -- --events 50000 --round-trips 0,20
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { connectAsync } from 'mqtt'
import { generateCentreKey } from '../../edge/central/centre-key.ts'
import { type Party, parties } from '../../edge/domain/party.ts'
import { openJournal } from '../../edge/journal/open-journal.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { eventsMessageSchema } from '../../edge/ports/feed/messages.ts'
import { feedTopic } from '../../edge/ports/feed/topics.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { cloudEvent } from '../../edge/replication/cloud-event.ts'
import { createReplication } from '../../edge/replication/create-replication.ts'
import { mosquitto } from '../e2e/replication/brokers.ts'
import { start } from '../support/processes/start.ts'
import { benchEvent, quantile, report } from './journal/load.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '50000' },
    /** Milliseconds there and back. */
    'round-trips': { type: 'string', default: '0,20' },
  },
})
const events = Number(values.events)
const window = 1_000
const liveEveryMs = 50
const directory = await mkdtemp(join(tmpdir(), 'ayaldama-bench-'))
const closers: (() => Promise<unknown>)[] = []
const gateway = { checkpoint: 'bench', gateway: 'gw-1' }
const keys = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }

/** Publishes the texts with QoS 1, at most `window` of them unanswered; answers messages a second. */
async function raw(url: string, topic: string, texts: readonly string[]): Promise<number> {
  const client = await connectAsync(url, { protocolVersion: 5, clean: true })
  const began = performance.now()
  await new Promise<void>((resolve, reject) => {
    let next = 0
    let answered = 0
    const publish = (): void => {
      const text = texts[next++]
      if (text === undefined) return
      client.publish(topic, text, { qos: 1 }, (error) => {
        if (error) reject(error)
        answered += 1
        if (answered === texts.length) resolve()
        publish()
      })
    }
    for (let open = 0; open < window; open++) publish()
  })
  const perSecond = (texts.length / (performance.now() - began)) * 1_000
  await client.endAsync(true)
  return perSecond
}

/** How long events that were recorded during a drain took to where the centre of KAZ hears them. */
async function watchLive(url: string, backlog: number) {
  const since = new Map<string, number>()
  const waits: number[] = []
  const client = await connectAsync(url, { protocolVersion: 5, clean: true })
  client.on('message', (_topic, payload) => {
    const text = payload.toString()
    if (Number(/"to":(\d+)/.exec(text)?.[1]) <= backlog) return
    for (const { id } of eventsMessageSchema.parse(JSON.parse(text)).events) {
      const recorded = since.get(id)
      if (recorded === undefined) continue
      waits.push(performance.now() - recorded)
      since.delete(id)
    }
  })
  await client.subscribeAsync(feedTopic('KAZ', gateway, 'evt'), { qos: 0 })
  return {
    waits,
    recorded: (id: string) => since.set(id, performance.now()),
    waiting: () => since.size,
    close: () => client.endAsync(true),
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(5)
}

async function measure(roundTripMs: number): Promise<void> {
  const place = await mkdtemp(join(directory, 'run-'))
  const urls: Record<Party, string> = { KAZ: '', KGZ: '' }
  const centreUrls: Record<Party, string> = { KAZ: '', KGZ: '' }
  for (const party of parties) {
    const broker = await mosquitto(place, ['max_queued_messages 0', 'max_inflight_messages 0'])
    await broker.start()
    closers.push(broker.kill)
    const proxy = await start('delay-proxy', [String(broker.port), String(roundTripMs)])
    closers.push(proxy.kill)
    urls[party] = roundTripMs === 0 ? broker.url : `mqtt://127.0.0.1:${proxy.first}`
    centreUrls[party] = broker.url
  }
  const journal = await openJournal({ directory: join(place, 'journal'), log: silentLog, clock: systemClock })
  closers.push(journal.close)
  for (let from = 0; from < events; from += 1_000) {
    await journal.append(
      Array.from({ length: Math.min(1_000, events - from) }, (_, at) => benchEvent(from + at)),
    )
  }
  const texts = (await journal.readStream('KAZ', { epoch: 1, seq: 0 }, 1_000)).map((entry) =>
    JSON.stringify(cloudEvent(entry, gateway)),
  )
  const many = Array.from({ length: Math.max(1, Math.floor(events / texts.length)) }, () => texts).flat()
  const rawFigures = await Promise.all(parties.map((party) => raw(urls[party], 'raw/topic', many)))

  for (const party of parties) {
    const settings = { party, brokerUrl: centreUrls[party], directory: join(place, party), gapMs: 1_000 }
    const centre = await start('centre', [JSON.stringify(settings)], {
      CENTRE_KEY: keys[party].privateKey,
    })
    closers.push(centre.kill)
  }
  const link = (party: Party) => ({
    brokerUrl: urls[party],
    mqttVersion: '5' as const,
    centreKey: keys[party].publicKey,
  })
  const replication = createReplication({
    source: journal,
    heads: journal,
    gateway,
    parties: { KAZ: link('KAZ'), KGZ: link('KGZ') },
    log: silentLog,
    clock: systemClock,
    random: Math.random,
  })
  const live = await watchLive(centreUrls.KAZ, events)
  closers.push(live.close)
  const began = performance.now()
  await replication.start()
  closers.push(replication.stop)
  const recording = setInterval(() => {
    const event = benchEvent(events)
    live.recorded(event.id)
    void journal.append([event])
  }, liveEveryMs)
  const took = await Promise.all(
    parties.map(async (party) => {
      await until(() => replication.status().some((one) => one.party === party && one.cursor.seq >= events))
      return performance.now() - began
    }),
  )
  clearInterval(recording)
  await until(() => live.waiting() === 0)
  for (const [index, party] of parties.entries()) {
    const perSecond = (events / (took[index] ?? 0)) * 1_000
    const limit = rawFigures[index] ?? 0
    const name = `${party}, ${roundTripMs} ms there and back`
    report(`${name}: raw MQTT.js, messages/s`, limit.toFixed(0))
    report(`${name}: drain, events/s`, perSecond.toFixed(0))
    report(`${name}: drain / raw`, (perSecond / limit).toFixed(2), perSecond >= 0.8 * limit)
  }
  const p99 = quantile(live.waits, 0.99)
  report(`${roundTripMs} ms: live event during the drain, p50 in ms`, quantile(live.waits, 0.5).toFixed(0))
  report(`${roundTripMs} ms: its p99 of ${live.waits.length}`, p99.toFixed(0), p99 <= 250)
  for (const close of closers.splice(0).reverse()) await close()
}

try {
  for (const roundTrip of values['round-trips'].split(',')) await measure(Number(roundTrip))
} finally {
  for (const close of closers.splice(0).reverse()) await close()
  await rm(directory, { recursive: true, force: true })
}
