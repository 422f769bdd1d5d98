import { join, resolve } from 'node:path'
import { loadRulePack } from '../../config/load-rule-pack.ts'
import { createRuleBook, type Rules } from '../../edge/domain/control/rule-book.ts'
import type { Party } from '../../edge/domain/party.ts'
import { openJournal } from '../../edge/journal/open-journal.ts'
import { type Checkpoint, openCheckpoint } from '../../edge/lane/checkpoint.ts'
import { localDate, localMoment } from '../../edge/operations/local-date.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import type { GatewayIdentity } from '../../edge/ports/feed/topics.ts'
import type { HeadSource } from '../../edge/ports/heads.ts'
import { uuidV7 } from '../../edge/ports/ids.ts'
import type { Journal, StreamSource } from '../../edge/ports/journal.ts'
import { silentLog } from '../../edge/ports/log.ts'
import type { Replication } from '../../edge/ports/replication.ts'
import { createReplication } from '../../edge/replication/create-replication.ts'
import { type Chance, createChance } from './chance.ts'
import type { Planted } from './plants.ts'
import { createVirtualTime, type VirtualTime } from './virtual-time.ts'

export const timeZone = 'Asia/Bishkek'
/** 00:00 at the checkpoints on a day with an even date: residents of Kazakhstan may pass (BR 18.1(2)). */
export const dayBegins = Date.UTC(2026, 10, 23, 18)

export interface LanePlace {
  readonly lane: string
  readonly exitParty: Party
  readonly entryParty: Party
  readonly hostParty: Party
}

/** One checkpoint with its gateway: the real journal, checkpoint and uplinks on the time of the simulated day. */
export interface Site {
  readonly identity: GatewayIdentity
  /** Folder of the journal. */
  readonly directory: string
  readonly lanes: readonly LanePlace[]
  readonly time: VirtualTime
  readonly chance: Chance
  readonly rules: Rules
  readonly journal: Journal & StreamSource & HeadSource
  readonly checkpoint: Checkpoint
  readonly replication: Replication
  readonly nextId: () => string
  readonly today: () => string
  readonly moment: () => ReturnType<typeof localMoment>
  close(): Promise<void>
}

export interface SiteOptions {
  readonly pack: string
  readonly lanes: readonly LanePlace[]
  readonly folder: string
  readonly seed: number
  /** A mistake in what the Parties are given, to see it found. */
  readonly plant: Planted
  readonly links: Readonly<Record<Party, { readonly brokerUrl: string; readonly centreKey: string }>>
}

const packs = resolve(import.meta.dirname, '../../config/rule-packs')

export async function openSite(options: SiteOptions): Promise<Site> {
  const { pack, lanes, seed, plant, links } = options
  const rules = loadRulePack(join(packs, `${pack}.yaml`))
  const identity: GatewayIdentity = { checkpoint: pack, gateway: 'gateway-1' }
  const directory = join(options.folder, pack)
  const time = createVirtualTime(dayBegins)
  const chance = createChance(seed)
  const nextId = () => uuidV7(time.now().getTime(), chance.bytes(10))
  const kept = await openJournal({
    directory,
    log: silentLog,
    clock: time,
    signHeads: { ...identity, everyMs: 500 },
  })
  const journal: Site['journal'] = { ...kept, append: (events) => kept.append(plant(events)) }
  const book = createRuleBook([rules])
  const dateOf = (at: Date) => localDate(at, timeZone)
  const checkpoint = await openCheckpoint({
    ...{ journal, rules: book, clock: time, log: silentLog, nextId },
    localDate: (at) => dateOf(new Date(at)),
    lane: lanes[0]?.lane ?? 'lane',
  })
  const link = (party: Party) => ({
    ...links[party],
    mqttVersion: '3.1.1' as const,
    reconnect: { firstMs: 50, maxMs: 500 },
  })
  const replication = createReplication({
    source: journal,
    heads: journal,
    gateway: identity,
    parties: { KAZ: link('KAZ'), KGZ: link('KGZ') },
    log: silentLog,
    clock: systemClock,
    random: Math.random,
  })
  await replication.start()
  return {
    ...{ identity, directory, lanes, time, chance, rules, journal, checkpoint, replication, nextId },
    today: () => dateOf(time.now()),
    moment: () => localMoment(time.now(), timeZone),
    async close() {
      await replication.stop()
      checkpoint.close()
      await journal.close()
    },
  }
}
