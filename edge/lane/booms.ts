import type { BarrierRole } from '../domain/crossing/events.ts'
import type { CrossingState } from '../domain/crossing/state.ts'
import type { BarrierController } from './barrier/barrier-controller.ts'
import type { Booms } from './lane-parts.ts'

/** The boom that serves a role; without a return barrier the way back is the way in. */
export function boomOf(booms: Booms, role: BarrierRole): BarrierController {
  switch (role) {
    case 'approachBarrier':
      return booms.approach
    case 'releaseBarrier':
      return booms.release
    case 'returnBarrier':
      return booms.return ?? booms.approach
  }
}

/** The role in which a boom acts at this moment of the crossing. */
export function roleOf(booms: Booms, boom: BarrierController, state: CrossingState): BarrierRole {
  if (boom === booms.release) return 'releaseBarrier'
  if (boom === booms.return) return 'returnBarrier'
  const goingBack = state.status === 'open' && state.barriers.returnBarrier !== undefined
  return goingBack && booms.return === null ? 'returnBarrier' : 'approachBarrier'
}

export function allBooms(booms: Booms | null): readonly BarrierController[] {
  if (!booms) return []
  return booms.return ? [booms.approach, booms.release, booms.return] : [booms.approach, booms.release]
}
