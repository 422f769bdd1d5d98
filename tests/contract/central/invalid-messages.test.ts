import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embedded } from '../../e2e/replication/brokers.ts'
import { type Bench, benchCentre, eventually, openBench } from '../../e2e/replication/gateway-bench.ts'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})

afterEach(async () => {
  await bench.close()
})

const topic = 'jbc/v1/KAZ/karasu/gw-1/evt'
const sender = { gateway: 'gw-1', checkpoint: 'karasu', party: 'KAZ', session: 's1', epoch: 1 }
const event = (seq: number) => ({
  specversion: '1.0',
  id: `e-${seq}`,
  source: '/jbc/v1/karasu/gw-1',
  type: 'kz.kg.jbc.BarrierOpened',
  time: '2026-05-01T10:00:00.000Z',
  datacontenttype: 'application/json',
  epoch: 1,
  seq,
  recordtime: '2026-05-01T10:00:00.000Z',
  actorkind: 'gateway',
  data: { barrier: 'releaseBarrier' },
})
const good = { ...sender, from: 1, to: 2, events: [event(1), event(2)] }

const bad: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['bytes that are no UTF-8', Uint8Array.of(0xff, 0xfe, 0x00)],
  ['null', 'null'],
  ['no events', JSON.stringify({ ...good, events: [] })],
  ['events that do not fill the range', JSON.stringify({ ...good, to: 3 })],
  ['events out of order', JSON.stringify({ ...good, events: [event(2), event(1)] })],
  ['events of another epoch', JSON.stringify({ ...good, epoch: 2 })],
  ['another gateway than the topic says', JSON.stringify({ ...good, gateway: 'gw-2' })],
  ['another Party', JSON.stringify({ ...good, party: 'KGZ' })],
  ['a seq that is no number', JSON.stringify({ ...good, from: '1' })],
]

test('messages that are not valid are counted and change nothing; the next good one is stored', async () => {
  const broker = await embedded()
  await broker.start()
  bench.onClose(broker.kill)
  const kaz = await benchCentre(bench, 'KAZ', broker.url, '3.1.1')
  const gateway = await connectAsync(broker.url)
  bench.onClose(() => gateway.endAsync(true))
  // The centre may still be subscribing: the first good message says when it listens.
  const first = JSON.stringify({ ...good, to: 1, events: [event(1)] })
  await eventually(() => {
    gateway.publish(topic, first, { qos: 1 })
    return kaz.centre().summary().received === 1
  })
  for (const [, payload] of bad) await gateway.publishAsync(topic, Buffer.from(payload), { qos: 1 })
  await gateway.publishAsync(topic, JSON.stringify({ ...good, from: 2, events: [event(2)] }), { qos: 1 })
  await eventually(() => kaz.centre().summary().received === 2)
  expect(kaz.centre().summary()).toMatchObject({
    invalid: bad.length,
    received: 2,
    duplicates: 0,
    watermark: { epoch: 1, seq: 2 },
  })
})
