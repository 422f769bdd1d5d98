import { planControls } from '../domain/control/plan.ts'
import type { CrossingCommand, OfficerCommand } from '../domain/crossing/commands.ts'
import type { AnyEvent, BarrierRole, CrossingOutcome } from '../domain/crossing/events.ts'
import type { CrossingState } from '../domain/crossing/state.ts'
import type { Actor, OfficerActor } from '../domain/party.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { DocumentScanned, FrameCaptured, Unsubscribe } from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { RecordedEvent } from '../ports/journal.ts'
import type { CommandResult } from '../ports/lane.ts'
import type { BarrierController, TimedBarrierFact } from './barrier/barrier-controller.ts'
import { missingBarrierFact } from './boom-sync.ts'
import { allBooms, boomOf, roleOf } from './booms.ts'
import { type CrossingRecord, createCrossingRecord, type Outcome } from './crossing-record.ts'
import { readDocument } from './document.ts'
import {
  type AgreedPlate,
  createPlateAgreement,
  plateReadData,
  type Sighting,
  sight,
} from './identification.ts'
import type { LaneDeps, LaneParts } from './lane-parts.ts'
import { createLight } from './light.ts'
import { createMailbox } from './mailbox.ts'
import { nextStep } from './reconcile.ts'
import type { Durations } from './statistics.ts'

export interface FinishedCrossing {
  readonly crossing: string
  readonly plate: string | null
  readonly outcome: CrossingOutcome
}

/** One lane at work. All that changes it goes through one mailbox, in order. */
export interface Lane {
  readonly parts: LaneParts
  readonly record: CrossingRecord
  /** Newest sighting, for the screen. */
  readonly sighting: () => Sighting | null
  /** How many frames were looked at. */
  readonly sightings: () => number
  readonly finished: () => readonly FinishedCrossing[]
  readonly emergency: () => boolean
  readonly approachOccupied: () => boolean
  readonly tally: Readonly<Record<CrossingOutcome, number>>
  /** Takes up an open crossing of the journal; before `start`. */
  resume(crossing: string, events: readonly RecordedEvent[]): void
  start(): void
  stop(): Promise<void>
  execute(command: OfficerCommand): Promise<CommandResult>
  confirmWayClear(barrier: BarrierRole, by: OfficerActor): Promise<CommandResult>
  resetEmergency(by: OfficerActor): Promise<CommandResult>
  emergencyOpen(barrier: BarrierRole, reason: string, by: OfficerActor): Promise<CommandResult>
  note(event: AnyEvent, actor: Actor): Promise<void>
  onChange(listener: () => void): Unsubscribe
}

const gateway: Actor = { kind: 'gateway' }
const tickMs = 100
/** A loop that is occupied for less is a passer-by or noise. */
const arrivalMs = 150
/** Between bursts while the plate is not certain yet. */
const burstEveryMs = 700
/** Steps that follow from one cause; more would be a loop of our own making. */
const maxSteps = 8
const keptFinished = 5

