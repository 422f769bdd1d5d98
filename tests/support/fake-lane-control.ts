import { type CheckpointCommand, isCheckpointCommand } from '../../edge/domain/checkpoint/commands.ts'
import { decideCheckpoint } from '../../edge/domain/checkpoint/decide.ts'
import { evolveCheckpoint } from '../../edge/domain/checkpoint/evolve.ts'
import { explainCheckpoint, explainCheckpointActions } from '../../edge/domain/checkpoint/explain.ts'
import { openWork } from '../../edge/domain/checkpoint/handover.ts'
import { type CheckpointState, initialCheckpoint } from '../../edge/domain/checkpoint/state.ts'
import { lacksSecond } from '../../edge/domain/control/four-eyes.ts'
import { planControls } from '../../edge/domain/control/plan.ts'
import { withheldFrom } from '../../edge/domain/control/sharing.ts'
import type { CrossingCommand } from '../../edge/domain/crossing/commands.ts'
import { decide } from '../../edge/domain/crossing/decide.ts'
import type { BarrierRole, CrossingOutcome } from '../../edge/domain/crossing/events.ts'
import { evolve } from '../../edge/domain/crossing/evolve.ts'
import { explainActions } from '../../edge/domain/crossing/explain-actions.ts'
import { explainCrossing } from '../../edge/domain/crossing/explain-crossing.ts'
import { initialState, lawInForce, turn } from '../../edge/domain/crossing/state.ts'
import { mayTry, type TrialScene } from '../../edge/domain/maintenance/trial.ts'
import { type Actor, type OfficerActor, otherParty, type Party } from '../../edge/domain/party.ts'
import { refuse } from '../../edge/domain/refusal.ts'
import { asSeenBy } from '../../edge/journal/seen-by.ts'
import type { Clock } from '../../edge/ports/clock.ts'
import type { CrossingRow, Journal, RecordedEvent, Share } from '../../edge/ports/journal.ts'
import type {
  BarrierView,
  CommandResult,
  LaneControl,
  LaneView,
  PersonalDataView,
} from '../../edge/ports/lane.ts'
import type { ReplicationStatus } from '../../edge/ports/replication.ts'
import { createFakeEquipment, type FakeEquipment } from './fake-equipment.ts'
import {
  type FakeLane,
  fakeLane,
  fakePassport,
  fakeRulePack,
  replicationStatus,
  rulePackRef,
} from './fake-lane-data.ts'
import { drawFakeVehicle } from './fake-vehicle-picture.ts'

export interface FakeCheckpoint {
  readonly lanes: LaneControl
  readonly journal: Pick<
    Journal,
    'ofTypes' | 'getEvidence' | 'recentCrossings' | 'crossingsOpened' | 'readCrossingAs'
  >
  readonly equipment: FakeEquipment
  readonly replication: { status(): readonly ReplicationStatus[] }
  /** Officers whose sign-in or sign-out was recorded, in order, e.g. `in K-101`. */
  readonly sessions: readonly string[]
  /** Commands that reached the lane, in order. */
  readonly executed: readonly CrossingCommand[]
  /** Openings in an emergency, in order. */
  /** Views of the past that were recorded, in order. */
  readonly views: readonly ({ officer: string } & PersonalDataView)[]
  readonly emergencies: readonly { barrier: BarrierRole; reason: string; by: OfficerActor }[]
  /** Opens a crossing in the lane, reads its plate and, unless told otherwise, one passport. */
  arrive(lane: string, options?: { readonly plate?: string; readonly document?: boolean }): Promise<void>
  act(lane: string, command: CrossingCommand): CommandResult
  /** Lets the vehicle drive out once it is released or returning. */
  leave(lane: string): void
  /** Lets the next command of an officer fail as a broken gateway would. */
  failNext(error: Error): void
  setBarrier(lane: string, role: BarrierRole, change: Partial<BarrierView>): void
}

