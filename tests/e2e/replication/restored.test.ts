import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embedded } from './brokers.ts'
import {
  type Bench,
  benchCentre,
  benchJournal,
  benchReplication,
  drained,
  eventually,
  openBench,
  partyLink,
  type Receiver,
  record,
  statusOf,
} from './gateway-bench.ts'

let bench: Bench
let kaz: Receiver

beforeEach(async () => {
  bench = await openBench()
  const broker = await embedded()
  await broker.start()
  bench.onClose(broker.kill)
  kaz = await benchCentre(bench, 'KAZ', broker.url, '3.1.1')
})

afterEach(async () => {
  await bench.close()
})

const link = () => partyLink(kaz, { mqttVersion: '3.1.1' })
const raised = (alarms: readonly string[], name: string): boolean =>
  alarms.some((alarm) => alarm.startsWith(name))

test('a centre restored from nothing gets everything again, with an alarm', async () => {
  const journal = await benchJournal(bench)
  const replication = await benchReplication(bench, journal, { KAZ: link() })
  await record(journal, 150)
  await drained(replication, 'KAZ')
  await kaz.stop()
  await rm(join(bench.directory, 'centre-KAZ'), { recursive: true })
  await kaz.start()
  await record(journal, 50)
  await eventually(() => raised(statusOf(replication, 'KAZ').alarms, 'centre-went-back'))
  await drained(replication, 'KAZ')
  expect(kaz.centre().summary()).toMatchObject({ received: 200, missing: 0, duplicates: 0 })
})

/** A gateway that delivered `later` events more than its backup holds. */
async function gatewayAndItsBackup(before: number, later: number): Promise<void> {
  const journal = await benchJournal(bench)
  const replication = await benchReplication(bench, journal, { KAZ: link() })
  await record(journal, before)
  await drained(replication, 'KAZ')
  await replication.stop()
  await journal.close()
  await cp(join(bench.directory, 'gateway'), join(bench.directory, 'backup'), { recursive: true })
  const again = await benchJournal(bench)
  const second = await benchReplication(bench, again, { KAZ: link() })
  await record(again, later)
  await drained(second, 'KAZ')
  await second.stop()
  await again.close()
}

test('a gateway restored in a new epoch uses no number twice: the centre keeps old and new', async () => {
  await gatewayAndItsBackup(40, 60)
  const journal = await benchJournal(bench, { name: 'backup', newEpoch: true })
  const replication = await benchReplication(bench, journal, { KAZ: link() })
  await record(journal, 30)
  await drained(replication, 'KAZ')
  expect(await journal.cursor('KAZ')).toEqual({ epoch: 2, seq: 30 })
  expect(kaz.centre().summary()).toMatchObject({
    received: 130,
    missing: 0,
    duplicates: 0,
    conflicts: 0,
    watermark: { epoch: 2, seq: 30 },
  })
})

test('a gateway restored without a new epoch sends nothing, and says why', async () => {
  await gatewayAndItsBackup(40, 60)
  const journal = await benchJournal(bench, { name: 'backup' })
  const replication = await benchReplication(bench, journal, { KAZ: link() })
  await eventually(() => raised(statusOf(replication, 'KAZ').alarms, 'journal-behind-centre'))
  await record(journal, 30)
  expect(statusOf(replication, 'KAZ')).toMatchObject({ cursor: { epoch: 1, seq: 40 } })
  expect(kaz.centre().summary()).toMatchObject({ received: 100, conflicts: 0 })
})