export function createLane(
  parts: LaneParts,
  deps: LaneDeps,
  durations: { readonly frameToRead: Durations; readonly decisionToBarrier: Durations },
): Lane {
  const { clock, recogniser } = deps
  const log = deps.log.child({ lane: parts.lane })
  const record = createCrossingRecord({ ...deps, lane: parts.lane })
  const mailbox = createMailbox()
  const light = createLight(parts.signals, log)
  const listeners = new Set<() => void>()
  const subscriptions: Unsubscribe[] = []
  const ordered = new Map<BarrierRole, number>()
  const closing = new Set<BarrierRole>()
  const finished: FinishedCrossing[] = []
  const tally: Record<CrossingOutcome, number> = { released: 0, refused: 0, returned: 0 }

  let agreement = createPlateAgreement()
  let latest: Sighting | null = null
  let sightings = 0
  let openedAt = 0
  let lastBurst = 0
  let arrivedAt: number | null = null
  let emergency = deps.emergencyLatched ?? false
  let decidedAt: number | null = null
  /** Facts of booms that wait in the mailbox: until they are heard, positions tell only half the story. */
  let unheard = 0
  let timer: NodeJS.Timeout | undefined

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const state = (): CrossingState => record.state()
  const isOpen = () => state().status === 'open'

  /** Puts device work in the mailbox; what fails is logged with its code and tried again by the next tick. */
  const post = (what: string, task: () => Promise<void>) => {
    mailbox.run(task).catch((error: unknown) => {
      const code = error instanceof AyaldamaError ? error.code : 'lane.internal'
      log.error(
        { what, code, error: error instanceof Error ? error.message : String(error) },
        'lane task failed',
      )
    })
  }

  const execute = async (command: CrossingCommand, actor: Actor): Promise<Outcome> => {
    const outcome = await record.execute(command, actor)
    if (outcome.ok) for (const event of outcome.recorded) await effect(event)
    if (outcome.ok && outcome.recorded.length > 0) changed()
    return outcome
  }

  /** What follows from a fact that is durable now. */
  const effect = async ({ event, crossing }: RecordedEvent): Promise<void> => {
    switch (event.type) {
      case 'CrossingOpened':
        agreement = createPlateAgreement()
        latest = null
        ordered.clear()
        closing.clear()
        openedAt = clock.monotonic()
        lastBurst = Number.NEGATIVE_INFINITY
        break
      case 'CrossingReleased':
      case 'ReadmissionAccepted':
        decidedAt = clock.monotonic()
        break
      case 'CrossingReturned': {
        decidedAt = clock.monotonic()
        const current = state()
        const approach = current.status === 'open' ? current.barriers.approachBarrier : undefined
        if (approach?.opened && !approach.passed) close('approachBarrier')
        break
      }
      case 'BarrierOpeningOrdered':
        await open(event.data.barrier, event.data.permit)
        break
      case 'PassageConfirmed':
        close(event.data.barrier)
        break
      case 'CrossingClosed': {
        const closed = state()
        tally[event.data.outcome] += 1
        finished.unshift({
          crossing: crossing ?? '',
          plate: closed.status === 'closed' ? (closed.plate?.text ?? null) : null,
          outcome: event.data.outcome,
        })
        finished.length = Math.min(finished.length, keptFinished)
        break
      }
    }
  }

  const open = async (role: BarrierRole, permit: Parameters<BarrierController['open']>[0]) => {
    if (!parts.booms) return
    ordered.set(role, clock.monotonic())
    closing.delete(role)
    const refusal = boomOf(parts.booms, role).open(permit)
    if (!refusal) return
    ordered.delete(role)
    await execute(
      { type: 'RecordBarrierOpeningFailed', barrier: role, code: refusal.code, fact: refusal.fact },
      gateway,
    )
  }

  const close = (role: BarrierRole) => {
    if (!parts.booms) return
    closing.add(role)
    boomOf(parts.booms, role).closeWhenClear()
  }

  const identified = (): boolean =>
    !recogniser ||
    !parts.camera ||
    agreement.certain() ||
    clock.monotonic() - openedAt >= deps.identificationMs

  /** Everything that needs no officer, until nothing more follows. */
  const advance = async (): Promise<void> => {
    await arrive()
    await look()
    for (let step = 0; step < maxSteps; step += 1) {
      const command = missing() ?? next()
      if (!command) break
      const outcome = await execute(command, gateway)
      if (!outcome.ok) {
        log.warn({ command: command.type, code: outcome.refusal.code }, 'own step refused')
        break
      }
    }
    finishClosing()
    light.show(allBooms(parts.booms).some((boom) => boom.view().position === 'open') ? 'green' : 'red')
  }

  const missing = () => {
    const { booms } = parts
    if (!booms || unheard > 0) return null
    return missingBarrierFact(
      state(),
      (role) => boomOf(booms, role).view().position,
      (role) => ordered.has(role),
    )
  }

  const next = () => {
    const { booms } = parts
    return nextStep(state(), {
      identified: identified(),
      has: () => booms !== null,
      mayOpen: (role) => booms !== null && boomOf(booms, role).view().mayOpen === null,
    })
  }

  /** A boom that stands open behind a vehicle that is through, e.g. after a restart. */
  const finishClosing = () => {
    const current = state()
    if (current.status !== 'open') return
    for (const role of Object.keys(current.barriers) as BarrierRole[]) {
      const progress = current.barriers[role]
      if (progress?.opened && progress.passed && !closing.has(role)) close(role)
    }
  }

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

  const openCrossing = async () => {
    const { exitParty, entryParty, hostParty, lane } = parts
    await execute(
      {
        type: 'OpenCrossing',
        lane,
        exitParty,
        entryParty,
        hostParty,
        rulePack: deps.rules.ref,
        controls: planControls(deps.rules.pack, exitParty, entryParty),
        localDate: deps.localDate(),
        guarded: parts.booms !== null,
      },
      gateway,
    )
  }

  /** The camera stands at the approach: once the vehicle is through, it sees the next one. */
  const inView = (): boolean => {
    const current = state()
    return current.status === 'open' && current.guarded && !current.barriers.approachBarrier?.passed
  }

  const look = async () => {
    if (!inView() || !recogniser) return
    if (!identified() && clock.monotonic() - lastBurst >= burstEveryMs) {
      lastBurst = clock.monotonic()
      parts.camera?.trigger()
    }
    if (identified()) await recordPlate(agreement.settle())
  }

  const recordPlate = async (plate: AgreedPlate | null) => {
    if (!plate || !recogniser) return
    const read = await plateReadData(plate, { journal: deps.journal, recogniser })
    await execute({ type: 'RecordPlate', read }, { kind: 'device', device: parts.camera?.id ?? 'camera' })
  }

  const onFrame = async (frame: FrameCaptured) => {
    if (!recogniser) return
    const sighting = await sight(frame, parts.lane, recogniser, log)
    if (!sighting) return
    durations.frameToRead.add(clock.monotonic() - frame.at)
    post('sighting', async () => {
      await take(sighting)
      await advance()
    })
  }

  const take = async (sighting: Sighting) => {
    sightings += 1
    // A frame without a plate does not take the place of one that shows it.
    if (sighting.plate || !inView() || !latest?.plate) latest = sighting
    changed()
    if (!sighting.plate) return
    if (inView()) return recordPlate(agreement.add(sighting))
    if (!parts.booms && !isOpen()) {
      await openCrossing()
      latest = sighting
      return recordPlate(agreement.add(sighting) ?? agreement.settle())
    }
    if (!parts.booms) await sighted(sighting.plate)
  }

  const sighted = (plate: NonNullable<Sighting['plate']>) => {
    const { text, country, confidence, accepted } = plate
    const camera = parts.camera?.id ?? 'camera'
    return record.note(
      { type: 'PlateSighted', data: { text, country, confidence, accepted, camera } },
      { kind: 'device', device: camera },
    )
  }

  const onDocument = async (scan: DocumentScanned) => {
    const reader = parts.documentReader?.id ?? 'documentReader'
    const actor: Actor = { kind: 'device', device: reader }
    const read = readDocument(scan.lines, deps.localDate())
    if (!read.ok) {
      const characters = scan.lines.reduce((sum, line) => sum + line.length, 0)
      const data = { reader, code: read.code, lines: scan.lines.length, characters }
      return record.note({ type: 'DocumentUnreadable', data }, actor)
    }
    if (!isOpen()) return record.note({ type: 'DocumentUnclaimed', data: { reader } }, actor)
    await execute({ type: 'RecordDocument', read: read.data }, actor)
  }

  const onFact = async (boom: BarrierController, fact: TimedBarrierFact) => {
    if (!parts.booms) return
    const role = roleOf(parts.booms, boom, state())
    const actor: Actor = { kind: 'device', device: boom.device }
    switch (fact.type) {
      case 'openPulseSent':
        if (decidedAt !== null) durations.decisionToBarrier.add(fact.at - decidedAt)
        decidedAt = null
        break
      case 'opened':
        if (isOpen()) await execute({ type: 'RecordBarrierOpened', barrier: role }, actor)
        break
      case 'closed':
        if (isOpen()) await execute({ type: 'RecordBarrierClosed', barrier: role }, actor)
        break
      case 'openingFailed':
        ordered.delete(role)
        if (isOpen()) {
          const { code, fact: words } = fact
          await execute({ type: 'RecordBarrierOpeningFailed', barrier: role, code, fact: words }, actor)
        }
        break
      case 'passage':
        if (isOpen()) await execute({ type: 'ConfirmPassage', barrier: role }, actor)
        break
      case 'moved':
        if (fact.faults.length > 0) {
          const { position, faults } = fact
          await record.note({ type: 'BarrierMoved', data: { barrier: role, position, faults } }, actor)
        }
        break
      case 'wrongWay':
      case 'tailgate':
        await record.note(
          { type: 'PassageIrregular', data: { barrier: role, irregularity: fact.type } },
          actor,
        )
        break
      case 'movedUnordered':
        await record.note(
          { type: 'BarrierMovedUnordered', data: { barrier: role, position: fact.position } },
          actor,
        )
        break
      case 'emergencyLatched':
        // One button stops all booms of the lane: it is one fact, whichever boom hears it first.
        if (emergency) break
        emergency = true
        await record.note({ type: 'EmergencyStopLatched', data: { lane: parts.lane } }, actor)
        break
    }
    changed()
  }

  /** An officer's word to the booms, in the mailbox like everything else. */
  const atBooms = (
    act: (booms: NonNullable<LaneParts['booms']>) => Promise<Refusal | null>,
    fact: AnyEvent['type'],
  ): Promise<CommandResult> =>
    mailbox.run(async () => {
      const refusal = parts.booms
        ? await act(parts.booms)
        : refuse('barrier.device-offline', 'the lane has no barriers', [{ kind: 'technician' }])
      changed()
      return refusal ? { ok: false, refusal } : { ok: true, events: [fact] }
    })

  return {
    parts,
    record,
    tally,
    sighting: () => latest,
    sightings: () => sightings,
    finished: () => finished,
    emergency: () => emergency,
    approachOccupied,

    resume(crossing, events) {
      record.resume(crossing, events)
      openedAt = clock.monotonic()
    },

    start() {
      const { camera, documentReader, signals } = parts
      if (camera) subscriptions.push(camera.onEvent((frame) => void onFrame(frame)))
      if (documentReader) {
        subscriptions.push(
          documentReader.onEvent((scan) =>
            post('document', async () => {
              await onDocument(scan)
              await advance()
            }),
          ),
        )
      }
      for (const boom of allBooms(parts.booms)) {
        subscriptions.push(
          boom.onFact((fact) => {
            unheard += 1
            post('barrier', async () => {
              unheard -= 1
              await onFact(boom, fact)
              await advance()
            })
          }),
        )
        boom.start()
      }
      for (const signal of [signals.approachLoop, signals.zoneLoop]) {
        if (signal) subscriptions.push(signal.onChange(() => changed()))
      }
      for (const device of parts.devices) subscriptions.push(device.onHealth(() => changed()))
      timer = setInterval(() => post('tick', advance), tickMs)
    },

    async stop() {
      clearInterval(timer)
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      await mailbox.idle()
      for (const boom of allBooms(parts.booms)) await boom.stop()
    },

    execute: (command) =>
      mailbox.run(async () => {
        const outcome = await execute(command, command.by)
        if (outcome.ok) await advance()
        return outcome.ok ? { ok: true, events: outcome.recorded.map(({ event }) => event.type) } : outcome
      }),

    confirmWayClear: (barrier, by) =>
      atBooms(async (booms) => {
        await record.note({ type: 'WayConfirmedClear', data: { barrier } }, by)
        return boomOf(booms, barrier).confirmWayClear()
      }, 'WayConfirmedClear'),

    resetEmergency: (by) =>
      atBooms(async (booms) => {
        for (const boom of allBooms(booms)) {
          const refusal = boom.emergencyReset()
          if (refusal) return refusal
        }
        emergency = false
        await record.note({ type: 'EmergencyStopReset', data: { lane: parts.lane } }, by)
        return null
      }, 'EmergencyStopReset'),

    emergencyOpen: (barrier, reason, by) =>
      atBooms(async (booms) => {
        await record.note({ type: 'EmergencyOpeningOrdered', data: { barrier, reason } }, by)
        return boomOf(booms, barrier).emergencyOpen()
      }, 'EmergencyOpeningOrdered'),

    note: (event, actor) => mailbox.run(() => record.note(event, actor)),

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
