import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { createAuthority } from '../../support/authority.ts'
import { requireSystem } from '../../support/system-package.ts'
import { embedded, mosquitto, secureMosquitto, type TestBroker } from '../replication/brokers.ts'
import {
  type Bench,
  benchJournal,
  benchReplication,
  drained,
  eventually,
  openBench,
  partyLink,
  record,
  statusOf,
} from '../replication/gateway-bench.ts'
import { documentedBlock } from './documented-block.ts'

const needed: readonly (readonly [string, string])[] = [
  ['mosquitto', 'mosquitto'],
  ['mosquitto_sub', 'mosquitto-clients'],
  ['jq', 'jq'],
  ['openssl', 'openssl'],
]
const available = needed.map(([command, apt]) => requireSystem(command, apt))

/** What docs/feed.md shows is what runs here. */
describe.skipIf(available.includes(false))('the plain client of docs/feed.md', () => {
  let bench: Bench
  let folder: string

  beforeEach(async () => {
    bench = await openBench()
    folder = join(bench.directory, 'taken')
    mkdirSync(folder)
    for (const name of ['take-feed', 'check-feed']) {
      writeFileSync(join(bench.directory, name), documentedBlock(name))
    }
  })
  afterEach(async () => {
    await bench.close()
  })

  async function started(made: Promise<TestBroker>): Promise<TestBroker> {
    const broker = await made
    await broker.start()
    bench.onClose(broker.kill)
    return broker
  }

  function take(options: readonly string[], environment = {}): { readonly kill: () => Promise<void> } {
    const client: ChildProcess = spawn(
      'sh',
      [join(bench.directory, 'take-feed'), 'KAZ/karasu/gw-1', folder, ...options],
      { detached: true, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...environment } },
    )
    const ended = once(client, 'exit')
    const kill = async (): Promise<void> => {
      if (client.exitCode === null && client.signalCode === null) process.kill(-Number(client.pid), 'SIGKILL')
      await ended
    }
    bench.onClose(kill)
    return { kill }
  }

  const at = ({ port }: TestBroker) => ['-h', '127.0.0.1', '-p', String(port)]
  const taken = (): readonly number[] =>
    readFileSync(join(folder, 'events.ndjson'), 'utf8')
      .split('\n')
      // What stands behind the last end of a line is being written.
      .slice(0, -1)
      .map((line) => JSON.parse(line).seq)
  const check = () =>
    execFileSync('sh', [join(bench.directory, 'check-feed'), folder], { encoding: 'utf8' }).trim()
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

  /** A gateway with one line, to this broker; `acknowledgeMs` is long enough for a shell. */
  async function gateway(
    broker: TestBroker,
    changes: Parameters<typeof partyLink>[1] = {},
    key = generateCentreKey(),
  ) {
    writeFileSync(join(folder, 'centre.pem'), key.privateKey)
    const journal = await benchJournal(bench)
    const link = partyLink({ url: broker.url, key }, { acknowledgeMs: 3_000, ...changes })
    const replication = await benchReplication(bench, journal, { KAZ: link })
    return { journal, replication, status: () => statusOf(replication, 'KAZ') }
  }

  test('keeps each event once and in order, over its own death, that of the broker and half a line', async () => {
    const broker = await started(mosquitto(bench.directory))
    const { journal, replication, status } = await gateway(broker)
    await record(journal, 100)
    const first = take(at(broker))
    await eventually(() => status().cursor.seq > 0, status)
    await first.kill()
    appendFileSync(join(folder, 'events.ndjson'), '{"epoch":1,"se')
    await record(journal, 60)
    take(at(broker))
    await broker.kill()
    await broker.start()
    await drained(replication, 'KAZ')
    await record(journal, 40)
    await drained(replication, 'KAZ')
    expect(taken()).toEqual(upTo(200))
    expect(check()).toBe('')
    expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 200 })
    expect(status().alarms).toEqual([])
  })

  test('does so over TLS with two certificates, by the access list of the page', async () => {
    const authority = createAuthority(bench.directory, 'KAZ')
    const list = documentedBlock('acl')
    const own = list.slice(list.indexOf('user centre-KAZ')).replace('user centre-KAZ', 'user centre-KAZ-pub')
    const broker = await started(secureMosquitto(bench.directory, { authority, acl: `${list}\n${own}` }))
    const files = authority.issue('karasu-gw-1')
    const tls = () => ({
      ca: readFileSync(authority.ca, 'utf8'),
      cert: readFileSync(files.certificate, 'utf8'),
      key: readFileSync(files.key, 'utf8'),
    })
    const { journal, replication } = await gateway(broker, { tls })
    const [listens, says] = [authority.issue('centre-KAZ'), authority.issue('centre-KAZ-pub')]
    const options = ['--cafile', authority.ca, '--cert', listens.certificate, '--key', listens.key]
    take([...at(broker), ...options], { PUBLISHER: `--cert ${says.certificate} --key ${says.key}` })
    await record(journal, 60)
    await drained(replication, 'KAZ')
    expect(taken()).toEqual(upTo(60))
  })

  test('asks for what a broker has dropped, and gets it before any time-out', async () => {
    const dropped = new Set<string>()
    const listensTo = new Set<string>()
    const broker = await started(
      embedded(
        (topic, payload) => {
          const range = /"from":(21|81),/.exec(payload)?.[0]
          if (!topic.endsWith('/evt') || range === undefined || dropped.has(range)) return true
          dropped.add(range)
          return false
        },
        (topic) => listensTo.add(topic.slice(topic.lastIndexOf('/'))),
      ),
    )
    const { journal, replication } = await gateway(broker, { mqttVersion: '3.1.1', acknowledgeMs: 300_000 })
    take(at(broker))
    // What is published before it listens is lost to it, and comes again only after the time-out.
    await eventually(() => listensTo.has('/evt'))
    await record(journal, 200)
    await drained(replication, 'KAZ')
    expect(dropped.size).toBeGreaterThan(0)
    expect(taken()).toEqual(upTo(200))
  })

  test('its check names what is missing or double', async () => {
    const broker = await started(mosquitto(bench.directory))
    const { journal, replication } = await gateway(broker)
    take(at(broker))
    await record(journal, 60)
    await drained(replication, 'KAZ')
    const file = join(folder, 'events.ndjson')
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    writeFileSync(file, `${[...lines.slice(0, 9), ...lines.slice(10), lines[59]].join('\n')}\n`)
    expect(check().split('\n')).toEqual([
      expect.stringMatching(/^1\/11 .* after 1\/9$/),
      expect.stringMatching(/^1\/60 .* after 1\/60$/),
    ])
  })

  test('signed with a key that is not the centre’s, its word moves nothing', async () => {
    const broker = await started(mosquitto(bench.directory))
    const { journal, status } = await gateway(broker)
    writeFileSync(join(folder, 'centre.pem'), generateCentreKey().privateKey)
    take(at(broker))
    await record(journal, 20)
    await eventually(() => status().alarms.some((one) => one.startsWith('acknowledgement-forged')), status)
    expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 0 })
  })

  describe.each(['5', '3.1.1'] as const)('where the broker acknowledges, MQTT %s', (mqttVersion) => {
    const byBroker = { acknowledge: 'broker', mqttVersion } as const

    test('it gets each event once and in order without a key', async () => {
      const broker = await started(mosquitto(bench.directory))
      const { journal, replication, status } = await gateway(broker, byBroker)
      writeFileSync(join(folder, 'centre.pem'), '')
      take(at(broker))
      await eventually(() => status().link === 'connected')
      await record(journal, 20)
      await eventually(() => taken().length >= 20, status)
      await record(journal, 100)
      await drained(replication, 'KAZ')
      await eventually(() => taken().length >= 120, taken)
      expect(taken()).toEqual(upTo(120))
      expect(status()).toMatchObject({ acknowledgedBy: 'broker', alarms: [] })
    })

    test('and nobody listens: MQTT 5 says so; in 3.1.1 it shows when a client finds the gap, and asks', async () => {
      const broker = await started(mosquitto(bench.directory))
      const { journal, replication, status } = await gateway(broker, byBroker)
      writeFileSync(join(folder, 'centre.pem'), '')
      await record(journal, 40)
      if (mqttVersion === '5') {
        await eventually(() => status().alarms.some((one) => one.startsWith('broker-without-subscriber')))
        expect(await journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 0 })
        take(at(broker))
        await drained(replication, 'KAZ')
      } else {
        await drained(replication, 'KAZ')
        expect(status().alarms).toEqual([])
        take(at(broker))
      }
      await eventually(() => existsSync(join(folder, 'events.ndjson')))
      await eventually(() => {
        void record(journal, 1)
        return taken().length >= 40
      }, taken)
      expect(taken().slice(0, 40)).toEqual(upTo(40))
      expect(check()).toBe('')
    })
  })
})
