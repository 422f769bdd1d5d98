import type { BarrierPosition } from '../domain/barrier/types.ts'
import type { DeviceCommand } from '../domain/crossing/commands.ts'
import type { BarrierRole } from '../domain/crossing/events.ts'
import type { CrossingState } from '../domain/crossing/state.ts'

/**
 * What the limit switches say and the journal does not say yet: the barrier is read, never driven, so that
 * a restart in the middle of a passage goes on without a pulse (rule 7).
 * `orderedNow`: this run of the daemon has sent the pulse itself and waits for the limit.
 */
export function missingBarrierFact(
  state: CrossingState,
  position: (role: BarrierRole) => BarrierPosition,
  orderedNow: (role: BarrierRole) => boolean,
): DeviceCommand | null {
  if (state.status !== 'open') return null
  for (const role of Object.keys(state.barriers) as BarrierRole[]) {
    const progress = state.barriers[role]
    if (!progress?.ordered) continue
    if (!progress.opened && position(role) === 'open') return { type: 'RecordBarrierOpened', barrier: role }
    if (!progress.opened && position(role) === 'closed' && !orderedNow(role)) {
      return {
        type: 'RecordBarrierOpeningFailed',
        barrier: role,
        code: 'gateway.restart',
        fact: 'the gateway restarted before the boom moved',
      }
    }
    if (progress.opened && position(role) === 'closed') return { type: 'RecordBarrierClosed', barrier: role }
  }
  return null
}
