import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embedded } from '../../e2e/replication/brokers.ts'
import {
  type Bench,
  benchCentre,
  benchJournal,
  benchReplication,
  eventually,
  openBench,
  partyLink,
  type Receiver,
  record,
} from '../../e2e/replication/gateway-bench.ts'

let bench: Bench
let kaz: Receiver
let kgz: Receiver
const name = 'karasu/gw-1'

beforeEach(async () => {
  bench = await openBench()
  const brokers = [await embedded(), await embedded()] as const
  for (const broker of brokers) {
    await broker.start()
    bench.onClose(broker.kill)
  }
  kaz = await benchCentre(bench, 'KAZ', brokers[0].url, '3.1.1')
  kgz = await benchCentre(bench, 'KGZ', brokers[1].url, '3.1.1')
})

afterEach(async () => {
  await bench.close()
})

const links = () => ({
  KAZ: partyLink(kaz, { mqttVersion: '3.1.1' }),
  KGZ: partyLink(kgz, { mqttVersion: '3.1.1' }),
})
const cosigned = (size: number) => () =>
  [kaz, kgz].every((centre) => centre.centre().heads(name).cosigned >= size)
const seen = () => [kaz, kgz].map((centre) => centre.centre().heads(name))

test('both centres cosign what continues, over restarts of either side; the gateway keeps both cosignatures', async () => {
  const journal = await benchJournal(bench, { heads: true })
  const replication = await benchReplication(bench, journal, links())
  for (let round = 1; round <= 5; round++) {
    await record(journal, 10)
    await eventually(cosigned(10 * round), seen)
  }
  await kaz.stop()
  await record(journal, 20)
  await kaz.start()
  await eventually(cosigned(70), seen)
  const root = await journal.rootAt(70)
  for (const party of ['KAZ', 'KGZ'] as const) {
    await eventually(() => seen().every(({ alarms }) => alarms.length === 0))
    let kept = await journal.cosignature(party)
    for (let tries = 0; kept?.size !== 70 && tries < 500; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      kept = await journal.cosignature(party)
    }
    expect(kept).toMatchObject({ party, size: 70, root })
  }
  await replication.stop()
  await journal.close()
  const again = await benchJournal(bench, { heads: true })
  await benchReplication(bench, again, links())
  await record(again, 10)
  await eventually(cosigned(80), seen)
  expect(seen().flatMap(({ alarms }) => alarms)).toEqual([])
})

test('a gateway that writes another history with its own key is refused by both centres, with an alarm', async () => {
  const journal = await benchJournal(bench, { heads: true })
  const replication = await benchReplication(bench, journal, links())
  await record(journal, 30)
  await eventually(cosigned(30), seen)
  await replication.stop()
  await journal.close()
  // The key stays, the events are others, and more of them than the centres have seen.
  const data = join(bench.directory, 'gateway')
  const other = join(bench.directory, 'other')
  for (const file of ['gateway-key.pem', 'gateway-keys.pub']) await cp(join(data, file), join(other, file))
  const rewritten = await benchJournal(bench, { name: 'other', heads: true })
  await record(rewritten, 50)
  await benchReplication(bench, rewritten, links())
  await record(rewritten, 10)
  await eventually(() => seen().every(({ alarms }) => alarms.length > 0), seen)
  expect(seen().map((centre) => centre.cosigned)).toEqual([30, 30])
  for (const party of ['KAZ', 'KGZ'] as const) expect(await rewritten.cosignature(party)).toBeNull()
})

test('a gateway with another key is refused', async () => {
  const journal = await benchJournal(bench, { heads: true })
  const replication = await benchReplication(bench, journal, links())
  await record(journal, 10)
  await eventually(cosigned(10), seen)
  await replication.stop()
  await journal.close()
  await rm(join(bench.directory, 'gateway', 'gateway-key.pem'))
  const again = await benchJournal(bench, { heads: true })
  await benchReplication(bench, again, links())
  await record(again, 10)
  await eventually(
    () => seen().every(({ alarms }) => alarms.some((why) => why.includes('registered key'))),
    seen,
  )
  expect(seen().map((centre) => centre.cosigned)).toEqual([10, 10])
})
