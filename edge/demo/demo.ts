import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Centre, createCentre } from '../central/centre.ts'
import { generateCentreKey } from '../central/centre-key.ts'
import { untilSignal } from '../commands/until-signal.ts'
import { type Party, parties } from '../domain/party.ts'
import { createLogger } from '../operations/logger.ts'
import { publicKeyOf } from '../ports/proof/tree-head.ts'
import { startBroker } from './broker.ts'
import { type ConsoleClient, createConsoleClient } from './console-client.ts'
import { demoGateway, writeDemoConfiguration } from './demo-configuration.ts'
import { freePort } from './free-port.ts'
import { startGatewayProcess } from './gateway-process.ts'
import { approveKeys, createAuthority } from './key-approval.ts'
import { type DemoOfficer, demoOfficers, officerAtWork } from './officers.ts'
import { createRelief } from './relief.ts'
import { createSite, type Site } from './site.ts'
import { type DemoSummary, type DrivenVehicle, describeSummary, summarise } from './summary.ts'
import { type PlannedVehicle, planVehicle } from './traffic.ts'

export interface DemoOptions {
  readonly once?: number
  readonly json: boolean
  readonly speed: number
  readonly port: number
  readonly seed: number
  readonly logLevel: string
}

/** Milliseconds at speed 1 between two vehicles of a lane. */
const gapMs = 2500
const usualBrokerPorts = { KAZ: 1883, KGZ: 1884 } as const
/** How long a finished demo waits for the last acknowledgements. */
const settleMs = 30_000
/** A crossing of the demo takes about 25 s at speed 1; what takes far longer stands still. */
const longestCrossingMs = 180_000

/** `ayaldama demo`: status 0 where every promise of the summary holds. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ayaldama-demo-'))
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const ended = new AbortController()
  const signalled = untilSignal().then((signal) => ended.abort(signal))
  try {
    const demo = await startDemo(options, folder, (close) => closers.push(close), ended.signal)
    say(options, `console  ${demo.url}`)
    say(options, 'sign in  KAZ-199, KAZ-299, KGZ-199 or KGZ-299 (1: border, 2: customs), PIN 0000')
    say(
      options,
      `badges   ${demoOfficers.flatMap(({ officer, badge }) => (badge ? [`${officer} ${badge}`] : [])).join(', ')}`,
    )
    if (options.once === undefined) say(options, 'Ctrl-C ends the demo')
    await Promise.race([demo.traffic(), signalled, demo.failed])
    const summary = await demo.settle()
    process.stdout.write(`${options.json ? JSON.stringify(summary) : describeSummary(summary)}\n`)
    return ended.signal.aborted || holds(summary, options.once) ? 0 : 1
  } finally {
    ended.abort('the demo ends')
    for (const close of closers.reverse()) await close().catch((error) => process.stderr.write(`${error}\n`))
  }
}

function say({ json }: DemoOptions, line: string): void {
  ;(json ? process.stderr : process.stdout).write(`${line}\n`)
}

function holds(summary: DemoSummary, once: number | undefined): boolean {
  const counts = Object.values(summary.centres)
  const complete = counts.every(
    ({ missing, duplicates, acts }) => missing === 0 && duplicates === 0 && acts.refused === 0,
  )
  return complete && (once === undefined || summary.crossings >= once)
}

interface RunningDemo {
  readonly url: string
  /** Drives all vehicles; without `once` it never ends by itself. */
  traffic(): Promise<void>
  /** Waits for the last acknowledgements and counts. */
  settle(): Promise<DemoSummary>
  /** Rejects where the daemon ends or an officer meets an error. */
  readonly failed: Promise<never>
}