/** Two lanes on the real decider, without devices: what an officer may do here is what the law allows. */
export function createFakeCheckpoint(clock: Clock): FakeCheckpoint {
  const listeners = new Set<(lane: string) => void>()
  const lanes = new Map<string, FakeLane>(
    [fakeLane('lane-1', 'KAZ'), fakeLane('lane-2', 'KGZ')].map((lane) => [lane.id, lane]),
  )
  const evidence = new Map<string, Buffer>()
  const rows: CrossingRow[] = []
  const recorded: RecordedEvent[] = []
  const sessions: string[] = []
  const views: ({ officer: string } & PersonalDataView)[] = []
  const executed: CrossingCommand[] = []
  const emergencies: { barrier: BarrierRole; reason: string; by: OfficerActor }[] = []
  const equipment = createFakeEquipment(clock, [...lanes.keys()])
  let crossings = 0
  let facts = 0
  let checkpoint: CheckpointState = initialCheckpoint
  let failure: Error | null = null

  function laneOf(id: string): FakeLane {
    const lane = lanes.get(id)
    if (lane === undefined) throw new Error(`no lane ${id}`)
    return lane
  }

  function act(id: string, command: CrossingCommand): CommandResult {
    const lane = laneOf(id)
    executed.push(command)
    const decision = decide(command, lane.state, fakeRulePack)
    if (!decision.ok) return decision
    const actor: Actor = 'by' in command ? command.by : { kind: 'gateway' }
    for (const event of decision.events) {
      const eventTime = clock.now().toISOString()
      lane.state = evolve(lane.state, { event, actor, eventTime })
      facts += 1
      const fact = { id: `fact-${facts}`, event, crossing: lane.crossing, eventTime }
      checkpoint = evolveCheckpoint(checkpoint, fact)
      const seq = recorded.length + 1
      const share = (party: Party): Share => {
        const withheld = withheldFrom(party, event, actor, fakeRulePack)
        return withheld && { withheld }
      }
      recorded.push({
        id: `fake-${seq}`,
        event,
        crossing: lane.crossing,
        lane: id,
        eventTime,
        recordTime: eventTime,
        actor,
        shares: { KAZ: share('KAZ'), KGZ: share('KGZ') },
        epoch: 1,
        seq,
      })
    }
    for (const listener of listeners) listener(id)
    return { ok: true, events: decision.events.map((event) => event.type) }
  }

  function view(id: string, viewer: OfficerActor | null): LaneView {
    const lane = laneOf(id)
    const { state } = lane
    const open = state.status === 'open' ? state : null
    const seen = open !== null && viewer !== null
    return {
      lane: id,
      exitParty: lane.exitParty,
      entryParty: otherParty(lane.exitParty),
      hostParty: 'KAZ',
      state: lane.maintenance
        ? 'maintenance'
        : open === null
          ? 'idle'
          : open.phase === 'released'
            ? 'passing'
            : 'awaitingDecision',
      lawInForce: open === null ? null : lawInForce(open),
      turn: open === null ? null : turn(open),
      crossing: seen ? explainCrossing(lane.crossing, open, viewer, fakeRulePack) : null,
      version: 0,
      recent: viewer === null ? lane.recent.map((row) => ({ ...row, plate: null })) : lane.recent,
      barriers: lane.barriers,
      light: lane.light,
      occupied: { approach: 'clear', zone: open === null ? 'clear' : 'occupied' },
      camera: {
        frame: seen && lane.picture ? crossings : null,
        width: 1280,
        height: 720,
        plates:
          seen && lane.picture && open.plate
            ? [
                {
                  text: open.plate.text,
                  country: open.plate.country,
                  confidence: 0.973,
                  accepted: true,
                  corners: lane.picture.corners,
                },
              ]
            : [],
      },
      devices: equipment.ofLane(id),
      checkpoint: viewer && explainCheckpoint(checkpoint, contextOf(id), viewer.party),
      closed: null,
      maintenance: lane.maintenance,
      waiting: [],
      degraded: [],
    }
  }

  const contextOf = (id: string) => ({
    lane: id,
    hostParty: 'KAZ' as const,
    open: openWork(laneOf(id).crossing, laneOf(id).state),
    now: clock.now().toISOString(),
    fourEyes: fakeRulePack.fourEyes,
    localDate: (at: string) => at.slice(0, 10),
  })

  function actAtCheckpoint(id: string, command: CheckpointCommand): CommandResult {
    const decision = decideCheckpoint(command, checkpoint, contextOf(id))
    if (!decision.ok) return decision
    for (const event of decision.events) {
      facts += 1
      const at = clock.now().toISOString()
      checkpoint = evolveCheckpoint(checkpoint, { id: `fact-${facts}`, event, crossing: null, eventTime: at })
      recorded.push({
        ...{ id: `fact-${facts}`, event, crossing: null, lane: id, eventTime: at, recordTime: at },
        ...{ actor: command.by, shares: { KAZ: { withheld: [] }, KGZ: { withheld: [] } }, epoch: 1 },
        seq: recorded.length + 1,
      })
    }
    for (const lane of lanes.keys()) for (const listener of listeners) listener(lane)
    return { ok: true, events: decision.events.map((event) => event.type) }
  }

  const trialScene = (lane: FakeLane): TrialScene => ({
    outOfService: lane.maintenance !== null,
    crossingOpen: lane.state.status === 'open',
    approach: 'clear',
    zone: 'clear',
    booms: lane.barriers.map(({ role, loop, position, mayOpen, mayClose }) => {
      return { ...{ role, mayOpen, mayClose }, way: loop, closed: position === 'closed' }
    }),
  })

  return {
    sessions,
    views,
    executed,
    emergencies,
    act,
    lanes: {
      lanes: [...lanes.keys()],
      view,
      picture(id) {
        const bytes = evidence.get(laneOf(id).picture?.frame.sha256 ?? '')
        return bytes === undefined ? null : { bytes, mediaType: 'image/jpeg' }
      },
      actions: (lane, officer) => [
        ...explainActions(laneOf(lane).state, officer, fakeRulePack).filter(
          ({ action }) => action !== 'TakeOver',
        ),
        ...explainCheckpointActions(checkpoint, officer, contextOf(lane)),
      ],
      async execute(lane, command) {
        const error = failure
        failure = null
        if (error !== null) throw error
        return isCheckpointCommand(command) ? actAtCheckpoint(lane, command) : act(lane, command)
      },
      resetEmergency: async () => ({ ok: true, events: ['EmergencyStopReset'] }),
      async emergencyOpen(_, barrier, reason, by) {
        const refusal = lacksSecond('OpenInEmergency', by, fakeRulePack.fourEyes)
        if (refusal) return { ok: false, refusal }
        emergencies.push({ barrier, reason, by })
        return { ok: true, events: ['EmergencyOpeningOrdered'] }
      },
      async beginMaintenance(id, by, reason) {
        laneOf(id).maintenance = { by, since: clock.now().toISOString(), reason, tried: null }
        for (const listener of listeners) listener(id)
        return { ok: true, events: ['MaintenanceBegun'] }
      },
      async endMaintenance(id) {
        laneOf(id).maintenance = null
        for (const listener of listeners) listener(id)
        return { ok: true, events: ['MaintenanceEnded'] }
      },
      trials: (id) =>
        laneOf(id).barriers.flatMap(({ role: barrier }) =>
          (['open', 'close'] as const).map((act) => {
            const part = { kind: 'barrier', barrier, act } as const
            return { part, refusal: mayTry(part, trialScene(laneOf(id))) }
          }),
        ),
      async tryPart(id, part) {
        const lane = laneOf(id)
        const refusal = mayTry(part, trialScene(lane))
        if (refusal) return { ok: false, refusal }
        if (lane.maintenance)
          lane.maintenance = { ...lane.maintenance, tried: { part, at: clock.now().toISOString() } }
        for (const listener of listeners) listener(id)
        return { ok: true, events: ['TestOrdered'] }
      },
      async confirmWayClear(id, barrier) {
        const found = laneOf(id).barriers.find((view) => view.role === barrier)
        if (found?.loop !== 'clear') {
          const refusal = refuse('barrier.safety-input-not-clear', 'loop is occupied', [{ kind: 'driver' }])
          return { ok: false, refusal }
        }
        return { ok: true, events: ['WayConfirmedClear'] }
      },
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      async recordSession(officer, change) {
        sessions.push(`${change} ${officer.officer}`)
      },
      async recordView(officer, view) {
        views.push({ officer: officer.officer, ...view })
      },
      statistics: () => ({
        crossings: 128,
        released: 121,
        refused: 5,
        returned: 2,
        detained: 0,
        events: 2417,
        frameToRead: { p50: 61, p99: 140, n: 384 },
        decisionToBarrier: { p50: 18, p99: 44, n: 126 },
      }),
    },
    journal: {
      ofTypes: async (types) => recorded.filter(({ event }) => types.includes(event.type)),
      async getEvidence(sha256) {
        const bytes = evidence.get(sha256)
        return bytes === undefined ? null : { bytes, mediaType: 'image/jpeg' }
      },
      recentCrossings: async (limit) => rows.slice(0, limit),
      crossingsOpened: async (from, before) =>
        recorded
          .filter(
            ({ event, eventTime }) =>
              event.type === 'CrossingOpened' && eventTime >= from && eventTime < before,
          )
          .map(({ crossing, lane, eventTime }) => ({
            crossing: crossing ?? '',
            lane: lane ?? '',
            openedAt: eventTime,
            closedAt: null,
            outcome: null,
            plate: plateOf(recorded, crossing),
          })),
      readCrossingAs: async (crossing, party) =>
        asSeenBy(
          recorded.filter((event) => event.crossing === crossing),
          party,
        ),
    },
    equipment,
    replication: { status: () => replicationStatus(clock) },
    async arrive(id, { plate = '482KZA02', document = true } = {}) {
      const lane = laneOf(id)
      crossings += 1
      lane.crossing = `0199c3f0-0000-7000-8000-${String(crossings).padStart(12, '0')}`
      lane.state = initialState
      lane.picture = await drawFakeVehicle(plate, lane.exitParty === 'KAZ' ? '#7c8f9c' : '#7a3b36')
      for (const [sha256, bytes] of lane.picture.bytes) evidence.set(sha256, bytes)
      const entryParty = otherParty(lane.exitParty)
      act(id, {
        type: 'OpenCrossing',
        lane: id,
        exitParty: lane.exitParty,
        entryParty,
        hostParty: 'KAZ',
        rulePack: rulePackRef,
        controls: planControls(fakeRulePack, lane.exitParty, entryParty),
        localDate: '2026-11-24',
        guarded: true,
      })
      const { frame, crop, corners } = lane.picture
      act(id, {
        type: 'RecordPlate',
        read: {
          part: 'vehicle',
          text: plate,
          country: /^\d{2}KG/.test(plate) ? 'KG' : 'KZ',
          confidence: 0.973,
          accepted: true,
          source: 'model',
          frame,
          crop,
          corners,
        },
      })
      if (document) act(id, { type: 'RecordDocument', read: fakePassport })
    },
    leave(id) {
      const lane = laneOf(id)
      const { state } = lane
      if (state.status !== 'open') return
      const released = state.phase === 'released'
      const barrier = released ? 'releaseBarrier' : 'returnBarrier'
      const permit = released ? 'release' : 'return'
      act(id, { type: 'OrderBarrierOpening', barrier, permit })
      act(id, { type: 'RecordBarrierOpened', barrier })
      act(id, { type: 'ConfirmPassage', barrier })
      act(id, { type: 'RecordBarrierClosed', barrier })
      act(id, { type: 'CloseCrossing' })
      const outcome: CrossingOutcome = state.outcome ?? 'released'
      const plate = state.plate?.text ?? null
      lane.recent = [{ crossing: lane.crossing, plate, outcome }, ...lane.recent].slice(0, 5)
      rows.unshift({
        crossing: lane.crossing,
        lane: id,
        openedAt: state.openedAt,
        closedAt: clock.now().toISOString(),
        outcome,
        plate,
      })
      for (const listener of listeners) listener(id)
    },
    failNext(error) {
      failure = error
    },
    setBarrier(id, role, change) {
      const lane = laneOf(id)
      lane.barriers = lane.barriers.map((view) => (view.role === role ? { ...view, ...change } : view))
      for (const listener of listeners) listener(id)
    },
  }
}

function plateOf(recorded: readonly RecordedEvent[], of: string | null): string | null {
  const read = recorded.findLast(({ event, crossing }) => crossing === of && event.type === 'PlateRead')
  return read?.event.type === 'PlateRead' ? read.event.data.text : null
}
