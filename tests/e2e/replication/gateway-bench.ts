import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Centre, type CentreOptions, createCentre } from '../../../edge/central/centre.ts'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import type { Party } from '../../../edge/domain/party.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import type { HeadSource } from '../../../edge/ports/heads.ts'
import type { Journal, StreamSource } from '../../../edge/ports/journal.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import type { Replication, ReplicationStatus } from '../../../edge/ports/replication.ts'
import { createReplication } from '../../../edge/replication/create-replication.ts'
import type { PartyLink, ReplicationOptions } from '../../../edge/replication/options.ts'
import { customsNote, opened } from '../../contract/journal/sample-events.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'

export const identity = { checkpoint: 'karasu', gateway: 'gw-1' }

/** Waits until something holds; fails after 20 s with what is seen then. */
export async function eventually(holds: () => boolean, seen: () => unknown = () => ''): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 10) {
    if (holds()) return
    await delay(10)
  }
  throw new Error(`did not come about; seen: ${JSON.stringify(seen())}`)
}

/** Everything of one test in one folder; `close` ends all of it, last opened first. */
export interface Bench {
  readonly directory: string
  onClose(close: () => Promise<unknown>): void
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const directory = await testDirectory()
  const closers: (() => Promise<unknown>)[] = []
  return {
    directory,
    onClose: (close) => {
      closers.push(close)
    },
    close: async () => {
      for (const close of closers.toReversed()) await close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type GatewayJournal = Journal & StreamSource & HeadSource

export async function benchJournal(
  bench: Bench,
  options: { readonly name?: string; readonly newEpoch?: boolean | number; readonly heads?: boolean } = {},
): Promise<GatewayJournal> {
  const journal = await openJournal({
    directory: join(bench.directory, options.name ?? 'gateway'),
    log: silentLog,
    clock: systemClock,
    newEpoch: options.newEpoch ?? false,
    ...(options.heads === true && { signHeads: { ...identity, everyEvents: 10 } }),
  })
  bench.onClose(journal.close)
  return journal
}

export interface Receiver {
  readonly key: ReturnType<typeof generateCentreKey>
  readonly url: string
  centre(): Centre
  stop(): Promise<void>
  start(): Promise<void>
}

export async function benchCentre(
  bench: Bench,
  party: Party,
  url: string,
  mqttVersion: '5' | '3.1.1' = '5',
  tls?: CentreOptions['tls'],
): Promise<Receiver> {
  const key = generateCentreKey()
  let centre: Centre | undefined
  const receiver: Receiver = {
    key,
    url,
    centre: () => {
      if (centre === undefined) throw new Error('the centre is stopped')
      return centre
    },
    start: async () => {
      centre = await createCentre({
        party,
        brokerUrl: url,
        directory: join(bench.directory, `centre-${party}`),
        key: key.privateKey,
        log: silentLog,
        mqttVersion,
        ...(tls && { tls }),
        gapMs: 50,
        reconnectMs: 20,
        trustFirstGatewayKey: true,
        proofMs: 500,
      })
    },
    stop: async () => {
      await centre?.close()
      centre = undefined
    },
  }
  await receiver.start()
  bench.onClose(receiver.stop)
  return receiver
}

/** Short times, small windows: a test meets every edge with few events. */
export function partyLink(
  { url, key }: { readonly url: string; readonly key: Pick<Receiver['key'], 'publicKey'> },
  changes: Partial<PartyLink> = {},
): PartyLink {
  return {
    brokerUrl: url,
    mqttVersion: '5',
    centreKey: key.publicKey,
    window: 8,
    batch: 20,
    acknowledgeMs: 300,
    reconnect: { firstMs: 10, maxMs: 50 },
    ...changes,
  }
}

export async function benchReplication(
  bench: Bench,
  source: StreamSource & HeadSource,
  parties: Partial<Record<Party, PartyLink>>,
  changes: Pick<ReplicationOptions, 'lacks'> = {},
): Promise<Replication> {
  const replication = createReplication({
    source,
    heads: source,
    gateway: identity,
    parties,
    log: silentLog,
    clock: systemClock,
    random: Math.random,
    ...changes,
  })
  await replication.start()
  bench.onClose(replication.stop)
  return replication
}

export function statusOf(replication: Replication, party: Party): ReplicationStatus {
  const status = replication.status().find((candidate) => candidate.party === party)
  if (status === undefined) throw new Error(`no uplink of ${party}`)
  return status
}

/** Appends `count` events in calls of ten, with customs notes that KGZ does not get. */
export async function record(journal: Journal, count: number): Promise<void> {
  const calls: Promise<unknown>[] = []
  for (let done = 0; done < count; done += 10) {
    const size = Math.min(10, count - done)
    const facts = Array.from({ length: size }, (_, index) =>
      index === 0 ? opened(crypto.randomUUID()) : customsNote('c-1', `seal ${done + index}`),
    )
    calls.push(journal.append(facts))
  }
  await Promise.all(calls)
}

/** All that was recorded is acknowledged. */
export async function drained(replication: Replication, party: Party): Promise<void> {
  await eventually(
    () => statusOf(replication, party).backlog === 0,
    () => statusOf(replication, party),
  )
}
