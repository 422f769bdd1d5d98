import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requireSystem } from '../../support/system-package.ts'
import { embedded, mosquitto, type TestBroker } from './brokers.ts'
import {
  type Bench,
  benchCentre,
  benchJournal,
  benchReplication,
  drained,
  eventually,
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

async function started(broker: Promise<TestBroker>): Promise<TestBroker> {
  const made = await broker
  await made.start()
  bench.onClose(made.kill)
  return made
}

const complete = (received: number) => ({ received, missing: 0, duplicates: 0, conflicts: 0, invalid: 0 })

const kinds = [
  {
    name: 'Mosquitto that takes one message at a time, MQTT 5',
    available: requireSystem('mosquitto', 'mosquitto'),
    version: '5' as const,
    make: () => mosquitto(bench.directory, ['max_inflight_messages 1']),
  },
  {
    name: 'Mosquitto, MQTT 3.1.1',
    available: requireSystem('mosquitto', 'mosquitto'),
    version: '3.1.1' as const,
    make: () => mosquitto(bench.directory),
  },
  { name: 'embedded broker', available: true, version: '3.1.1' as const, make: () => embedded() },
]

for (const { name, available, version, make } of kinds) {
  describe.skipIf(!available)(name, () => {
    test('JC 13.1: a broker that dies with all it held costs no event and doubles none; the other Party goes on', async () => {
      const brokers = { KAZ: await started(make()), KGZ: await started(make()) }
      const kaz = await benchCentre(bench, 'KAZ', brokers.KAZ.url, version)
      const kgz = await benchCentre(bench, 'KGZ', brokers.KGZ.url, version)
      const journal = await benchJournal(bench)
      const replication = await benchReplication(bench, journal, {
        KAZ: partyLink(kaz, { mqttVersion: version }),
        KGZ: partyLink(kgz, { mqttVersion: version }),
      })
      await record(journal, 100)
      await eventually(() => kaz.centre().summary().received > 0)
      await brokers.KAZ.kill()
      await record(journal, 200)
      await drained(replication, 'KGZ')
      expect(kgz.centre().summary()).toMatchObject(complete(300))
      expect(statusOf(replication, 'KAZ').backlog).toBeGreaterThan(0)
      await brokers.KAZ.start()
      await record(journal, 50)
      await drained(replication, 'KAZ')
      await drained(replication, 'KGZ')
      expect(kaz.centre().summary()).toMatchObject(complete(350))
      expect(kgz.centre().summary()).toMatchObject(complete(350))
      expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 350 })
      expect(JSON.stringify(kaz.centre().events())).toContain('seal 1')
      expect(JSON.stringify(kgz.centre().events())).not.toContain('seal 1')
    })

    test('a centre that is away for a while ends with every event once', async () => {
      const broker = await started(make())
      const kaz = await benchCentre(bench, 'KAZ', broker.url, version)
      const journal = await benchJournal(bench)
      const replication = await benchReplication(bench, journal, {
        KAZ: partyLink(kaz, { mqttVersion: version }),
      })
      await record(journal, 100)
      await eventually(() => kaz.centre().summary().received > 0)
      await kaz.stop()
      await record(journal, 200)
      await eventually(() =>
        statusOf(replication, 'KAZ').alarms.some((alarm) => alarm.startsWith('unacknowledged')),
      )
      await kaz.start()
      await drained(replication, 'KAZ')
      expect(kaz.centre().summary()).toMatchObject(complete(300))
      expect(statusOf(replication, 'KAZ').alarms).toEqual([])
    })
  })
}
