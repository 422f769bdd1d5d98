import type { CrossingCommand } from '../domain/crossing/commands.ts'
import type { BarrierPermit, BarrierRole } from '../domain/crossing/events.ts'
import type { CrossingState, OpenCrossing } from '../domain/crossing/state.ts'
import type { Actor, OfficerActor } from '../domain/party.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { Clock } from '../ports/clock.ts'
import type { BarrierController, TimedBarrierFact } from './barrier/barrier-controller.ts'
import { missingBarrierFact } from './boom-sync.ts'
import { allBooms, boomOf, roleOf } from './booms.ts'
import type { CrossingRecord, Outcome } from './crossing-record.ts'
import type { Booms, LaneParts } from './lane-parts.ts'
import type { Durations } from './statistics.ts'

/** The booms of a lane at work for its crossing. Called from the lane's mailbox only. */
export interface BarrierWork {
  readonly emergency: () => boolean
  readonly mayOpen: (role: BarrierRole) => boolean
  /** Whether the light may call a vehicle: into the zone, or out of it by the release boom. */
  readonly calls: () => boolean
  /** A new crossing begins with nothing ordered. */
  begin(): void
  /** The decision that a barrier waits for has become durable now. */
  decided(): void
  open(role: BarrierRole, permit: BarrierPermit): Promise<void>
  close(role: BarrierRole): void
  /** What the limit switches say and the journal does not say yet. */
  missing(): CrossingCommand | null
  /** Sends down what stands open behind a vehicle that is through, or that was turned away before the zone. */
  finishClosing(): void
  onFact(boom: BarrierController, fact: TimedBarrierFact): Promise<void>
  confirmWayClear(role: BarrierRole, by: OfficerActor): Promise<Refusal | null>
  resetEmergency(by: OfficerActor): Promise<Refusal | null>
  emergencyOpen(role: BarrierRole, reason: string, by: OfficerActor): Promise<Refusal | null>
}

export interface BarrierWorkDeps {
  readonly parts: LaneParts
  readonly record: CrossingRecord
  readonly execute: (command: CrossingCommand, actor: Actor) => Promise<Outcome>
  readonly clock: Clock
  readonly decisionToBarrier: Durations
  readonly emergencyLatched: boolean
  /** The zone is seen clear, or no loop is wired to see it. */
  readonly zoneEmpty: () => boolean
  readonly outOfService: () => boolean
}

const gateway: Actor = { kind: 'gateway' }

