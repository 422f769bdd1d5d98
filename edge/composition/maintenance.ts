import type { Journal } from '../ports/journal.ts'
import type { Maintenance } from '../ports/lane.ts'

/** What was taken out of service stays so over a restart; null where the lane is in service. */
export async function readMaintenance(
  journal: Pick<Journal, 'latest'>,
  lane: string,
): Promise<Maintenance | null> {
  const last = await journal.latest(lane, ['MaintenanceBegun', 'MaintenanceEnded'])
  if (last?.event.type !== 'MaintenanceBegun' || last.actor.kind !== 'technician') return null
  const { party, reason } = last.event.data
  return { by: { officer: last.actor.officer, party }, since: last.eventTime, reason, tried: null }
}
