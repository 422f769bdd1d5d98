import type { DeviceCommand } from '../domain/crossing/commands.ts'
import type { BarrierRole } from '../domain/crossing/events.ts'
import {
  type BarrierProgress,
  type CrossingState,
  isThrough,
  type OpenCrossing,
} from '../domain/crossing/state.ts'

/** What the lane knows beside the crossing's state. */
export interface Surroundings {
  /** The interlock would let this barrier open now. */
  readonly mayOpen: (barrier: BarrierRole) => boolean
  /** The vehicle has been looked at for long enough to let it in. */
  readonly identified: boolean
  readonly has: (barrier: BarrierRole) => boolean
  /** What the loop in the control zone says; null where none is wired. */
  readonly zone: 'clear' | 'occupied' | 'unknown' | null
}

/**
 * The next step that needs no officer: opening the barrier that a decision permits, and closing the
 * crossing when the vehicle is through. Nothing is ordered again that failed once (rule 6).
 */
export function nextStep(state: CrossingState, around: Surroundings): DeviceCommand | null {
  // What an officer holds stays where it is, whatever was decided.
  if (state.status !== 'open' || state.holds.length > 0) return null
  const barrier = wantedBarrier(state, around)
  if (barrier) {
    if (!wants(state.barriers[barrier]) || !around.mayOpen(barrier)) return null
    const permit =
      barrier === 'approachBarrier' ? 'admission' : barrier === 'releaseBarrier' ? 'release' : 'return'
    return { type: 'OrderBarrierOpening', barrier, permit }
  }
  const standing = Object.values(state.barriers).some((progress) => progress.ordered || progress.opened)
  return isThrough(state) && !standing && !mayStandInZone(state, around) ? { type: 'CloseCrossing' } : null
}

/**
 * A vehicle that is sent back before its way in was confirmed may be inside all the same: the loops under the
 * boom can miss a passage. It is gone only when the zone is seen clear.
 */
function mayStandInZone(state: OpenCrossing, { zone }: Surroundings): boolean {
  return state.phase !== 'passed' && zone !== null && zone !== 'clear'
}

function wantedBarrier(state: OpenCrossing, around: Surroundings): BarrierRole | null {
  switch (state.phase) {
    case 'exitControl':
      // Whoever stands in the zone without a crossing has to leave first; an officer may order otherwise.
      if (around.zone === 'occupied' && !state.barriers.approachBarrier?.ordered) return null
      return around.identified && around.has('approachBarrier') ? 'approachBarrier' : null
    case 'entryControl':
      // JC 15: under separate control of the entry Party nothing goes before the admission into the zone.
      if (state.regime !== 'separate' || state.barriers.approachBarrier?.passed) return null
      return around.identified && around.has('approachBarrier') ? 'approachBarrier' : null
    case 'released':
      return around.has('releaseBarrier') ? 'releaseBarrier' : null
    case 'returning':
      return around.has('returnBarrier') && state.barriers.approachBarrier?.passed ? 'returnBarrier' : null
    default:
      return null
  }
}

function wants(progress: BarrierProgress | undefined): boolean {
  return !progress || !(progress.ordered || progress.passed || progress.failed)
}
