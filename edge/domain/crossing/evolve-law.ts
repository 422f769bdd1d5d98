import type { ControlKey, CrossingEvent } from './events.ts'
import type { Mismatch } from './law-events.ts'
import { isDone, type OpenCrossing, type Step } from './state.ts'

/** The state after a fact that the agreements bring into a crossing; unchanged by any other. */
export function evolveLaw(state: OpenCrossing, event: CrossingEvent): OpenCrossing {
  switch (event.type) {
    case 'CategoryAssigned': {
      const { controls } = event.data
      const remains = ({ control }: Step) =>
        controls === 'all' || (controls === 'border' && control.kind === 'border')
      const changed = state.category !== null && state.regime === 'joint'
      const steps = state.steps.map((step) => (remains(step) ? restored(step, changed) : spared(step)))
      return { ...state, category: event.data, steps }
    }
    case 'WatchHit':
      return { ...state, hits: [...state.hits, event.data] }
    case 'GoodsDeclared':
      return { ...state, goods: event.data.goods }
    case 'RestrictionApplied':
      return { ...state, restrictions: [...state.restrictions, event.data] }
    case 'RestrictionCeased': {
      const { restriction } = event.data
      return { ...state, restrictions: state.restrictions.filter((one) => one.restriction !== restriction) }
    }
    case 'ControlSelected':
      return withStep(state, event.data.control, (step) => ({ ...step, selected: event.data.rule }))
    case 'ControlCalled':
      return called(state, event.data.control, event.data.reason)
    case 'ControlReferred':
      return withStep(state, event.data.control, (step) => ({ ...step, place: event.data.place }))
    case 'ReopeningRequested':
      return { ...state, reopening: event.data }
    case 'ExitControlReopened':
      return {
        ...state,
        phase: 'exitControl',
        reopening: null,
        steps: state.steps.map((step) =>
          step.control.phase === 'entry' && step.state === 'started' ? { ...step, state: 'suspended' } : step,
        ),
      }
    case 'ViolationRecorded':
      return { ...state, violations: [...state.violations, event.data] }
    case 'PassengerHeld':
      return { ...state, heldPersons: [...state.heldPersons, event.data] }
    case 'PassengerCleared': {
      const { document, clearedBy } = event.data
      const stays = (held: OpenCrossing['heldPersons'][number]) =>
        held.document !== document || held.heldBy !== clearedBy
      return { ...state, heldPersons: state.heldPersons.filter(stays) }
    }
    case 'DriverNamed':
      return { ...state, driver: event.data.document }
    case 'MismatchFound':
      return { ...state, mismatches: [...otherMismatches(state, event.data), event.data] }
    case 'MismatchCleared':
      return { ...state, mismatches: otherMismatches(state, event.data) }
    case 'CrossingDetained':
      return { ...state, phase: 'detained', outcome: 'detained', detention: event.data }
    case 'VehicleHeld':
      return { ...state, holds: [...state.holds, event.data] }
    case 'HoldLifted':
      return { ...state, holds: state.holds.filter(({ heldBy }) => heldBy !== event.data.liftedBy) }
    case 'CrossingTakenOver':
      return takenOver(state)
    case 'TransitTimed':
      return { ...state, transit: event.data }
    case 'TransitExplained':
      return { ...state, transitExplained: event.data }
    case 'IncidentOpened':
      return { ...state, incidents: state.incidents + 1 }
    default:
      return state
  }
}

function otherMismatches(
  { mismatches }: OpenCrossing,
  { kind, subject }: Pick<Mismatch, 'kind' | 'subject'>,
): OpenCrossing['mismatches'] {
  return mismatches.filter((one) => one.kind !== kind || one.subject !== subject)
}

/** JC 15: from here on only the host Party's controls run, and the crossing stands where they begin. */
export function takenOver(state: OpenCrossing): OpenCrossing {
  const { hostParty, entryParty } = state
  const controlled = state.phase === 'exitControl' || state.phase === 'entryControl'
  return {
    ...state,
    regime: 'separate',
    phase: !controlled ? state.phase : hostParty === entryParty ? 'entryControl' : 'exitControl',
    reopening: null,
    // What the absent Party holds nobody here could lift.
    holds: state.holds.filter(({ heldBy }) => heldBy === hostParty),
    heldPersons: state.heldPersons.filter(({ heldBy }) => heldBy === hostParty),
    steps: state.steps.map((step) => {
      const own = step.control.party === hostParty
      const step2 = own && step.state === 'suspended' ? { ...step, state: 'started' as const } : step
      return own || isDone(step) ? step2 : { ...step, state: 'notApplicable' as const }
    }),
  }
}

/** A control that the category does not call for falls away where it has not begun. */
function spared(step: Step): Step {
  return step.state === 'planned' ? { ...step, state: 'notApplicable' } : step
}

/** What a former category had taken away stands again. */
function restored(step: Step, changed: boolean): Step {
  return changed && step.state === 'notApplicable' ? { ...step, state: 'planned' } : step
}

/** A called control that the pack does not plan becomes a step of its Party's phase. */
function called(state: OpenCrossing, key: ControlKey, reason: string): OpenCrossing {
  const known = state.steps.some(({ control }) => control.party === key.party && control.kind === key.kind)
  if (known) {
    return withStep(state, key, (step) => ({
      ...step,
      called: reason,
      state: step.state === 'notApplicable' ? 'planned' : step.state,
    }))
  }
  const step: Step = {
    control: {
      ...key,
      phase: key.party === state.exitParty ? 'exit' : 'entry',
      mode: 'on-call',
      article: 'JC 9.1',
    },
    ...{ state: 'planned', decision: null, startedAt: null, endedAt: null, officer: null, note: null },
    ...{ selected: null, called: reason, place: null },
  }
  return { ...state, steps: [...state.steps, step] }
}

function withStep(state: OpenCrossing, key: ControlKey, change: (step: Step) => Step): OpenCrossing {
  const matches = (step: Step) => step.control.party === key.party && step.control.kind === key.kind
  return { ...state, steps: state.steps.map((step) => (matches(step) ? change(step) : step)) }
}
