import { generateKeyPairSync } from 'node:crypto'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { feedSchemas } from '../../../docs/generate-schemas.ts'
import { feedChannels, feedFilter, feedTopic, parseFeedTopic } from '../../../edge/ports/feed/topics.ts'
import { signContent } from '../../../edge/ports/party-signature.ts'
import { newEvent } from '../../contract/journal/sample-events.ts'
import { embedded } from '../replication/brokers.ts'
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
} from '../replication/gateway-bench.ts'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})

afterEach(async () => {
  await bench.close()
})

function validators(): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false })
  formats.default(ajv)
  for (const schema of feedSchemas().values()) ajv.addSchema(schema)
  return new Map(
    feedChannels.flatMap((channel) => {
      const validate = ajv.getSchema(`https://ayaldama.example/feed/v1/${channel}.schema.json`)
      return validate === undefined ? [] : [[channel, validate]]
    }),
  )
}

test('every message that a gateway and a centre really exchange is as the schemas say', async () => {
  // One message never arrives, so that the centre has to name a gap; the answer to a gap has no `after`.
  const broker = await embedded((_topic, payload) => !payload.includes('"from":21,"to":40,"after"'))
  await broker.start()
  bench.onClose(broker.kill)
  const observer = await connectAsync(broker.url)
  bench.onClose(() => observer.endAsync(true))
  const seen: { channel: string; payload: Buffer }[] = []
  observer.on('message', (topic, payload) => {
    const place = parseFeedTopic(topic)
    if (place !== null) seen.push({ channel: place.channel, payload })
  })
  await observer.subscribeAsync(feedChannels.map((channel) => feedFilter('KGZ', channel)))

  const kgz = await benchCentre(bench, 'KGZ', broker.url, '3.1.1')
  const journal = await benchJournal(bench, { heads: true })
  const replication = await benchReplication(bench, journal, {
    KGZ: partyLink(kgz, { mqttVersion: '3.1.1' }),
  })
  await record(journal, 200)
  await journal.append([
    newEvent(
      { type: 'GatewayStarted', data: { version: '0.1.0', epoch: 1 } },
      {
        crossing: null,
        lane: null,
        actor: { kind: 'device', device: 'reader-1' },
        corrects: 'e1',
        reason: 'test',
      },
    ),
  ])
  await drained(replication, 'KGZ')
  const list = {
    kind: 'register',
    register: {
      ...{ party: 'KGZ', category: 'rescue', list: 'r-1', version: 1, issuer: 'rescue service' },
      ...{ from: '2026-05-01', until: '2026-05-31', sentOn: '2026-04-30' },
      equipment: ['pump'],
      entries: [{ entry: '1', plate: '01123ABC', document: null }],
    },
  }
  const { privateKey } = generateKeyPairSync('ed25519')
  const signed = { content: list, signature: signContent('list', list, privateKey) }
  await observer.publishAsync(feedTopic('KGZ', identity, 'list'), JSON.stringify(signed), { qos: 1 })
  await replication.stop()
  await eventually(
    () => feedChannels.every((channel) => seen.some((message) => message.channel === channel)),
    () => seen.map(({ channel }) => channel),
  )
  const validate = validators()
  expect([...validate.keys()]).toEqual([...feedChannels])
  for (const { channel, payload } of seen) {
    const check = validate.get(channel)
    expect(
      check?.(JSON.parse(payload.toString('utf8'))),
      `${channel}: ${JSON.stringify(check?.errors)}`,
    ).toBe(true)
  }
  // No sharing policy, no withheld note and no word of it leaves the gateway.
  const all = seen.map(({ payload }) => payload.toString('utf8')).join('\n')
  expect(all).not.toContain('shares')
  expect(all).not.toContain('seal')
  expect(all).toContain('"withheld":"note"')
})

test('only the latest status is retained; a late observer sees nothing of the past', async () => {
  const broker = await embedded()
  await broker.start()
  bench.onClose(broker.kill)
  const kaz = await benchCentre(bench, 'KAZ', broker.url, '3.1.1')
  const journal = await benchJournal(bench)
  const replication = await benchReplication(bench, journal, {
    KAZ: partyLink(kaz, { mqttVersion: '3.1.1' }),
  })
  await record(journal, 20)
  await drained(replication, 'KAZ')
  await replication.stop()
  const observer = await connectAsync(broker.url)
  bench.onClose(() => observer.endAsync(true))
  const seen: { topic: string; payload: Buffer }[] = []
  observer.on('message', (topic, payload) => seen.push({ topic, payload }))
  await observer.subscribeAsync('jbc/v1/#')
  await eventually(() => seen.length > 0)
  expect(seen.map(({ topic }) => topic)).toEqual([feedTopic('KAZ', identity, 'status')])
  expect(JSON.parse(String(seen[0]?.payload))).toMatchObject({
    link: 'stopped',
    backlog: 0,
    head: { epoch: 1, seq: 20 },
    cursor: { epoch: 1, seq: 20 },
  })
})
