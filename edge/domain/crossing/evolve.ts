import type { Actor, OfficerActor } from '../party.ts'
import type { BarrierRole, ControlKey, CrossingEvent } from './events.ts'
import { evolveLaw, takenOver } from './evolve-law.ts'
import type { BarrierProgress, CrossingState, OpenCrossing, Step } from './state.ts'

/** What the envelope adds to an event: who, and when it happened (ISO 8601). */
export interface Occurrence {
  readonly event: CrossingEvent
  readonly actor: Actor
  readonly eventTime: string
}

const untouched: BarrierProgress = {
  ordered: false,
  opened: false,
  passed: false,
  closed: false,
  failed: false,
}

/** The state after one more fact. Facts are never judged here: `decide` did that before they were written. */
export function evolve(state: CrossingState, { event, actor, eventTime }: Occurrence): CrossingState {
  if (event.type === 'CrossingOpened') {
    const { lane, exitParty, entryParty, hostParty, rulePack, controls, guarded, localDate } = event.data
    const opened: OpenCrossing = {
      status: 'open',
      lane,
      openedAt: eventTime,
      exitParty,
      entryParty,
      hostParty,
      rulePack,
      guarded,
      phase: 'exitControl',
      steps: controls.map((control) => ({
        control,
        state: control.mode === 'off' ? 'notApplicable' : 'planned',
        decision: null,
        startedAt: null,
        endedAt: null,
        officer: null,
        note: null,
        selected: null,
        called: null,
        place: null,
      })),
      plate: null,
      documents: [],
      papers: [],
      weight: null,
      driver: null,
      mismatches: [],
      refusal: null,
      returnReason: null,
      barriers: {},
      outcome: null,
      localDate,
      regime: 'joint',
      category: null,
      hits: [],
      goods: [],
      restrictions: [],
      reopening: null,
      violations: [],
      heldPersons: [],
      detention: null,
      holds: [],
      transit: null,
      transitExplained: null,
      incidents: 0,
    }
    return event.data.regime === 'separate' ? takenOver(opened) : opened
  }
  if (state.status === 'none') return state
  return evolveOpen(state, event, actor, eventTime)
}

function evolveOpen(
  state: OpenCrossing,
  event: CrossingEvent,
  actor: Actor,
  eventTime: string,
): OpenCrossing {
  switch (event.type) {
    case 'PlateRead':
      return event.data.part === 'vehicle' ? { ...state, plate: event.data } : state
    case 'DocumentRead': {
      const known = state.documents.some(({ document }) => document === event.data.document)
      // In its place: who was read first stays the first.
      return {
        ...state,
        documents: known
          ? state.documents.map((one) => (one.document === event.data.document ? event.data : one))
          : [...state.documents, event.data],
      }
    }
    case 'VehiclePaperRead': {
      const { lawInForce, ...paper } = event.data
      const before = state.papers.find((one) => one.paper === paper.paper)
      const others = state.papers.filter((one) => one !== before)
      return {
        ...state,
        papers: [...others, { ...paper, readUnder: [...(before?.readUnder ?? []), lawInForce] }],
      }
    }
    case 'VehicleWeighed':
      return { ...state, weight: event.data }
    case 'ControlStarted':
      return withStep(state, event.data.control, (step) => ({
        ...step,
        state: 'started',
        decision: null,
        startedAt: eventTime,
        endedAt: null,
        officer: officerOf(actor),
      }))
    case 'ControlCompleted':
      return withStep(state, event.data.control, (step) => ({
        ...step,
        state: 'completed',
        decision: event.data.decision,
        endedAt: eventTime,
        officer: officerOf(actor),
        note: event.data.note ?? null,
      }))
    case 'ControlWaived':
      return withStep(state, event.data.control, (step) => ({
        ...step,
        state: 'waived',
        endedAt: eventTime,
        officer: officerOf(actor),
        note: event.data.reason,
      }))
    case 'ExitControlConcluded':
      return {
        ...state,
        phase: 'entryControl',
        reopening: null,
        steps: state.steps.map((step) => (step.state === 'suspended' ? { ...step, state: 'started' } : step)),
      }
    case 'CrossingReleased':
      return { ...state, phase: 'released', outcome: 'released' }
    case 'CrossingRefused':
      return { ...state, phase: 'awaitingReadmission', outcome: 'refused', refusal: event.data }
    case 'ReadmissionAccepted':
      return { ...state, phase: 'returning' }
    case 'CrossingReturned':
      return {
        ...state,
        phase: 'returning',
        outcome: state.outcome ?? 'returned',
        returnReason: event.data.reason,
      }
    case 'BarrierOpeningOrdered':
      return withBarrier(state, event.data.barrier, ({ opened }) => ({ ...untouched, opened, ordered: true }))
    case 'BarrierOpened':
      return withBarrier(state, event.data.barrier, (barrier) => ({
        ...barrier,
        opened: true,
        closed: false,
      }))
    case 'BarrierOpeningFailed':
      return withBarrier(state, event.data.barrier, (barrier) => ({
        ...barrier,
        ordered: false,
        failed: true,
      }))
    case 'BarrierClosed':
      return withBarrier(state, event.data.barrier, (barrier) => ({
        ...barrier,
        ordered: false,
        opened: false,
        closed: true,
      }))
    case 'PassageConfirmed': {
      const passed = withBarrier(state, event.data.barrier, (barrier) => ({ ...barrier, passed: true }))
      return event.data.barrier === 'approachBarrier' ? passed : { ...passed, phase: 'passed' }
    }
    case 'CrossingClosed':
      return { ...state, status: 'closed', phase: 'closed', outcome: event.data.outcome }
    default:
      return evolveLaw(state, event)
  }
}

function withStep(state: OpenCrossing, key: ControlKey, change: (step: Step) => Step): OpenCrossing {
  const matches = (step: Step) => step.control.party === key.party && step.control.kind === key.kind
  return { ...state, steps: state.steps.map((step) => (matches(step) ? change(step) : step)) }
}

function withBarrier(
  state: OpenCrossing,
  role: BarrierRole,
  change: (barrier: BarrierProgress) => BarrierProgress,
): OpenCrossing {
  return { ...state, barriers: { ...state.barriers, [role]: change(state.barriers[role] ?? untouched) } }
}

function officerOf(actor: Actor): OfficerActor | null {
  if (actor.kind !== 'officer') return null
  const { kind, officer, party, body } = actor
  return { kind, officer, party, body }
}
