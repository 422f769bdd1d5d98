import { sign } from 'node:crypto'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { acknowledgementBytes } from '../../../edge/ports/feed/acknowledgement.ts'
import { eventsMessageSchema } from '../../../edge/ports/feed/messages.ts'
import { feedTopic } from '../../../edge/ports/feed/topics.ts'
import { embedded, type Forward } from './brokers.ts'
import {
  type Bench,
  benchCentre,
  benchJournal,
  benchReplication,
  drained,
  eventually,
  identity,
  openBench,
  partyLink,
  record,
  statusOf,
} from './gateway-bench.ts'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})

afterEach(async () => {
  await bench.close()
})

/** A gateway of KAZ behind a broker that acknowledges everything and delivers what `forward` says. */
async function behind(forward: Forward) {
  const broker = await embedded(forward)
  await broker.start()
  bench.onClose(broker.kill)
  const kaz = await benchCentre(bench, 'KAZ', broker.url, '3.1.1')
  const journal = await benchJournal(bench)
  const replication = await benchReplication(bench, journal, {
    KAZ: partyLink(kaz, { mqttVersion: '3.1.1' }),
  })
  return { broker, kaz, journal, replication, status: () => statusOf(replication, 'KAZ') }
}

const raised = (alarms: readonly string[], name: string): boolean =>
  alarms.some((alarm) => alarm.startsWith(name))

test('a broker that acknowledges and drops moves no cursor; when it delivers again nothing is missing', async () => {
  let drop = true
  const { journal, kaz, replication, status } = await behind((topic) => !drop || !topic.endsWith('/evt'))
  await record(journal, 200)
  await eventually(() => raised(status().alarms, 'unacknowledged'))
  expect(status()).toMatchObject({ cursor: { epoch: 1, seq: 0 }, backlog: 200, lastAcknowledged: null })
  expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 0 })
  drop = false
  await drained(replication, 'KAZ')
  expect(kaz.centre().summary()).toMatchObject({ received: 200, missing: 0, duplicates: 0 })
})

test('a broker that loses every third message leaves gaps that the centre names and the gateway fills', async () => {
  let count = 0
  const { journal, kaz, replication } = await behind((topic) => !topic.endsWith('/evt') || ++count % 3 !== 0)
  await record(journal, 600)
  await drained(replication, 'KAZ')
  expect(kaz.centre().summary()).toMatchObject({ received: 600, missing: 0, duplicates: 0 })
})

test('a broker that keeps the acknowledgements to itself costs repetitions, never an event', async () => {
  let keep = true
  const { journal, kaz, replication, status } = await behind((topic) => !keep || !topic.endsWith('/ack'))
  await record(journal, 100)
  await eventually(() => kaz.centre().summary().received === 100)
  await eventually(() => kaz.centre().summary().redelivered > 0)
  expect(status().cursor.seq).toBe(0)
  keep = false
  await drained(replication, 'KAZ')
  expect(kaz.centre().summary()).toMatchObject({ received: 100, missing: 0, duplicates: 0 })
})

test('an acknowledgement that the centre did not sign moves nothing and raises an alarm', async () => {
  const { broker, journal, status } = await behind((topic) => !topic.endsWith('/evt'))
  await record(journal, 50)
  const forger = await connectAsync(broker.url)
  bench.onClose(() => forger.endAsync(true))
  const heard = Promise.withResolvers<string>()
  forger.on('message', (_topic, payload) => heard.resolve(JSON.parse(payload.toString()).session))
  await forger.subscribeAsync(feedTopic('KAZ', identity, 'status'))
  const statement = {
    party: 'KAZ' as const,
    ...identity,
    session: await heard.promise,
    epoch: 1,
    watermark: 20,
  }
  const signature = sign(null, acknowledgementBytes(statement), generateCentreKey().privateKey)
  await forger.publishAsync(
    feedTopic('KAZ', identity, 'ack'),
    JSON.stringify({ ...statement, at: new Date().toISOString(), signature: signature.toString('base64') }),
    { qos: 1 },
  )
  await eventually(() => raised(status().alarms, 'acknowledgement-forged'))
  expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 0 })
})

test('a true acknowledgement of another connection, or of more than was sent, is not taken at its word', async () => {
  const broker = await embedded()
  await broker.start()
  bench.onClose(broker.kill)
  const key = generateCentreKey()
  const journal = await benchJournal(bench)
  await record(journal, 40)
  const centre = await connectAsync(broker.url)
  bench.onClose(() => centre.endAsync(true))
  const acknowledge = (session: string, watermark: number) => {
    const statement = { party: 'KAZ' as const, ...identity, session, epoch: 1, watermark }
    const signature = sign(null, acknowledgementBytes(statement), key.privateKey).toString('base64')
    const message = { ...statement, at: new Date().toISOString(), signature }
    return centre.publishAsync(feedTopic('KAZ', identity, 'ack'), JSON.stringify(message), { qos: 1 })
  }
  const first = Promise.withResolvers<string>()
  centre.on('message', (_topic, payload) => {
    first.resolve(eventsMessageSchema.parse(JSON.parse(payload.toString())).session)
  })
  await centre.subscribeAsync(feedTopic('KAZ', identity, 'evt'))
  const replication = await benchReplication(bench, journal, {
    KAZ: partyLink(
      { url: broker.url, key },
      { mqttVersion: '3.1.1', window: 1, batch: 10, acknowledgeMs: 60_000 },
    ),
  })
  const session = await first.promise
  await acknowledge('another-session', 10)
  await acknowledge(session, 40)
  await eventually(() => statusOf(replication, 'KAZ').cursor.seq > 0)
  // One message of ten was sent: the word of the centre reaches no further.
  expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 10 })
})
