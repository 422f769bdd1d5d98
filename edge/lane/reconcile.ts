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
  return isThrough(state) && !standing ? { type: 'CloseCrossing' } : null
}

function wantedBarrier(state: OpenCrossing, around: Surroundings): BarrierRole | null {
  switch (state.phase) {
    case 'exitControl':
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
