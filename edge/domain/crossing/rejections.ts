import type { OfficerActor, Party } from '../party.ts'
import type { Unblocker } from '../refusal.ts'
import { type Decision, reject } from './decision.ts'
import type { OpenCrossing, Step } from './state.ts'

/** JC 3: an act of one Party is no act of the other. */
export function notOf(party: Party, by: OfficerActor): Decision | null {
  if (by.party === party) return null
  return reject('officer.wrong-party', `it belongs to ${party}, you act for ${by.party}`, [
    { kind: 'officer', party },
  ])
}

export function decided(state: OpenCrossing): Decision {
  return reject('crossing.decided', `phase ${state.phase}`, [{ kind: 'nobody' }])
}

export function stepOfficer({ control }: Step): Unblocker {
  return { kind: 'officer', party: control.party, body: control.kind }
}
