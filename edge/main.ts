import { join, resolve } from 'node:path'
import type { Configuration } from '../config/load-configuration.ts'
import { loadOfficers } from '../config/load-officers.ts'
import packageJson from '../package.json' with { type: 'json' }
import { createConfigurationDesk } from './composition/configuration-desk.ts'
import { createDevices, type ReloadReport } from './composition/devices.ts'
import { createDiscovery } from './composition/discovery.ts'
import { createEquipment } from './composition/equipment.ts'
import { evidenceExport } from './composition/evidence-export.ts'
import { createLaneParts } from './composition/lanes.ts'
import { takeList, takeListFiles } from './composition/lists.ts'
import { readMaintenance } from './composition/maintenance.ts'
import { openPageRecogniser } from './composition/pages.ts'
import { createPower } from './composition/power.ts'
import { learnNewEpoch } from './composition/restored.ts'
import { startRetention } from './composition/retention.ts'
import { openRuleBook, packTrust } from './composition/rules.ts'
import { createGatewayReplication, partyLinks } from './composition/uplinks.ts'
import { createOfficerDirectory } from './console/officers.ts'
import { startConsole } from './console/start-console.ts'
import { isApproved } from './domain/checkpoint/signing-keys.ts'
import { withheldFrom } from './domain/control/sharing.ts'
import type { LaneEvent } from './domain/crossing/events.ts'
import { type Actor, type Party, parties } from './domain/party.ts'
import { openJournal } from './journal/open-journal.ts'
import { readRestored } from './journal/restored.ts'
import { openCheckpoint } from './lane/checkpoint.ts'
import { createLane, type Lane } from './lane/lane.ts'
import { createLaneControl } from './lane/lane-control.ts'
import { createDurations } from './lane/statistics.ts'
import { localDate, localMoment } from './operations/local-date.ts'
import { createMetrics } from './operations/metrics.ts'
import { systemClock } from './ports/clock.ts'
import { AyaldamaError } from './ports/errors.ts'
import { uuidV7 } from './ports/ids.ts'
import type { Share } from './ports/journal.ts'
import type { Log } from './ports/log.ts'
import { readModelFacts } from './recognition/model-facts.ts'
import { createPlateRecogniser } from './recognition/plate-recogniser.ts'

export interface Gateway {
  /** Address of the console. */
  readonly url: string
  /** Restarts the devices whose own configuration changed; everything else goes on. */
  reload(configuration: Configuration): Promise<ReloadReport>
  /** Resolves when the writer of the journal has answered, as no lane can act without it; rejects where it is gone. */
  proveAlive(): Promise<void>
  /** Ends devices, lanes, uplinks and journal, in this order. */
  stop(reason: string): Promise<void>
}

/** What the one who starts the gateway does for it. */
export interface Upkeep {
  /** `path=value` texts that go before the configuration file. */
  readonly set: readonly string[]
  /** Stops it and starts it with the file as it stands; null where nobody would. */
  readonly restart: (() => void) | null
}

/** How long a lane looks for a plate before it lets the vehicle in without one. */
const identificationMs = 2500

/**
 * Puts the parts together and starts them: journal, recognition, devices, lanes, uplinks, console.
 * Rejects with the first part's `AyaldamaError`; what had started is stopped again.
 */
export async function startGateway(
  configuration: Configuration,
  log: Log,
  upkeep: Upkeep = { set: [], restart: null },
): Promise<Gateway> {
  const started: { readonly what: string; readonly stop: () => Promise<void> }[] = []
  const onStop = (what: string, stop: () => Promise<void>) => started.push({ what, stop })
  const stopAll = async () => {
    for (const { what, stop } of started.splice(0).reverse()) {
      await stop().catch((error: unknown) => log.error({ what, error: String(error) }, 'part did not stop'))
    }
  }
  try {
    const { url, reload, proveAlive } = await start(configuration, log, upkeep, onStop)
    return {
      url,
      reload,
      proveAlive,
      async stop(reason) {
        log.info({ reason }, 'gateway stops')
        await stopAll()
      },
    }
  } catch (error) {
    await stopAll()
    throw error
  }
}

