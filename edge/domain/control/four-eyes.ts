import type { OfficerActor } from '../party.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { FourEyesRule } from './rule-pack.ts'

/** Why an act is not given by two officers as the pack asks; null where it is, or where one is enough. */
export function lacksSecond(
  act: string,
  by: OfficerActor,
  fourEyes: readonly FourEyesRule[],
): Refusal | null {
  const rule = fourEyes.find((one) => one.act === act)
  if (rule === undefined) return null
  const { second } = by
  if (second === undefined) {
    return refuse('override.second-missing', `${by.officer} is alone`, [{ kind: 'officer', party: by.party }])
  }
  if (second.officer === by.officer) {
    return refuse('override.same-officer', `${by.officer} is alone`, [{ kind: 'officer', party: by.party }])
  }
  if (rule.second === 'ownParty' && second.party !== by.party) {
    return refuse('officer.wrong-party', `it belongs to ${by.party}, you act for ${second.party}`, [
      { kind: 'officer', party: by.party },
    ])
  }
  return null
}

export function asksSecond(act: string, fourEyes: readonly FourEyesRule[]): boolean {
  return fourEyes.some((one) => one.act === act)
}

/** The officer with a second beside, whoever it will be: to ask what else stands in the way of an act. */
export function withAnySecond(by: OfficerActor): OfficerActor {
  return { ...by, second: { officer: `not ${by.officer}`, party: by.party, body: by.body } }
}