export function createBarrierWork(deps: BarrierWorkDeps): BarrierWork {
  const { parts, record, execute, clock } = deps
  const { booms } = parts
  /** Openings that this run of the daemon has ordered, and closings that it has asked for. */
  const ordered = new Set<BarrierRole>()
  const closing = new Set<BarrierRole>()
  let emergency = deps.emergencyLatched
  let decidedAt: number | null = null

  const state = (): CrossingState => record.state()
  const ofCrossing = async (command: CrossingCommand, actor: Actor) => {
    if (state().status === 'open') await execute(command, actor)
  }
  const withBooms = (act: (booms: Booms) => Promise<Refusal | null>) =>
    booms
      ? act(booms)
      : Promise.resolve(
          refuse('barrier.device-offline', 'the lane has no barriers', [{ kind: 'technician' }]),
        )

  const close = (role: BarrierRole) => {
    if (!booms) return
    closing.add(role)
    boomOf(booms, role).closeWhenClear()
  }

  return {
    emergency: () => emergency,
    mayOpen: (role) => booms !== null && boomOf(booms, role).view().mayOpen === null,
    calls() {
      const current = state()
      if (!booms || current.status !== 'open') return false
      const standsOpen = (role: BarrierRole) => boomOf(booms, role).view().position === 'open'
      if (current.barriers.releaseBarrier?.opened && standsOpen('releaseBarrier')) return true
      // A boom that is up for a vehicle on its way back, or behind one that came in, calls nobody in.
      const { approachBarrier: approach, returnBarrier: back } = current.barriers
      const admits = approach?.opened && !approach.passed && !back && !goesBack(current)
      return Boolean(admits) && standsOpen('approachBarrier')
    },

    begin() {
      ordered.clear()
      closing.clear()
    },

    decided() {
      decidedAt = clock.monotonic()
    },

    async open(role, permit) {
      if (!booms) return
      ordered.add(role)
      closing.delete(role)
      const refusal = boomOf(booms, role).open(permit)
      if (!refusal) return
      ordered.delete(role)
      const { code, fact } = refusal
      await execute({ type: 'RecordBarrierOpeningFailed', barrier: role, code, fact }, gateway)
    },

    close,

    missing: () =>
      booms &&
      missingBarrierFact(
        state(),
        (role) => boomOf(booms, role).view().position,
        (role) => ordered.has(role),
      ),

    finishClosing() {
      const current = state()
      if (current.status !== 'open') return
      for (const role of Object.keys(current.barriers) as BarrierRole[]) {
        const progress = current.barriers[role]
        // One boom for both ways: it stands open for the way back now.
        if (role === 'approachBarrier' && current.barriers.returnBarrier && booms?.return === null) continue
        const turnedAway =
          role === 'approachBarrier' && goesBack(current) && !progress?.passed && deps.zoneEmpty()
        if (progress?.opened && (progress.passed || turnedAway) && !closing.has(role)) close(role)
      }
    },

    async onFact(boom, fact) {
      if (!booms) return
      const barrier = roleOf(booms, boom, state())
      const actor: Actor = { kind: 'device', device: boom.device }
      switch (fact.type) {
        case 'openPulseSent':
          if (decidedAt !== null) deps.decisionToBarrier.add(fact.at - decidedAt)
          decidedAt = null
          return
        case 'opened':
          return ofCrossing({ type: 'RecordBarrierOpened', barrier }, actor)
        case 'closed':
          return ofCrossing({ type: 'RecordBarrierClosed', barrier }, actor)
        case 'openingFailed': {
          ordered.delete(barrier)
          const { code, fact: words } = fact
          return ofCrossing({ type: 'RecordBarrierOpeningFailed', barrier, code, fact: words }, actor)
        }
        case 'passage':
          // Nobody let it through: a technician had the boom up.
          if (deps.outOfService()) {
            const data = { barrier, irregularity: 'outOfService' } as const
            return record.note({ type: 'PassageIrregular', data }, actor)
          }
          return ofCrossing({ type: 'ConfirmPassage', barrier }, actor)
        case 'moved': {
          const { position, faults } = fact
          if (faults.length === 0) return
          return record.note({ type: 'BarrierMoved', data: { barrier, position, faults } }, actor)
        }
        case 'wrongWay':
        case 'tailgate':
          return record.note({ type: 'PassageIrregular', data: { barrier, irregularity: fact.type } }, actor)
        case 'movedUnordered': {
          const { position } = fact
          return record.note({ type: 'BarrierMovedUnordered', data: { barrier, position } }, actor)
        }
        case 'emergencyLatched':
          // One button stops all booms of the lane: it is one fact, whichever boom hears it first.
          if (emergency) return
          emergency = true
          return record.note({ type: 'EmergencyStopLatched', data: { lane: parts.lane } }, actor)
      }
    },

    confirmWayClear: (role, by) =>
      withBooms(async (all) => {
        await record.note({ type: 'WayConfirmedClear', data: { barrier: role } }, by)
        return boomOf(all, role).confirmWayClear()
      }),

    resetEmergency: (by) =>
      withBooms(async (all) => {
        for (const boom of allBooms(all)) {
          const refusal = boom.emergencyReset()
          if (refusal) return refusal
        }
        emergency = false
        await record.note({ type: 'EmergencyStopReset', data: { lane: parts.lane } }, by)
        return null
      }),

    emergencyOpen: (role, reason, by) =>
      withBooms(async (all) => {
        await record.note({ type: 'EmergencyOpeningOrdered', data: { barrier: role, reason } }, by)
        return boomOf(all, role).emergencyOpen()
      }),
  }
}

function goesBack({ phase }: OpenCrossing): boolean {
  return phase === 'returning' || phase === 'detained' || phase === 'awaitingReadmission'
}
