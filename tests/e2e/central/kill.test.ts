import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { openCentreStore } from '../../../edge/central/store.ts'
import { embedded } from '../replication/brokers.ts'
import {
  type Bench,
  benchJournal,
  benchReplication,
  drained,
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

const program = new URL('./centre-process.ts', import.meta.url).pathname

test('kill -9 of the centre while it stores: in the end it has every event once', async () => {
  const broker = await embedded()
  await broker.start()
  bench.onClose(broker.kill)
  const key = generateCentreKey()
  const directory = join(bench.directory, 'centre')
  const secret = Buffer.from(key.privateKey).toString('base64')
  const startCentre = () =>
    spawn(process.execPath, [program, broker.url, directory, secret], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })

  const journal = await benchJournal(bench)
  const replication = await benchReplication(bench, journal, {
    KAZ: partyLink({ url: broker.url, key }, { mqttVersion: '3.1.1', window: 2 }),
  })
  await record(journal, 400)
  for (const enough of [20, 200]) {
    const centre = startCentre()
    const exited = once(centre, 'exit')
    for await (const line of createInterface({ input: centre.stdout })) {
      if (Number(line) >= enough) centre.kill('SIGKILL')
    }
    await exited
  }
  const last = startCentre()
  const exited = once(last, 'exit')
  try {
    await drained(replication, 'KAZ')
  } finally {
    last.kill('SIGTERM')
    await exited
  }
  const store = openCentreStore(join(directory, 'centre-KAZ.db'))
  bench.onClose(async () => store.close())
  expect(store.summary()).toMatchObject({ received: 400, missing: 0, duplicates: 0, conflicts: 0 })
  expect(store.watermark('karasu/gw-1')).toEqual({ epoch: 1, seq: 400 })
})
