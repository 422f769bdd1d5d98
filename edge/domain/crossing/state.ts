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
  readonly refusal: DataOf<'CrossingRefused'> | null
  readonly returnReason: string | null
  readonly barriers: Readonly<Partial<Record<BarrierRole, BarrierProgress>>>
  readonly outcome: CrossingOutcome | null
}

/** A crossing as the events so far made it; `none` before `CrossingOpened`. */
export type CrossingState = { readonly status: 'none' } | OpenCrossing

export const initialState: CrossingState = { status: 'none' }

/** JC 3, JC 7.1: the law in force is a function of the journal alone. */
export function lawInForce(state: OpenCrossing): Party {
  switch (state.phase) {
    case 'exitControl':
      return state.exitParty
    case 'entryControl':
    case 'awaitingReadmission':
    case 'released':
      return state.entryParty
    case 'returning':
      return state.exitParty
    case 'passed':
    case 'closed':
      return state.outcome === 'released' ? state.entryParty : state.exitParty
  }
}

/** Whose officers have to act next; null while the vehicle or a barrier is awaited. */
export function turn(state: OpenCrossing): Party | null {
  switch (state.phase) {
    case 'exitControl':
    case 'awaitingReadmission':
      return state.exitParty
    case 'entryControl':
      return state.entryParty
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

/** Steps that hold the phase: `on-call` controls hold it only once they were started. */
export function holdingSteps(state: OpenCrossing, party: Party): readonly Step[] {
  return state.steps.filter(
    (step) =>
      step.control.party === party &&
      !isDone(step) &&
      (step.state !== 'planned' || step.control.mode === 'always' || step.control.mode === 'selective'),
  )
}

/**
 * Nothing of the vehicle is left to happen. A vehicle that never came through the approach barrier has no
 * way back to confirm; a lane without barriers confirms no passage at all.
 */
export function isThrough(state: OpenCrossing): boolean {
  if (state.phase === 'passed') return true
  if (!state.guarded) return state.phase === 'released' || state.phase === 'returning'
  return state.phase === 'returning' && !state.barriers.approachBarrier?.passed
}

export function keyText(key: ControlKey): string {
  return `${key.party}/${key.kind}`
}
