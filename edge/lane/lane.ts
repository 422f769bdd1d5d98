import { isCheckpointCommand } from '../domain/checkpoint/commands.ts'
import { openWork } from '../domain/checkpoint/handover.ts'
import { outOfPlace } from '../domain/checkpoint/out-of-place.ts'
import { lacksSecond } from '../domain/control/four-eyes.ts'
import { planControls } from '../domain/control/plan.ts'
import type { OverrideAct } from '../domain/control/rule-pack.ts'
import type { CrossingCommand } from '../domain/crossing/commands.ts'
import type { AnyEvent, BarrierRole, CrossingOutcome } from '../domain/crossing/events.ts'
import type { TestPart } from '../domain/maintenance/events.ts'
import type { Actor, OfficerActor } from '../domain/party.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Technician } from '../ports/configuration.ts'
import type {
  BarcodeScanned,
  DeliveryOutcome,
  DocumentScanned,
  FrameCaptured,
  Unsubscribe,
  VehicleWeighed,
} from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { RecordedEvent } from '../ports/journal.ts'
import type { CommandResult, OfficerAct } from '../ports/lane.ts'
import { createBarrierWork } from './barrier-work.ts'
import { allBooms } from './booms.ts'
import { type CrossingRecord, createCrossingRecord, type Outcome } from './crossing-record.ts'
import { readDocument } from './document.ts'
import { createFrameGate } from './frame-gate.ts'
import { type Sighting, sight } from './identification.ts'
import type { LaneDeps, LaneParts } from './lane-parts.ts'
import { createLawWork, type LawWork } from './law-work.ts'
import { createLight } from './light.ts'
import { createMailbox } from './mailbox.ts'
import { createPageWork } from './page-work.ts'
import { createPlateWork } from './plate-work.ts'
import { nextStep } from './reconcile.ts'
import type { Durations } from './statistics.ts'
import { createTrialWork, type TrialWork } from './trial-work.ts'
import { readVehiclePaper } from './vehicle-paper.ts'

export interface FinishedCrossing {
  readonly crossing: string
  readonly plate: string | null
  readonly outcome: CrossingOutcome
}

/** One lane at work. All that changes it goes through one mailbox, in order. */
export interface Lane {
  readonly parts: LaneParts
  readonly record: CrossingRecord
  readonly law: LawWork
  readonly trial: Pick<TrialWork, 'maintenance' | 'offers'>
  /** Newest sighting, for the screen. */
  readonly sighting: () => Sighting | null
  /** How many frames were looked at. */
  readonly sightings: () => number
  readonly finished: () => readonly FinishedCrossing[]
  readonly emergency: () => boolean
  readonly approachOccupied: () => boolean
  /** What the loop in the control zone says; null where none is wired. */
  readonly zone: () => 'clear' | 'occupied' | 'unknown' | null
  readonly tally: Readonly<Record<CrossingOutcome, number>>
  /** Takes up an open crossing of the journal; before `start`. */
  resume(crossing: string, events: readonly RecordedEvent[]): void
  start(): void
  stop(): Promise<void>
  execute(command: OfficerAct): Promise<CommandResult>
  confirmWayClear(barrier: BarrierRole, by: OfficerActor): Promise<CommandResult>
  resetEmergency(by: OfficerActor): Promise<CommandResult>
  emergencyOpen(barrier: BarrierRole, reason: string, by: OfficerActor): Promise<CommandResult>
  beginMaintenance(by: Technician, reason: string): Promise<CommandResult>
  endMaintenance(by: Technician): Promise<CommandResult>
  tryPart(part: TestPart, by: Technician): Promise<CommandResult>
  note(event: AnyEvent, actor: Actor): Promise<void>
  onChange(listener: () => void): Unsubscribe
}

const gateway: Actor = { kind: 'gateway' }
const tickMs = 100
/** A loop that is occupied for less is a passer-by or noise. */
const arrivalMs = 150
/** Steps that follow from one cause; more would be a loop of our own making. */
const maxSteps = 8
const keptFinished = 5
const repeatFailureMs = 10_000

