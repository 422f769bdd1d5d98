import type { PlannedControl, RulePackRef } from '../control/rule-pack.ts'
import type { OfficerActor, Party } from '../party.ts'
import type { BarrierRole, ControlDecision, ControlKey, CrossingEvent, CrossingOutcome } from './events.ts'
import type { CrossingPhase, StepState } from './explain.ts'

type DataOf<Type extends CrossingEvent['type']> = Extract<CrossingEvent, { type: Type }>['data']

export interface Step {
  readonly control: PlannedControl
  readonly state: StepState
  readonly decision: ControlDecision | null
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly officer: OfficerActor | null
  readonly note: string | null
  /** Name of the risk rule that selected the control (JC 4). */
  readonly selected: string | null
  /** Why the control was called (JC 9.1). */
  readonly called: string | null
  /** Where it is finished outside the checkpoint (JC 9.3). */
  readonly place: string | null
}

export interface BarrierProgress {
  /** An opening was ordered and not yet answered, or the boom is up for this crossing. */
  readonly ordered: boolean
  readonly opened: boolean
  readonly passed: boolean
  readonly closed: boolean
  /** The last ordered opening did not reach its limit; only an officer orders again (rule 6). */
  readonly failed: boolean
}

/** A vehicle paper, and the Parties under whose law it was read. */
export type VehiclePaper = Omit<DataOf<'VehiclePaperRead'>, 'lawInForce'> & {
  readonly readUnder: readonly Party[]
}

export interface OpenCrossing {
  readonly status: 'open' | 'closed'
  readonly lane: string
  readonly openedAt: string
  readonly exitParty: Party
  readonly entryParty: Party
  readonly hostParty: Party
  readonly rulePack: RulePackRef
  readonly guarded: boolean
  readonly phase: CrossingPhase
  readonly steps: readonly Step[]
  readonly plate: DataOf<'PlateRead'> | null
  readonly documents: readonly DataOf<'DocumentRead'>[]
  readonly papers: readonly VehiclePaper[]
  /** As the scale of the lane showed it last. */
  readonly weight: DataOf<'VehicleWeighed'> | null
  /** A document of the person that an officer named as the driver. */
  readonly driver: string | null
  readonly mismatches: readonly DataOf<'MismatchFound'>[]
  readonly refusal: DataOf<'CrossingRefused'> | null
  readonly returnReason: string | null
  readonly barriers: Readonly<Partial<Record<BarrierRole, BarrierProgress>>>
  readonly outcome: CrossingOutcome | null
  /** YYYY-MM-DD at the checkpoint on which the crossing began. */
  readonly localDate: string
  readonly regime: 'joint' | 'separate'
  readonly category: DataOf<'CategoryAssigned'> | null
  /** Each is for the eyes of its own Party. */
  readonly hits: readonly DataOf<'WatchHit'>[]
  readonly goods: readonly string[]
  readonly restrictions: readonly DataOf<'RestrictionApplied'>[]
  /** The exit Party asks to take its control up again. */
  readonly reopening: DataOf<'ReopeningRequested'> | null
  readonly violations: readonly DataOf<'ViolationRecorded'>[]
  readonly heldPersons: readonly DataOf<'PassengerHeld'>[]
  readonly detention: DataOf<'CrossingDetained'> | null
  readonly holds: readonly DataOf<'VehicleHeld'>[]
  readonly transit: DataOf<'TransitTimed'> | null
  readonly transitExplained: DataOf<'TransitExplained'> | null
  readonly incidents: number
}

/** A crossing as the events so far made it; `none` before `CrossingOpened`. */
export type CrossingState = { readonly status: 'none' } | OpenCrossing

export const initialState: CrossingState = { status: 'none' }

/** JC 3, JC 7.1: the law in force is a function of the journal alone. */
export function lawInForce(state: OpenCrossing): Party {
  // JC 15: under separate control a Party controls on its own territory, by its own law alone.
  if (state.regime === 'separate') return state.hostParty
  switch (state.phase) {
    case 'exitControl':
      return state.exitParty
    case 'entryControl':
    case 'awaitingReadmission':
    case 'released':
      return state.entryParty
    case 'returning':
      return state.exitParty
    case 'detained':
      return detainedBy(state)
    case 'passed':
    case 'closed':
      if (state.outcome === 'detained') return detainedBy(state)
      return state.outcome === 'released' ? state.entryParty : state.exitParty
  }
}

function detainedBy({ detention, exitParty }: OpenCrossing): Party {
  return detention?.detainedBy ?? exitParty
}

/** Whose officers have to act next; null while the vehicle or a barrier is awaited. */
export function turn(state: OpenCrossing): Party | null {
  switch (state.phase) {
    case 'exitControl':
    case 'awaitingReadmission':
      return state.exitParty
    case 'entryControl':
      return state.entryParty
    case 'detained':
      return detainedBy(state)
    default:
      return null
  }
}

export function stepOf(state: OpenCrossing, key: ControlKey): Step | undefined {
  return state.steps.find((step) => step.control.party === key.party && step.control.kind === key.kind)
}

export function isDone(step: Step): boolean {
  return step.state === 'completed' || step.state === 'waived' || step.state === 'notApplicable'
}

/**
 * Steps that hold the phase. Controls that do not run for everyone (`selective`, `on-call`) hold it once they
 * are selected by risk, called or started (JC 4, JC 9.1).
 */
export function holdingSteps(state: OpenCrossing, party: Party): readonly Step[] {
  return state.steps.filter(
    (step) =>
      step.control.party === party &&
      !isDone(step) &&
      (step.state !== 'planned' ||
        step.control.mode === 'always' ||
        step.selected !== null ||
        step.called !== null),
  )
}

/**
 * Nothing of the vehicle is left to happen. A vehicle that never came through the approach barrier has no
 * way back to confirm; a lane without barriers confirms no passage at all.
 */
export function isThrough(state: OpenCrossing): boolean {
  if (state.phase === 'passed') return true
  const back = state.phase === 'returning' || state.phase === 'detained'
  return state.guarded ? back && !state.barriers.approachBarrier?.passed : back || state.phase === 'released'
}

/** JC 14: the Party whose law a recorded violation is answered for by; null where none is recorded. */
export function jurisdictionOf({ violations }: OpenCrossing): Party | null {
  return violations.at(-1)?.jurisdiction ?? null
}

export function keyText(key: ControlKey): string {
  return `${key.party}/${key.kind}`
}
