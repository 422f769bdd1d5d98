import type { Party } from '../party.ts'
import type { CheckpointState } from './state.ts'

/** True where a list of the Party, in its newest version, has the key for this instant (ISO 8601, UTC). */
export function isApproved(
  lists: CheckpointState['signingKeys'],
  party: Party,
  key: string,
  at: string,
): boolean {
  const day = at.slice(0, 10)
  return lists.some(
    (list) =>
      list.party === party && list.keys.some((one) => one.key === key && one.from <= day && day <= one.until),
  )
}
