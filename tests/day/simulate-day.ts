import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Centre, createCentre } from '../../edge/central/centre.ts'
import { generateCentreKey } from '../../edge/central/centre-key.ts'
import { startBroker } from '../../edge/demo/broker.ts'
import { type Party, parties } from '../../edge/domain/party.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { confirmReceipts, enterPaperForms, issueNotices, overdueOf, sendLists } from './clerks.ts'
import { type Comparison, compare } from './compare.ts'
import { createDayLane, type DayLane, type Outcome } from './lane.ts'
import { all, type Plant } from './plants.ts'
import { nightStory, residentStories } from './resident-stories.ts'
import { backToJoint, separateStories, takeOverStory } from './separate-stories.ts'
import { type LanePlace, openSite, type Site } from './site.ts'
import { repeatStory, type Story, stories, transitStory } from './stories.ts'

/** How a crossing of the day went. */
export interface Told {
  readonly checkpoint: string
  readonly story: string
  readonly category: string
  readonly outcome: Outcome
}

export interface Day {
  readonly crossings: readonly Told[]
  readonly checkpoints: readonly { readonly checkpoint: string; readonly comparison: Comparison }[]
  /** Everything that is not as it must be; empty for a good day. */
  readonly differences: readonly string[]
  /** Events that waited for Kyrgyzstan's centre when its broker came back. */
  readonly backlog: number
}

export interface DayOptions {
  readonly crossings: number
  readonly seed: number
  /** Mistakes to make. */
  readonly plants?: readonly Plant[]
}

const lane = (name: string, exitParty: Party, hostParty: Party): LanePlace => ({
  ...{ lane: name, exitParty, hostParty },
  entryParty: exitParty === 'KAZ' ? 'KGZ' : 'KAZ',
})

/** Checkpoints of the shipped packs, with their share of the day's crossings. */
const places = [
  {
    ...{ pack: 'korday-ak-jol', share: 0.6, stories: [...stories, transitStory] },
    lanes: [
      lane('korday-1', 'KAZ', 'KGZ'),
      lane('korday-2', 'KAZ', 'KGZ'),
      lane('korday-3', 'KGZ', 'KAZ'),
      lane('korday-4', 'KGZ', 'KAZ'),
    ],
  },
  {
    ...{ pack: 'karasu-ak-tilek', share: 0.3, stories: [...stories, repeatStory] },
    lanes: [lane('karasu-1', 'KAZ', 'KGZ'), lane('karasu-2', 'KGZ', 'KGZ')],
  },
  {
    ...{ pack: 'aspara-gorge', share: 0.1, stories: residentStories },
    lanes: [lane('aspara-1', 'KAZ', 'KAZ')],
  },
] as const

const daySeconds = 86_400
/** The lane of separate control, and the part of the day in which it holds (JC 15). */
const separate = { from: 0.4, until: 0.6, pack: 'karasu-ak-tilek' }

