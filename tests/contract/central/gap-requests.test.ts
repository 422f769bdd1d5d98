import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCentre } from '../../../edge/central/centre.ts'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { openCentreStore } from '../../../edge/central/store.ts'
import { eventsMessageSchema } from '../../../edge/ports/feed/messages.ts'
import { feedTopic } from '../../../edge/ports/feed/topics.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { mosquitto } from '../../e2e/replication/brokers.ts'
import { type Bench, eventually, identity, openBench } from '../../e2e/replication/gateway-bench.ts'
import { requireSystem } from '../../support/system-package.ts'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})

afterEach(async () => {
  await bench.close()
})

const time = '2026-05-01T10:00:00.000Z'
const message = (seq: number) =>
  eventsMessageSchema.parse({
    ...{ ...identity, party: 'KAZ', session: 's1', epoch: 1, from: seq, to: seq },
    events: [
      {
        ...{ specversion: '1.0', id: `e-${seq}`, source: '/jbc/v1/karasu/gw-1', epoch: 1, seq, time },
        ...{ type: 'kz.kg.jbc.BarrierOpened', datacontenttype: 'application/json', recordtime: time },
        ...{ actorkind: 'gateway', data: { barrier: 'releaseBarrier' } },
      },
    ],
  })

describe.skipIf(!requireSystem('mosquitto', 'mosquitto'))('a broker that takes one message at a time', () => {
  test('gets every gap that the centre asks for, one after the other', async () => {
    const broker = await mosquitto(bench.directory, ['max_inflight_messages 1'])
    await broker.start()
    bench.onClose(broker.kill)
    const directory = join(bench.directory, 'centre')
    mkdirSync(directory)
    const store = openCentreStore(join(directory, 'centre-KAZ.db'))
    for (const seq of [1, 3, 5, 7]) store.store('karasu/gw-1', message(seq))
    store.close()
    const gateway = await connectAsync(broker.url, { protocolVersion: 5 })
    bench.onClose(() => gateway.endAsync(true))
    const asked: unknown[] = []
    gateway.on('message', (_topic, payload) => asked.push(JSON.parse(payload.toString()).gap))
    await gateway.subscribeAsync(feedTopic('KAZ', identity, 'cmd'), { qos: 1 })
    const centre = await createCentre({
      ...{ party: 'KAZ', brokerUrl: broker.url, directory, key: generateCentreKey().privateKey },
      // It asks once: what is not asked then is not asked at all.
      ...{ log: silentLog, mqttVersion: '5', gapMs: 600_000 },
    })
    bench.onClose(centre.close)
    await eventually(() => {
      gateway.publish(feedTopic('KAZ', identity, 'evt'), JSON.stringify(message(9)), { qos: 1 })
      return centre.summary().received === 5
    })
    await eventually(
      () => asked.length >= 4,
      () => asked,
    )
    expect(asked).toEqual([
      [2, 2],
      [4, 4],
      [6, 6],
      [8, 8],
    ])
  })
})