async function start(
  configuration: Configuration,
  log: Log,
  upkeep: Upkeep,
  onStop: (what: string, stop: () => Promise<void>) => void,
): Promise<Pick<Gateway, 'url' | 'proveAlive' | 'reload'>> {
  const clock = systemClock
  const { gateway, console: page, recognition } = configuration
  const { officers } = loadOfficers(page.officers)

  // Model files are checked against their hashes before anything moves.
  const recogniser = await createPlateRecogniser({
    modelsDirectory: recognition.models,
    workers: recognition.workers,
    log,
  })
  onStop('recognition', () => recogniser.close())
  const pages = await openPageRecogniser(configuration, log)
  if (pages) onStop('pages', () => pages.close())

  const identity = { checkpoint: gateway.checkpoint, gateway: gateway.id }
  const restored = readRestored(gateway.data)
  const began =
    restored && (await learnNewEpoch(restored, partyLinks(configuration), { gateway: identity, clock, log }))
  const journal = await openJournal({
    directory: gateway.data,
    log,
    clock,
    signHeads: identity,
    ...(began && { newEpoch: began.epoch }),
    ballastBytes: gateway.ballastMiB * 1024 * 1024,
  })
  onStop('journal', () => journal.close())
  const rules = await openRuleBook(configuration, journal, log)
  const today = () => localDate(clock.now(), gateway.timeZone)
  const note = async (event: LaneEvent, lane: string | null = null, actor: Actor = { kind: 'gateway' }) => {
    const share = (party: 'KAZ' | 'KGZ'): Share => {
      const withheld = withheldFrom(party, event, actor, rules.on(today()).pack)
      return withheld && { withheld }
    }
    const shares = { KAZ: share('KAZ'), KGZ: share('KGZ') }
    const id = uuidV7()
    await journal.append([
      { id, event, crossing: null, lane, eventTime: clock.now().toISOString(), actor, shares },
    ])
  }
  await note({ type: 'GatewayStarted', data: { version: packageJson.version, epoch: journal.epoch() } })
  onStop('record', () => note({ type: 'GatewayStopped', data: { reason: 'stop requested' } }))

  if (gateway.personalDays !== undefined) {
    const retention = startRetention(journal, gateway.personalDays, { clock, log })
    onStop('retention', retention.stop)
  }

  const devices = createDevices(configuration, clock, log)
  const power = createPower(configuration.devices, devices)
  const durations = { frameToRead: createDurations(), decisionToBarrier: createDurations() }
  const checkpoint = await openCheckpoint({
    ...{ journal, rules, clock, log, nextId: uuidV7 },
    localDate: (at) => localDate(new Date(at), gateway.timeZone),
    lane: configuration.lanes[0]?.id ?? 'lane',
  })
  onStop('checkpoint', async () => checkpoint.close())
  const { keys } = packTrust(configuration)
  const { lists } = configuration.law
  if (lists !== undefined) await takeListFiles(lists, { checkpoint, keys, log })
  const lanes = await Promise.all(
    configuration.lanes.map(async (settings): Promise<Lane> => {
      const last = await journal.latest(settings.id, ['EmergencyStopLatched', 'EmergencyStopReset'])
      const latched = last?.event.type === 'EmergencyStopLatched'
      return createLane(
        createLaneParts(settings, configuration, devices, { clock, log, latched }),
        {
          journal,
          disk: journal.disk,
          ...(power && { power }),
          recogniser,
          pages,
          rules,
          checkpoint,
          clock,
          log,
          nextId: uuidV7,
          localDate: today,
          localMoment: () => localMoment(clock.now(), gateway.timeZone),
          identificationMs,
          emergencyLatched: latched,
          maintenance: await readMaintenance(journal, settings.id),
        },
        durations,
      )
    }),
  )
  for (const { crossing, events } of await journal.openCrossings()) {
    const lane = lanes.find(({ parts }) => parts.lane === events[0]?.lane)
    if (lane) lane.resume(crossing, events)
    else log.warn({ crossing, lane: events[0]?.lane }, 'an open crossing belongs to no lane of this gateway')
  }

  const replication = createGatewayReplication(configuration, journal, {
    ...{ clock, log, lacks: began?.lacks },
    onList: (party, payload) => {
      takeList(new TextDecoder().decode(payload), 'a list over the line', {
        ...{ checkpoint, keys, from: party },
      }).catch((error: unknown) => {
        const code = error instanceof AyaldamaError ? error.code : 'list.unreadable'
        log.error({ code }, 'a list over the line was not taken')
      })
    },
  })
  await replication.start()
  onStop('replication', () => replication.stop())

  const equipment = createEquipment(configuration, devices, {
    ...{ journal, clock },
    lanes: lanes.map(({ parts }) => parts),
    models: await readModelFacts(recognition.models),
  })
  for (const lane of lanes) {
    lane.start()
    onStop(`lane ${lane.parts.lane}`, () => lane.stop())
  }
  for (const device of devices.all) {
    device.onHealth(({ state, reason }) => {
      note({ type: 'DeviceHealthChanged', data: { device: device.id, state, reason } }).catch(
        (error: unknown) => log.error({ device: device.id, error: String(error) }, 'health not recorded'),
      )
    })
  }
  onStop('devices', () => devices.stop())
  await devices.start()

  const reload = (next: Configuration) => devices.reload(next.devices)
  const desk = createConfigurationDesk({
    ...{ configuration, reload, journal, clock, log, nextId: uuidV7 },
    ...upkeep,
    folder: join(gateway.data, 'configurations'),
    note: (event, actor) => note(event, configuration.lanes[0]?.id ?? 'lane', actor),
    busy: () => lanes.some(({ record }) => record.state().status === 'open'),
  })
  const laneControl = createLaneControl(
    lanes,
    {
      checkpoint,
      links: () => {
        const status = replication.status()
        const link = (party: Party) => {
          const found = status.find((one) => one.party === party)
          return found ? found.link === 'connected' : null
        }
        return { KAZ: link('KAZ'), KGZ: link('KGZ') }
      },
    },
    durations,
  )
  const running = await startConsole({
    host: page.host,
    port: page.port,
    ...(page.certificate !== undefined &&
      page.key !== undefined && { certificate: { certificate: page.certificate, key: page.key } }),
    lanes: laneControl,
    metrics: createMetrics(laneControl, replication, journal.disk, power),
    journal,
    replication,
    equipment,
    configuration: desk,
    discovery: createDiscovery(clock),
    disk: journal.disk,
    ...(power && { power }),
    officers: createOfficerDirectory(officers),
    exportEvidence: evidenceExport(gateway.data),
    badgeReaders: [...new Set(configuration.lanes.flatMap((lane) => lane.badgeReaders ?? []))].map((id) =>
      devices.get('badgeReader', id),
    ),
    signing: {
      mode: page.signatures,
      approved: (party, key) =>
        isApproved(checkpoint.state().signingKeys, party, key, clock.now().toISOString()),
      request: checkpoint.requestKey,
    },
    gateway: {
      id: gateway.id,
      checkpoint: gateway.checkpoint,
      version: packageJson.version,
      timeZone: gateway.timeZone,
      simulation: gateway.simulation,
      hostNames: page.hostNames,
    },
    rulePack: {
      ...rules.on(today()).ref,
      refusalCauses: rules.on(today()).pack.refusalCauses,
      fourEyes: rules.on(today()).pack.fourEyes,
    },
    uiDirectory: resolve(import.meta.dirname, '../dist/console'),
    log,
    clock,
  })
  onStop('console', () => running.close())
  log.info({ url: running.url, lanes: lanes.length, parties }, 'gateway runs')
  return {
    url: running.url,
    async reload(next) {
      const report = await reload(next)
      desk.runsWith(next, report.later)
      return report
    },
    proveAlive: journal.proveAlive,
  }
}