/** A whole day at three checkpoints, each with its gateway and journal, and both Parties' centres over MQTT. */
export async function simulateDay({ crossings, seed, plants = [] }: DayOptions): Promise<Day> {
  // A day has no power cut, and twenty thousand commits: they go to a memory disk where there is one.
  const disk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = await mkdtemp(join(disk, 'ayaldama-day-'))
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const ends = async (party: Party) => {
    let broker = await startBroker({ port: 0 })
    closers.push(() => broker.close())
    const brokerUrl = `mqtt://127.0.0.1:${broker.port}`
    const key = generateCentreKey()
    const centre = await createCentre({
      ...{ party, brokerUrl, directory: folder, key: key.privateKey, log: silentLog, mqttVersion: '3.1.1' },
      ...{ trustFirstGatewayKey: true, reconnectMs: 50 },
    })
    closers.push(() => centre.close())
    const centreKey = `-----BEGIN PUBLIC KEY-----\n${key.publicKey}\n-----END PUBLIC KEY-----\n`
    const again = async () => {
      broker = await startBroker({ port: broker.port })
    }
    return { centre, link: { brokerUrl, centreKey }, down: () => broker.close(), again }
  }
  try {
    const [KAZ, KGZ] = await Promise.all([ends('KAZ'), ends('KGZ')])
    const centres = { KAZ: KAZ.centre, KGZ: KGZ.centre }
    const told: Told[] = []
    const differences: string[] = []
    let backlog = 0
    const checkpoints = await Promise.all(
      places.map(async ({ pack, share, lanes: own, stories: known }, index) => {
        const site = await openSite({
          ...{ pack, lanes: own, folder, seed: seed + index, links: { KAZ: KAZ.link, KGZ: KGZ.link } },
          plant: all(plants),
        })
        closers.push(() => site.close())
        const lanes = own.map((place) => createDayLane(site, place))
        const count = Math.max(known.length, Math.round(crossings * share))
        const outage = async () => {
          await site.time.wait(daySeconds * 0.3)
          await KGZ.down()
          await site.time.wait(daySeconds * 0.2)
          backlog = site.replication.status().find(({ party }) => party === 'KGZ')?.backlog ?? 0
          await KGZ.again()
        }
        const dealt = deal(site, known, count)
        await sendLists(site)
        await site.time.run([
          ...lanes.map((one, number) => () => workLane(one, dealt, number, lanes.length, count, pack, told)),
          () => workClerks(lanes),
          ...(pack === 'korday-ak-jol' ? [outage] : []),
        ])
        differences.push(...overdueOf(site), ...lanes.flatMap(({ shown }) => shown))
        return { site, finished: new Map(lanes.flatMap((one) => [...one.finished])) }
      }),
    )
    const compared: Day['checkpoints'][number][] = []
    for (const { site, finished } of checkpoints) {
      await delivered(site, centres)
      const comparison = await compare(site, centres, finished)
      compared.push({ checkpoint: site.identity.checkpoint, comparison })
      differences.push(...comparison.differences)
      if (comparison.secrets === 0)
        differences.push(`${site.identity.checkpoint}: nothing was kept from anybody`)
    }
    return { crossings: told, checkpoints: compared, differences, backlog }
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

/** Every story at least once, the rest by weight, in an order of chance. */
function deal({ chance }: Site, known: readonly Story[], count: number): readonly Story[] {
  const bag = known.flatMap((one) => Array<Story>(one.weight).fill(one))
  const drawn = () => bag[chance.between(0, bag.length - 1)]
  const all = [...known, ...Array.from({ length: count - known.length }, drawn)].flatMap((one) => one ?? [])
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = chance.between(0, index)
    const [a, b] = [all[index], all[other]]
    if (a && b) [all[index], all[other]] = [b, a]
  }
  return all
}

async function workLane(
  one: DayLane,
  dealt: readonly Story[],
  number: number,
  lanes: number,
  count: number,
  pack: string,
  told: Told[],
): Promise<void> {
  const { time } = one.site
  const begins = time.monotonic()
  const since = () => (time.monotonic() - begins) / 1000
  const own = dealt.filter((_, index) => index % lanes === number)
  const day = pack === 'aspara-gorge' ? { from: 7 * 3600, until: 20 * 3600 } : { from: 0, until: daySeconds }
  const play = async (story: Story) => {
    try {
      await story.play(one)
    } catch (error) {
      throw new Error(`${pack}: "${story.name}"`, { cause: error })
    }
    const { name, category } = story
    const outcome = story.outcome === 'turned away' ? 'turned away' : one.state().outcome
    if (outcome === null || (outcome !== story.outcome && name !== 'sent back under separate control'))
      throw new Error(`${pack}: "${name}" ends as ${outcome}, not ${story.outcome}`)
    if (outcome !== 'turned away' && one.state().status !== 'closed')
      throw new Error(`${pack}: "${name}" leaves its crossing open`)
    told.push({ checkpoint: pack, story: name, category, outcome })
  }
  if (day.from > 0) await play(nightStory)
  for (const [index, story] of own.entries()) {
    const at = day.from + ((day.until - day.from) * index) / own.length
    await time.wait(at - since())
    const part = index / own.length
    if (pack === separate.pack) {
      const holds = part >= separate.from && part < separate.until
      if (holds && !one.separate()) {
        await play(takeOverStory)
        continue
      }
      if (!holds && one.separate()) await backToJoint(one)
      if (holds) {
        await play(one.site.chance.next() < 0.2 ? pick(separateStories, 1) : pick(separateStories, 0))
        continue
      }
    }
    await play(story)
  }
  if (count > 0 && day.from > 0) {
    await time.wait(day.until + 600 - since())
    await play(nightStory)
  }
}

function pick(of: readonly Story[], index: number): Story {
  const found = of[index]
  if (!found) throw new RangeError('no such story')
  return found
}

/** Beside the lanes: notices, receipts every two hours, paper forms of a power cut. */
async function workClerks(lanes: readonly DayLane[]): Promise<void> {
  const [desk] = lanes
  if (!desk) return
  const { time } = desk.site
  await time.wait(1800)
  await issueNotices(desk)
  await enterPaperForms(desk)
  for (let hour = 2; hour <= 26; hour += 2) {
    await time.wait(7200)
    for (const party of parties) await confirmReceipts(desk, party)
  }
}

/** Until both centres hold and cosign all that the journal has; what never comes is found by the comparison. */
async function delivered(
  { identity, journal, replication }: Site,
  centres: Record<Party, Centre>,
): Promise<void> {
  const gateway = `${identity.checkpoint}/${identity.gateway}`
  for (let tries = 0; tries < 1200; tries += 1) {
    const head = (await journal.latestHead())?.head.size ?? 0
    const [last] = await journal.read({ epoch: 1, seq: head }, 1)
    const waiting = replication.status().some(({ backlog }) => backlog > 0)
    const behind = parties.some((party) => centres[party].heads(gateway).cosigned !== head)
    if (!last && !waiting && !behind) return
    await pause(50)
  }
}
