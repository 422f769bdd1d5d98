import { type CrossingState, keyText } from '../crossing/state.ts'
import { refuse } from '../refusal.ts'
import type { CheckpointCommand, CheckpointContext } from './commands.ts'
import { accept, type CheckpointDecision, reject } from './decision.ts'
import type { OpenWork } from './events.ts'
import type { CheckpointState } from './state.ts'

/** What stands open in a lane, as the next officer has to know it; null where no crossing is open. */
export function openWork(crossing: string | null, state: CrossingState): OpenWork | null {
  if (crossing === null || state.status !== 'open') return null
  return {
    crossing,
    phase: state.phase,
    underWay: state.steps.filter((step) => step.state === 'started').map(({ control }) => keyText(control)),
    holds: state.holds.map(({ heldBy }) => heldBy),
    personsHeld: state.heldPersons.length,
  }
}

/**
 * JC 12: who leaves the desk and who takes it, of one Party and body, both with badge and PIN; what stands open goes
 * on record with them, so that nobody can say that it was not told.
 */
export function handOver(
  { by, note }: Extract<CheckpointCommand, { type: 'HandOverShift' }>,
  state: CheckpointState,
  { lane, open = null }: CheckpointContext,
): CheckpointDecision {
  const { second } = by
  const whom = [{ kind: 'officer', party: by.party, body: by.body }] as const
  if (second === undefined) return reject('handover.nobody', `${by.officer} is alone`, whom)
  if (second.officer === by.officer) return reject('override.same-officer', `${by.officer} is alone`, whom)
  if (second.party !== by.party) {
    return reject('officer.wrong-party', `it belongs to ${by.party}, you act for ${second.party}`, whom)
  }
  if (second.body !== by.body) {
    const refusal = refuse('officer.wrong-body', `${by.party}/${by.body}, you act for ${second.body}`, whom)
    return { ok: false, refusal }
  }
  const notices = state.notices.filter(({ from, receivedAt }) => from !== by.party && receivedAt === null)
  const referrals = state.referrals.filter(({ party, result }) => party === by.party && result === null)
  return accept({
    type: 'ShiftHandedOver',
    data: {
      ...{ lane, party: by.party, body: by.body, from: by.officer, to: second.officer, open },
      ...{ notices: notices.length, referrals: referrals.length },
      ...(note !== undefined && note.trim() !== '' && { note }),
    },
  })
}