async function startDemo(
  options: DemoOptions,
  folder: string,
  onClose: (close: () => Promise<unknown>) => void,
  signal: AbortSignal,
): Promise<RunningDemo> {
  const { speed } = options
  const log = createLogger(options.logLevel)
  const centres = {} as Record<Party, Centre>
  const authorities = { KAZ: createAuthority(), KGZ: createAuthority() }
  const authorityKeys = { KAZ: authorities.KAZ.key, KGZ: authorities.KGZ.key }
  const centreKeyPairs = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }
  const centreKeys = {
    KAZ: publicKeyOf(centreKeyPairs.KAZ.publicKey),
    KGZ: publicKeyOf(centreKeyPairs.KGZ.publicKey),
  }
  const uplinks = {} as Record<Party, { brokerPort: number; centreKey: string }>
  for (const party of parties) {
    const broker = await startBroker({ port: await freePort(usualBrokerPorts[party]) })
    onClose(broker.close)
    const key = centreKeyPairs[party]
    const directory = join(folder, `centre-${party}`)
    const brokerUrl = `mqtt://127.0.0.1:${broker.port}`
    const centre = await createCentre({
      party,
      brokerUrl,
      directory,
      key: key.privateKey,
      log,
      mqttVersion: '3.1.1',
      trustFirstGatewayKey: true,
      ...{ centreKeys, authorityKeys },
    })
    onClose(centre.close)
    const approval = approveKeys(party, centre, demoGateway, authorities[party])
    onClose(async () => approval.stop())
    centres[party] = centre
    uplinks[party] = { brokerPort: broker.port, centreKey: key.publicKey }
  }

  const sites = await Promise.all([
    createSite({ lane: 'lane-1', exitParty: 'KAZ', entryParty: 'KGZ', speed }),
    createSite({ lane: 'lane-2', exitParty: 'KGZ', entryParty: 'KAZ', speed }),
  ])
  for (const site of sites) onClose(site.close)

  const config = await writeDemoConfiguration(folder, {
    sites,
    officers: demoOfficers,
    uplinks,
    authorities,
    consolePort: await freePort(options.port),
    speed,
    workers: Math.min(2, availableParallelism()),
  })
  const gateway = await startGatewayProcess(config, options.logLevel, (line) =>
    process.stderr.write(`${line}\n`),
  )
  onClose(gateway.stop)

  const failed = new Promise<never>((_, reject) => {
    gateway.child.once('exit', (code) => {
      if (!signal.aborted) reject(new Error(`the gateway ended with ${code}`))
    })
    startOfficers(gateway.url, sites, centres, options.speed, signal).catch(reject)
  })
  failed.catch(() => {})
  const watcher = createConsoleClient(gateway.url)
  const driven = new Map<string, PlannedVehicle[]>(sites.map(({ lane }) => [lane, []]))

  return {
    url: gateway.url,
    failed,
    traffic: async () => {
      await Promise.all(
        sites.map((site, index) => traffic(site, index, sites.length, driven, options, signal)),
      )
      await untilClosed(watcher, sites, signal)
    },
    async settle() {
      const statistics = await watcher.statistics()
      await untilAcknowledged(watcher)
      const heads = await watcher.replication()
      const vehicles = sites.flatMap(({ lane }) => drivenVehicles(centres.KAZ, lane, driven.get(lane) ?? []))
      const count = (party: Party) => {
        const { received, missing, duplicates } = centres[party].summary()
        const head = heads.find((status) => status.party === party)?.head.seq ?? 0
        const { signed, unsigned, alarms } = centres[party].acts(demoGateway)
        const acts = { signed, unsigned, refused: alarms.length }
        return { received, missing: Math.max(missing, head - received), duplicates, acts }
      }
      return summarise(vehicles, statistics, { KAZ: count('KAZ'), KGZ: count('KGZ') })
    },
  }
}

async function startOfficers(
  url: string,
  sites: readonly Site[],
  centres: Readonly<Record<Party, Centre>>,
  speed: number,
  signal: AbortSignal,
): Promise<void> {
  const relief = createRelief(centres)
  const simulated = demoOfficers.filter(({ officer }) => officer.endsWith('01'))
  await Promise.all(
    simulated.map((officer: DemoOfficer) =>
      officerAtWork(officer, createConsoleClient(url), sites, {
        speed,
        signal,
        relieved: () => relief.relieved(officer),
      }),
    ),
  )
}

/** The vehicles of one lane, one after the other: every `lanes`th of the plan. */
async function traffic(
  site: Site,
  index: number,
  lanes: number,
  driven: ReadonlyMap<string, PlannedVehicle[]>,
  { once, seed, speed, json }: DemoOptions,
  signal: AbortSignal,
): Promise<void> {
  for (let number = index; once === undefined || number < once; number += lanes) {
    if (signal.aborted) return
    const vehicle = planVehicle(number, seed, site.exitParty)
    driven.get(site.lane)?.push(vehicle)
    const watch = AbortSignal.timeout(longestCrossingMs)
    const end = await Promise.race([
      site.drive(vehicle),
      new Promise<never>((_, reject) => {
        if (once === undefined) return
        watch.addEventListener('abort', () =>
          reject(new Error(`${site.lane}: vehicle ${number} stands still`)),
        )
      }),
    ])
    if (!json && !signal.aborted)
      process.stdout.write(`${site.lane}  ${vehicle.plate.text.padEnd(9)} ${end}\n`)
    await pause(gapMs / speed, undefined, { signal }).catch(() => {})
  }
}

/** The last boom has to come down before a crossing is closed. */
async function untilClosed(
  watcher: ConsoleClient,
  sites: readonly Site[],
  signal: AbortSignal,
): Promise<void> {
  const idle = async ({ lane }: Site) => ['idle', 'fault'].includes((await watcher.lane(lane)).state)
  for (let tries = 0; tries < 200 && !signal.aborted; tries += 1) {
    if ((await Promise.all(sites.map(idle))).every(Boolean)) return
    await pause(100)
  }
}

async function untilAcknowledged(watcher: ConsoleClient): Promise<void> {
  const deadline = Date.now() + settleMs
  while (Date.now() < deadline) {
    const streams = await watcher.replication()
    if (streams.every(({ backlog }) => backlog === 0)) return
    await pause(100)
  }
}

/** The nth crossing of a lane is its nth vehicle. */
function drivenVehicles(centre: Centre, lane: string, vehicles: readonly PlannedVehicle[]): DrivenVehicle[] {
  const crossings = new Map<string, DrivenVehicle['facts'][number][]>()
  for (const event of centre.events()) {
    if (event.lane !== lane || event.crossing === null) continue
    const facts = crossings.get(event.crossing) ?? []
    facts.push(event)
    crossings.set(event.crossing, facts)
  }
  const inOrder = [...crossings.values()]
  return vehicles.map((vehicle, index) => ({ vehicle, facts: inOrder[index] ?? [] }))
}
