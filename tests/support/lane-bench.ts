import { vi } from 'vitest'
import type { OpeningPermit } from '../../edge/domain/barrier/types.ts'
import { createRuleBook, type Rules } from '../../edge/domain/control/rule-book.ts'
import type { LocalMoment } from '../../edge/domain/control/schedule.ts'
import type { BarrierRole } from '../../edge/domain/crossing/events.ts'
import type { BarrierController, TimedBarrierFact } from '../../edge/lane/barrier/barrier-controller.ts'
import { type Checkpoint, createCheckpoint } from '../../edge/lane/checkpoint.ts'
import { createLane, type Lane } from '../../edge/lane/lane.ts'
import type { LaneParts } from '../../edge/lane/lane-parts.ts'
import type { ViewAround } from '../../edge/lane/lane-view.ts'
import { createDurations } from '../../edge/lane/statistics.ts'
import type {
  BarcodeScanned,
  Camera,
  DocumentReader,
  DocumentScanned,
  PointReading,
  SignalInput,
  SignalOutput,
  VehicleWeighed,
  WeighingScale,
} from '../../edge/ports/devices.ts'
import type { Disk } from '../../edge/ports/disk.ts'
import type { BarrierView } from '../../edge/ports/lane.ts'
import { silentLog } from '../../edge/ports/log.ts'
import type { Power } from '../../edge/ports/power.ts'
import type { PageRecogniser, PlateRecogniser } from '../../edge/ports/recognition.ts'
import { pack } from './crossing-spec.ts'
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts'

/** A boom that does as told, at once, and counts. */
export interface FakeBoom {
  readonly controller: BarrierController
  readonly opened: OpeningPermit[]
  closings: number
  emergencies: number
  position: BarrierView['position']
  emit(fact: TimedBarrierFact): void
}

function fakeBoom(role: BarrierRole): FakeBoom {
  const listeners = new Set<(fact: TimedBarrierFact) => void>()
  const boom: FakeBoom = {
    opened: [],
    closings: 0,
    emergencies: 0,
    position: 'closed',
    emit: (fact) => {
      for (const listener of listeners) listener(fact)
    },
    controller: {
      role,
      device: role,
      start: () => {},
      stop: async () => {},
      view: () => ({
        role,
        position: boom.position,
        faults: [],
        mayOpen: null,
        mayClose: null,
        loop: 'clear',
        photocell: 'clear',
      }),
      open: (permit) => {
        boom.opened.push(permit)
        return null
      },
      closeWhenClear: () => {
        boom.closings += 1
      },
      confirmWayClear: () => null,
      emergencyOpen: () => {
        boom.emergencies += 1
        return null
      },
      emergencyReset: () => null,
      confirmedClosed: () => boom.position === 'closed',
      onFact: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      ready: () => true,
    },
  }
  return boom
}

export interface LaneBench {
  readonly lane: Lane
  readonly journal: MemoryJournal
  readonly approach: FakeBoom
  readonly release: FakeBoom
  readonly checkpoint: Checkpoint
  /** What a view of the lane needs. */
  readonly around: ViewAround
  setApproachLoop(occupied: boolean): void
  /** Only where the bench was made with a loop in the zone. */
  setZoneLoop(occupied: boolean): void
  /** The board of the loop in the zone is cut off: its last reading stays and grows old. */
  cutZoneLoop(): void
  /** The colour that shows. */
  light(): 'red' | 'green' | 'off'
  scan(lines: readonly string[]): void
  scanBarcode(text: string): void
  weigh(kilograms: number): void
  /** Lets `ms` milliseconds of fake time pass. */
  pass(ms: number): Promise<void>
  types(): readonly string[]
}

