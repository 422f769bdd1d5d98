import { type Refusal, refuse } from '../refusal.ts'
import type { CheckpointState } from './state.ts'

/** JC 15: a crossing is taken over only where the lane is under separate control. */
export function outOfPlace(
  { type }: { readonly type: string },
  { separate }: Pick<CheckpointState, 'separate'>,
  lane: string,
): Refusal | null {
  if (type !== 'TakeOver' || separate.some((one) => one.lane === lane)) return null
  return refuse('separate.not-entered', `${lane} is under joint control`, [
    { kind: 'officer', party: 'KAZ' },
    { kind: 'officer', party: 'KGZ' },
  ])
}
