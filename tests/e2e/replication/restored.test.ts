import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { learnNewEpoch } from '../../../edge/composition/restored.ts'
import { backUpJournal, restoreJournal } from '../../../edge/journal/backup.ts'
import { markNewEpoch, readRestored } from '../../../edge/journal/restored.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { embedded } from './brokers.ts'
import {
  type Bench,
  benchCentre,
  benchJournal,
  benchReplication,
  drained,
  eventually,
  type GatewayJournal,
  identity,
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

/** Another gateway of the checkpoint, which asks the same centre. */
const other = { ...identity, gateway: 'gw-2' }

/** Ids of what a centre holds of the crossing of the bench, in its order. */
const held = (receiver: Receiver): readonly string[] =>
  receiver
    .centre()
    .events('c-1')
    .map(({ id }) => id)

test('drill: backed up, went on, lost the disk, restored twice: both centres agree, nothing is doubled, and an alarm names what the backup lacked', async () => {
  const broker = await embedded()
  await broker.start()
  bench.onClose(broker.kill)
  const kgz = await benchCentre(bench, 'KGZ', broker.url, '3.1.1')
  const links = { KAZ: link(), KGZ: partyLink(kgz, { mqttVersion: '3.1.1' }) }
  const data = join(bench.directory, 'gateway')
  const backup = join(bench.directory, 'backup')
  const promised: string[] = []
  const works = async (journal: GatewayJournal, events: number, lacks = {}) => {
    journal.onRecorded((recorded) => {
      for (const { id, crossing } of recorded) if (crossing === 'c-1') promised.push(id)
    })
    const replication = await benchReplication(bench, journal, links, lacks)
    await record(journal, events)
    await drained(replication, 'KAZ')
    await drained(replication, 'KGZ')
    return replication
  }

  const journal = await benchJournal(bench)
  const replication = await works(journal, 40)
  await backUpJournal(data, backup)
  await record(journal, 60)
  await drained(replication, 'KAZ')
  await drained(replication, 'KGZ')
  await replication.stop()
  await journal.close()

  let lacking = 'the centre has 1/100, the backup ends at 1/40: 60 events are at the centre only'
  for (const _ of ['first', 'second']) {
    await rm(data, { recursive: true })
    await restoreJournal(backup, data)
    const restored = readRestored(data)
    if (restored === null) throw new Error('nothing says that it was restored')
    await expect(benchJournal(bench)).rejects.toMatchObject({ code: 'journal.open' })
    // A centre that is away for a moment is waited for.
    await kgz.stop()
    let known = false
    const learning = learnNewEpoch(restored, links, { gateway: identity, clock: systemClock, log: silentLog })
    void learning.then(() => {
      known = true
    })
    await learnNewEpoch(restored, { KAZ: links.KAZ }, { gateway: other, clock: systemClock, log: silentLog })
    expect(known).toBe(false)
    await kgz.start()
    const { epoch, lacks } = await learning
    expect(lacks).toEqual({ KAZ: lacking, KGZ: lacking })

    const again = await benchJournal(bench, { newEpoch: epoch })
    expect(again.epoch()).toBe(epoch)
    const second = await works(again, 30, { lacks })
    for (const party of ['KAZ', 'KGZ'] as const) {
      expect(statusOf(second, party).alarms).toEqual([`backup-lacked: ${lacking}`])
    }
    await second.stop()
    await again.close()
    expect(verifyJournal(data)).toMatchObject({ bad: null, events: 70 })
    lacking = `the centre has ${epoch}/30, the backup ends at 1/40: what was recorded after it is at the centre only`
  }
  expect(held(kaz)).toEqual(promised)
  expect(held(kgz)).toEqual(promised)
  for (const receiver of [kaz, kgz]) {
    const summary = { received: 160, missing: 0, duplicates: 0, conflicts: 0 }
    expect(receiver.centre().summary()).toMatchObject(summary)
  }
}, 60_000)

test('a centre that is away keeps no restored gateway from working: its own stream waits until it has spoken', async () => {
  const broker = await embedded()
  await broker.start()
  bench.onClose(broker.kill)
  const kgz = await benchCentre(bench, 'KGZ', broker.url, '3.1.1')
  const links = { KAZ: link(), KGZ: partyLink(kgz, { mqttVersion: '3.1.1' }) }
  const data = join(bench.directory, 'gateway')
  const backup = join(bench.directory, 'backup')
  const around = { gateway: identity, clock: systemClock, log: silentLog, waitMs: 400 }
  const works = async (journal: GatewayJournal, parties: Partial<typeof links>) => {
    const replication = await benchReplication(bench, journal, parties)
    await record(journal, 30)
    for (const party of ['KAZ', 'KGZ'] as const) if (parties[party]) await drained(replication, party)
    await replication.stop()
    await journal.close()
  }
  const restore = async () => {
    await rm(data, { recursive: true })
    await restoreJournal(backup, data)
    const restored = readRestored(data)
    if (restored === null) throw new Error('nothing says that it was restored')
    return restored
  }
  await works(await benchJournal(bench), links)
  await backUpJournal(data, backup)
  // An epoch that only KGZ has heard of: KAZ cannot tell of it.
  const first = await learnNewEpoch(await restore(), { KGZ: links.KGZ }, around)
  await works(await benchJournal(bench, { newEpoch: first.epoch }), { KGZ: links.KGZ })

  await kgz.stop()
  const later = { ...systemClock, now: () => new Date(Date.now() + 2_000) }
  const second = await learnNewEpoch(await restore(), links, { ...around, clock: later })
  expect(second.epoch).toBeGreaterThan(first.epoch)
  const journal = await benchJournal(bench, { newEpoch: second.epoch })
  const replication = await benchReplication(bench, journal, links, { lacks: second.lacks })
  await record(journal, 30)
  await drained(replication, 'KAZ')
  await eventually(() => raised(statusOf(replication, 'KGZ').alarms, 'waits-for-centre'))
  expect(await journal.cursor('KGZ')).toEqual({ epoch: 1, seq: 30 })
  await kgz.start()
  await drained(replication, 'KGZ')
  expect(statusOf(replication, 'KGZ').alarms).toEqual([expect.stringMatching(/^backup-lacked/)])
  expect(kgz.centre().summary()).toMatchObject({ received: 90, missing: 0, duplicates: 0, conflicts: 0 })
  expect(kaz.centre().summary()).toMatchObject({ received: 60, missing: 0, duplicates: 0, conflicts: 0 })
})

test('a journal that was put back without `restore` gets its new epoch by `journal new-epoch`, and goes on', async () => {
  await gatewayAndItsBackup(40, 60)
  const data = join(bench.directory, 'backup')
  const behind = await benchJournal(bench, { name: 'backup' })
  await expect(markNewEpoch(data)).rejects.toMatchObject({ code: 'journal.locked' })
  await behind.close()
  await markNewEpoch(data)
  const restored = readRestored(data)
  if (restored === null) throw new Error('nothing says that it needs a new epoch')
  const around = { gateway: identity, clock: systemClock, log: silentLog }
  const { epoch, lacks } = await learnNewEpoch(restored, { KAZ: link() }, around)
  const journal = await benchJournal(bench, { name: 'backup', newEpoch: epoch })
  const replication = await benchReplication(bench, journal, { KAZ: link() }, { lacks })
  await record(journal, 10)
  await drained(replication, 'KAZ')
  expect(kaz.centre().summary()).toMatchObject({ received: 110, missing: 0, conflicts: 0 })
})