export function createLane(
  parts: LaneParts,
  deps: LaneDeps,
  durations: { readonly frameToRead: Durations; readonly decisionToBarrier: Durations },
): Lane {
  const { clock, recogniser } = deps
  const log = deps.log.child({ lane: parts.lane })
  const record = createCrossingRecord({ ...deps, lane: parts.lane })
  const trial = createTrialWork({ ...{ parts, record, clock, log }, begun: deps.maintenance ?? null })
  const law = createLawWork({ parts, deps, record, outOfService: () => trial.maintenance() !== null })
  const mailbox = createMailbox()
  const gate = createFrameGate()
  const light = createLight(parts.signals, log)
  const listeners = new Set<() => void>()
  const subscriptions: Unsubscribe[] = []
  const finished: FinishedCrossing[] = []
  const tally: Record<CrossingOutcome, number> = { released: 0, refused: 0, returned: 0, detained: 0 }
  let arrivedAt: number | null = null
  /** Facts of booms that wait in the mailbox: until they are heard, positions tell only half the story. */
  let unheard = 0
  let failed = { code: '', at: 0 }
  let timer: NodeJS.Timeout | undefined

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const isOpen = () => record.state().status === 'open'
  const zone = (): 'clear' | 'occupied' | 'unknown' | null => {
    const { zoneLoop } = parts.signals
    if (!zoneLoop) return null
    const reading = zoneLoop.reading()
    return reading === undefined ? 'unknown' : reading.value ? 'occupied' : 'clear'
  }

  const execute = async (command: CrossingCommand, actor: Actor): Promise<Outcome> => {
    const outcome = await record.execute(command, actor)
    if (outcome.ok) for (const event of outcome.recorded) await effect(event)
    if (outcome.ok && outcome.recorded.length > 0) changed()
    return outcome
  }

  const openCrossing = async () => {
    const { exitParty, entryParty, hostParty, lane } = parts
    if (law.closed()) return
    const localDate = deps.localDate()
    const { ref: rulePack, pack } = deps.rules.on(localDate)
    const controls = planControls(pack, exitParty, entryParty, localDate)
    const guarded = parts.booms !== null
    await execute(
      {
        type: 'OpenCrossing',
        ...{ lane, exitParty, entryParty, hostParty, rulePack, controls, guarded, localDate },
        ...(law.separate() && { regime: 'separate' }),
      },
      gateway,
    )
  }

  const barriers = createBarrierWork({
    ...{ parts, record, execute, clock },
    decisionToBarrier: durations.decisionToBarrier,
    emergencyLatched: deps.emergencyLatched ?? false,
    zoneEmpty: () => zone() === null || zone() === 'clear',
    outOfService: () => trial.maintenance() !== null,
  })
  const plates = createPlateWork({ parts, deps, record, execute, openCrossing })

  /** What follows from a fact that is durable now. */
  const effect = async ({ event, crossing }: RecordedEvent): Promise<void> => {
    switch (event.type) {
      case 'CrossingOpened':
        plates.begin()
        barriers.begin()
        return
      case 'CrossingReleased':
      case 'ReadmissionAccepted':
        barriers.decided()
        return
      case 'CrossingDetained':
        barriers.decided()
        return
      case 'CrossingReturned':
        barriers.decided()
        return
      case 'BarrierOpeningOrdered':
        return barriers.open(event.data.barrier, event.data.permit)
      case 'PassageConfirmed':
        barriers.close(event.data.barrier)
        return
      case 'CrossingClosed':
        finish(crossing ?? '', event.data.outcome)
        return
    }
  }

  const finish = (crossing: string, outcome: CrossingOutcome) => {
    const state = record.state()
    const plate = state.status === 'closed' ? (state.plate?.text ?? null) : null
    tally[outcome] += 1
    finished.unshift({ crossing, plate, outcome })
    finished.length = Math.min(finished.length, keptFinished)
  }

  /** Everything that needs no officer, until nothing more follows. */
  const advance = async (): Promise<void> => {
    await arrive()
    await plates.look()
    for (const finding of law.findings()) await execute(finding, gateway)
    for (let step = 0; step < maxSteps; step += 1) {
      const command = (unheard > 0 ? null : barriers.missing()) ?? next()
      if (!command) break
      const outcome = await execute(command, gateway)
      if (!outcome.ok) {
        log.warn({ command: command.type, code: outcome.refusal.code }, 'own step refused')
        break
      }
    }
    barriers.finishClosing()
    light.show(trial.light() ?? (barriers.calls() ? 'green' : 'red'))
  }

  const next = () =>
    nextStep(record.state(), {
      identified: plates.identified(),
      has: () => parts.booms !== null,
      zone: zone(),
      mayOpen: barriers.mayOpen,
    })

  const approachOccupied = () => parts.signals.approachLoop?.reading()?.value ?? false

  const arrive = async () => {
    if (!approachOccupied()) {
      arrivedAt = null
      return
    }
    arrivedAt ??= clock.monotonic()
    if (isOpen() || !parts.booms || clock.monotonic() - arrivedAt < arrivalMs) return
    await openCrossing()
  }

  const onDocument = async (reader: string, scan: DocumentScanned): Promise<boolean> => {
    const actor: Actor = { kind: 'device', device: reader }
    const read = readDocument(scan.lines, deps.localDate())
    if (!read.ok) {
      const characters = scan.lines.reduce((sum, line) => sum + line.length, 0)
      const data = { reader, code: read.code, lines: scan.lines.length, characters }
      await record.note({ type: 'DocumentUnreadable', data }, actor)
      return false
    }
    return claim(actor, reader, { type: 'RecordDocument', read: read.data })
  }

  const onBarcode = (reader: string, barcode: BarcodeScanned): Promise<boolean> =>
    claim({ kind: 'device', device: reader }, reader, {
      type: 'RecordVehiclePaper',
      read: readVehiclePaper(barcode),
    })

  /** What was read is of the crossing that is open, if one is. */
  const claim = async (actor: Actor, reader: string, command: CrossingCommand): Promise<boolean> => {
    if (!isOpen()) await record.note({ type: 'DocumentUnclaimed', data: { reader } }, actor)
    else return (await execute(command, actor)).ok
    return false
  }

  const onWeight = async (scale: string, { kilograms, net }: VehicleWeighed) => {
    const read = { scale, kilograms, weight: net ? 'net' : 'gross' } as const
    if (isOpen()) await execute({ type: 'RecordWeight', read }, { kind: 'device', device: scale })
    else log.info({ ...read }, 'weighed while no crossing was open')
  }

  const pages = createPageWork({
    ...{ deps, record, execute },
    inTurn: (task) =>
      mailbox.run(async () => {
        const result = await task()
        await advance()
        return result
      }),
    text: async (reader, read): Promise<DeliveryOutcome> =>
      read.type === 'DocumentScanned'
        ? { claimed: await onDocument(reader, read), documents: 1, barcodes: 0 }
        : { claimed: await onBarcode(reader, read), documents: 0, barcodes: 1 },
  })

  /** Puts device work in the mailbox; what fails is logged with its code, and the next tick goes on. */
  const post = (what: string, task: () => Promise<unknown>) => {
    const work = async () => {
      await task()
      await advance()
    }
    mailbox.run(work).catch((error: unknown) => {
      const code = error instanceof AyaldamaError ? error.code : 'lane.internal'
      const words = error instanceof Error ? error.message : String(error)
      // A full disk fails every tick: once told, it is told again only after a while.
      const now = clock.monotonic()
      if (failed.code === code && now - failed.at < repeatFailureMs) return
      failed = { code, at: now }
      log.error({ what, code, error: words }, 'lane task failed')
    })
  }

  const onFrame = async (frame: FrameCaptured) => {
    if (!recogniser) return
    const admission = gate(frame, {
      searching: plates.searching(),
      loopOccupied: parts.signals.approachLoop?.reading()?.value,
      now: clock.monotonic(),
    })
    if (admission === 'leave') return
    const sighting = await sight(frame, parts.lane, recogniser, log, admission === 'ifMoved')
    if (!sighting) return
    durations.frameToRead.add(clock.monotonic() - frame.at)
    post('sighting', async () => {
      await plates.take(sighting)
      changed()
    })
  }

  const subscribe = () => {
    const { camera, documentReader, signals, devices } = parts
    if (camera) subscriptions.push(camera.onEvent((frame) => void onFrame(frame)))
    if (camera?.onReading) {
      subscriptions.push(camera.onReading((reading) => post('reading', () => plates.hear(reading))))
    }
    for (const reader of new Set([documentReader, parts.barcodeScanner, ...parts.pageReaders])) {
      if (!reader) continue
      const { id } = reader
      const undeliver = reader.onDelivery?.((delivery) => pages.take(id, delivery))
      if (undeliver) subscriptions.push(undeliver)
      subscriptions.push(reader.onEvent((scan) => post('document', () => onDocument(id, scan))))
      const unsubscribe = reader.onBarcode?.((barcode) => post('barcode', () => onBarcode(id, barcode)))
      if (unsubscribe) subscriptions.push(unsubscribe)
    }
    const { scale } = parts
    if (scale) subscriptions.push(scale.onEvent((read) => post('weight', () => onWeight(scale.id, read))))
    for (const boom of allBooms(parts.booms)) {
      const unsubscribe = boom.onFact((fact) => {
        unheard += 1
        post('barrier', async () => {
          unheard -= 1
          await barriers.onFact(boom, fact)
          changed()
        })
      })
      subscriptions.push(unsubscribe)
      boom.start()
    }
    for (const signal of [signals.approachLoop, signals.zoneLoop]) {
      if (signal) subscriptions.push(signal.onChange(changed))
    }
    for (const device of devices) subscriptions.push(device.onHealth(changed))
    subscriptions.push(deps.checkpoint.onChange(changed))
    if (deps.disk) subscriptions.push(deps.disk.onChange(changed))
    if (deps.power) subscriptions.push(deps.power.onChange(changed))
  }

  /** A person's word to the booms, in the mailbox like everything else; `override`: an act of an officer. */
  const atBooms = (
    fact: AnyEvent['type'],
    override: { readonly act: OverrideAct; readonly by: OfficerActor } | null,
    act: () => Promise<Refusal | null>,
  ): Promise<CommandResult> =>
    mailbox.run(async () => {
      const { fourEyes } = record.rules().pack
      const alone = override && lacksSecond(override.act, override.by, fourEyes)
      const refusal = alone ?? (await act())
      changed()
      return refusal ? { ok: false, refusal } : { ok: true, events: [fact] }
    })

  return {
    parts,
    record,
    law,
    trial,
    tally,
    sighting: plates.sighting,
    sightings: plates.sightings,
    finished: () => finished,
    emergency: barriers.emergency,
    approachOccupied,
    zone,

    resume: record.resume,

    start() {
      subscribe()
      timer = setInterval(() => post('tick', async () => {}), tickMs)
    },

    async stop() {
      clearInterval(timer)
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      await mailbox.idle()
      for (const boom of allBooms(parts.booms)) await boom.stop()
    },

    execute: (command) =>
      mailbox.run(async () => {
        if (isCheckpointCommand(command)) {
          const result = await deps.checkpoint.execute(command, {
            ...{ lane: parts.lane, hostParty: parts.hostParty },
            open: openWork(record.crossing(), record.state()),
          })
          if (result.ok) await advance()
          changed()
          return result
        }
        const misplaced = outOfPlace(command, deps.checkpoint.state(), parts.lane)
        if (misplaced) return { ok: false, refusal: misplaced }
        const outcome = await execute(command, command.by)
        if (outcome.ok) await advance()
        return outcome.ok ? { ok: true, events: outcome.recorded.map(({ event }) => event.type) } : outcome
      }),

    confirmWayClear: (barrier, by) =>
      atBooms('WayConfirmedClear', { act: 'ConfirmWayClear', by }, () =>
        barriers.confirmWayClear(barrier, by),
      ),
    resetEmergency: (by) =>
      atBooms('EmergencyStopReset', { act: 'ResetEmergency', by }, () => barriers.resetEmergency(by)),
    emergencyOpen: (barrier, reason, by) =>
      atBooms('EmergencyOpeningOrdered', { act: 'OpenInEmergency', by }, () =>
        barriers.emergencyOpen(barrier, reason, by),
      ),

    beginMaintenance: (by, reason) => atBooms('MaintenanceBegun', null, () => trial.begin(by, reason)),
    endMaintenance: (by) => atBooms('MaintenanceEnded', null, () => trial.end(by)),
    tryPart: (part, by) => atBooms('TestOrdered', null, () => trial.order(part, by)),

    note: (event, actor) => mailbox.run(() => record.note(event, actor)),

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
