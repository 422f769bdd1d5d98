import type { CrossingState } from '../domain/crossing/state.ts'
import type { BarrierView, LaneState } from '../ports/lane.ts'

/** One word for the lane, for screens and metrics (hardware vocabulary of the lane). */
export function laneState(
  crossing: CrossingState,
  barriers: readonly BarrierView[],
  approachOccupied: boolean,
  emergency: boolean,
  closed = false,
  zoneOccupied = false,
  outOfService = false,
): LaneState {
  if (emergency) return 'emergency'
  if (outOfService) return 'maintenance'
  if (barriers.some((barrier) => barrier.faults.length > 0)) return 'fault'
  // Somebody stands in the zone of whom the journal knows nothing: an officer has to look.
  if (crossing.status !== 'open' && zoneOccupied) return 'blocked'
  if (crossing.status !== 'open') return closed ? 'closed' : approachOccupied ? 'approaching' : 'idle'
  switch (crossing.phase) {
    case 'released':
    case 'returning':
      return 'passing'
    case 'passed':
      return 'clearing'
    default:
      if (crossing.guarded && !crossing.barriers.approachBarrier?.passed) return 'approaching'
      return crossing.plate === null || crossing.documents.length === 0 ? 'identifying' : 'awaitingDecision'
  }
}
