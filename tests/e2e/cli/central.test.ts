import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Party, parties } from '../../../edge/domain/party.ts'
import { closed, newEvent, opened, plateRead } from '../../contract/journal/sample-events.ts'
import { runCommand } from '../../support/cli.ts'
import { embedded } from '../replication/brokers.ts'
import {
  type Bench,
  benchJournal,
  benchReplication,
  drained,
  eventually,
  openBench,
  partyLink,
} from '../replication/gateway-bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await bench.close()
})

/** `ayaldama central` as a process; resolves when it is at work. */
async function centre(party: Party, broker: string) {
  const data = join(bench.directory, `centre-${party}`)
  const words = ['central', '--party', party, '--broker', broker, '--data', data, '--protocol', '3.1.1']
  const more = ['--key', join(bench.directory, `${party}.pem`), '--trust-first', '--log-level', 'silent']
  const cli = resolve(import.meta.dirname, '../../../edge/cli.ts')
  const child = spawn(process.execPath, [cli, ...words, ...more], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  bench.onClose(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const stop = async () => {
    child.kill('SIGTERM')
    return (await exited)[0]
  }
  return { data, publicKey: String(line).split(' ').at(-1) ?? '', stop }
}

test('a centre by command takes the feed, cosigns, erases as it is told, and says what it holds', async () => {
  const made = await Promise.all(
    parties.map(async (party) => {
      const broker = await embedded()
      await broker.start()
      bench.onClose(broker.kill)
      return { party, broker, ...(await centre(party, broker.url)) }
    }),
  )
  const links = Object.fromEntries(
    made.map(({ party, broker, publicKey }) => [
      party,
      partyLink({ url: broker.url, key: { publicKey } }, { mqttVersion: '3.1.1', acknowledgeMs: 2_000 }),
    ]),
  )
  const journal = await benchJournal(bench, { heads: true })
  const replication = await benchReplication(bench, journal, links)
  await journal.append([opened('c-1'), plateRead('c-1', '123ABC02', true), closed('c-1')])
  const filler = newEvent({ type: 'GatewayStopped', data: { reason: 'test' } }, { crossing: null })
  await journal.append(Array.from({ length: 12 }, () => ({ ...filler, id: crypto.randomUUID() })))
  for (const { party } of made) await drained(replication, party)
  const cosigned = new Set<Party>()
  await eventually(() => {
    for (const party of parties) void journal.cosignature(party).then((one) => one && cosigned.add(party))
    return cosigned.size === 2
  })
  expect(await journal.eraseFields(new Date(Date.now() + 3_600_000).toISOString())).toBe(1)
  await eventually(() => replication.status().every(({ cursor }) => cursor.seq === 16))
  for (const { party, data, stop } of made) {
    expect(statSync(join(bench.directory, `${party}.pem`)).mode & 0o777).toBe(0o600)
    const place = ['--party', party, '--data', data]
    const status = await runCommand('central', 'status', ...place)
    expect(JSON.parse(status.stdout)).toMatchObject({
      ...{
        gateway: 'karasu/gw-1',
        received: 16,
        missing: 0,
        duplicates: 0,
        watermark: { epoch: 1, seq: 16 },
      },
      erasures: { notices: [{ refused: null, events: 1 }], unexplained: 0 },
    })
    const one = await runCommand('central', 'export', ...place, '--crossing', 'c-1')
    const events = one.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.map(({ erased = false, data: { text } }) => [erased, text])).toEqual([
      [false, undefined],
      [true, '[erased]'],
      [false, undefined],
    ])
    const all = await runCommand('central', 'export', ...place)
    expect(all.stdout.trim().split('\n')).toHaveLength(16)
    expect(await stop()).toBe(0)
  }
})

test('where no centre was at work, export and status say so', async () => {
  const answer = await runCommand('central', 'status', '--party', 'KAZ', '--data', bench.directory)
  expect(answer).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/centre-KAZ\.db/) })
})