/** One lane on fakes, with fake time. Call `vi.useFakeTimers()` first. */
export function createLaneBench(
  journal: MemoryJournal = createMemoryJournal(),
  plates: { readonly camera: Camera; readonly recogniser: PlateRecogniser } | null = null,
  law: {
    readonly packs?: readonly Rules[]
    readonly moment?: () => LocalMoment
    readonly localDate?: () => string
  } = {},
  wired: {
    readonly zoneLoop?: boolean
    readonly pageReaders?: readonly DocumentReader[]
    readonly pages?: PageRecogniser
    readonly disk?: Disk
    readonly power?: Pick<Power, 'state' | 'onChange'>
  } = {},
): LaneBench {
  const approach = fakeBoom('approachBarrier')
  const release = fakeBoom('releaseBarrier')
  let loop: PointReading | undefined
  let zone: PointReading | undefined = { value: false, at: 0 }
  let zoneSilent = false
  const lit = { red: false, green: false }
  let scanned: (event: DocumentScanned) => void = () => {}
  let barcode: (event: BarcodeScanned) => void = () => {}
  let weighed: (event: VehicleWeighed) => void = () => {}
  let ids = 0
  const monotonic = () => performance.now()
  const approachLoop: SignalInput = {
    name: 'approachLoop',
    reading: () => loop && { ...loop, at: monotonic() },
    onChange: () => () => {},
  }
  const lamp = (colour: 'red' | 'green'): SignalOutput => ({
    name: colour,
    reading: () => ({ value: lit[colour], at: monotonic() }),
    set: async (value) => {
      lit[colour] = value
    },
  })
  const zoneLoop: SignalInput = {
    name: 'zoneLoop',
    reading: () => zone && { ...zone, at: zoneSilent ? zone.at : monotonic() },
    onChange: () => () => {},
  }
  const reader: DocumentReader = {
    id: 'reader',
    kind: 'fake',
    health: () => ({ state: 'online', reason: '', since: '', counters: {} }),
    start: async () => {},
    stop: async () => {},
    onEvent: (listener) => {
      scanned = listener
      return () => {}
    },
    onHealth: () => () => {},
  }
  const scanner: DocumentReader = {
    ...reader,
    id: 'scanner',
    onEvent: () => () => {},
    onBarcode: (listener) => {
      barcode = listener
      return () => {}
    },
  }
  const scale: WeighingScale = {
    ...reader,
    id: 'scale',
    onEvent: (listener) => {
      weighed = listener
      return () => {}
    },
  }
  const parts: LaneParts = {
    lane: 'lane-1',
    exitParty: 'KAZ',
    entryParty: 'KGZ',
    hostParty: 'KGZ',
    camera: plates?.camera ?? null,
    documentReader: reader,
    barcodeScanner: scanner,
    scale,
    pageReaders: wired.pageReaders ?? [],
    booms: { approach: approach.controller, release: release.controller, return: null },
    signals: {
      approachLoop,
      zoneLoop: wired.zoneLoop ? zoneLoop : null,
      lightRed: lamp('red'),
      lightGreen: lamp('green'),
    },
    relays: [],
    devices: [],
  }
  const rules = createRuleBook(
    law.packs ?? [{ pack, ref: { name: pack.name, version: pack.version, sha256: '00' } }],
  )
  const clock = { now: () => new Date(), monotonic }
  const nextId = () => {
    ids += 1
    return `id-${ids}`
  }
  const checkpoint = createCheckpoint(
    {
      ...{ journal, rules, clock, log: silentLog, nextId, lane: 'lane-1' },
      localDate: (at) => at.slice(0, 10),
    },
    journal.events,
  )
  const lane = createLane(
    parts,
    {
      journal,
      recogniser: plates?.recogniser ?? null,
      pages: wired.pages ?? null,
      ...(wired.disk && { disk: wired.disk }),
      ...(wired.power && { power: wired.power }),
      ...{ rules, checkpoint, clock, log: silentLog, nextId },
      localDate: law.localDate ?? (() => '2026-11-24'),
      localMoment: law.moment ?? (() => ({ date: '2026-11-24', weekday: 'tue', time: '12:00' })),
      identificationMs: 1000,
    },
    { frameToRead: createDurations(), decisionToBarrier: createDurations() },
  )
  return {
    lane,
    journal,
    checkpoint,
    around: { checkpoint, links: () => ({ KAZ: true, KGZ: true }) },
    approach,
    release,
    setApproachLoop: (value) => {
      loop = { value, at: monotonic() }
    },
    cutZoneLoop: () => {
      zone = zone && { ...zone, at: monotonic() }
      zoneSilent = true
    },
    setZoneLoop: (value) => {
      zone = { value, at: monotonic() }
    },
    light: () => (lit.green ? 'green' : lit.red ? 'red' : 'off'),
    weigh: (kilograms) => weighed({ type: 'VehicleWeighed', kilograms, net: false, at: monotonic() }),
    scanBarcode: (text) =>
      barcode({ type: 'BarcodeScanned', format: 'PDF417', text, bytes: Buffer.from(text), at: monotonic() }),
    scan: (lines) => scanned({ type: 'DocumentScanned', lines, at: monotonic() }),
    pass: async (ms) => {
      await vi.advanceTimersByTimeAsync(ms)
    },
    types: () => journal.events.map(({ event }) => event.type),
  }
}
