import type { Party } from '../party.ts'
import { refuseUnder } from '../refusal.ts'
import { type Choices, type Decision, reject } from './decision.ts'
import type { OpenCrossing } from './state.ts'

/** What stands against the passage besides open controls: held persons, restrictions, lists and dates. */
export function notPassable(state: OpenCrossing, party: Party, choices: Choices): Decision | null {
  const held = state.heldPersons.find(({ effect }) => effect === 'vehicleHeld')
  if (held) {
    return reject('passenger.held', `${held.heldBy} holds a person`, [
      { kind: 'officer', party: held.heldBy },
    ])
  }
  const restriction = state.restrictions.find((one) => one.effect === 'forbids' && one.party === party)
  if (restriction) {
    const { article, cause, party: whose } = restriction
    const unblocker = { kind: 'officer', party: whose } as const
    const fact = `restriction of ${whose}: ${cause}`
    return { ok: false, refusal: refuseUnder(article, 'restriction.in-force', fact, [unblocker]) }
  }
  return notResident(state, choices) ?? wrongDay(state)
}

function notResident(state: OpenCrossing, choices: Choices): Decision | null {
  if (!choices.residentsOnly || state.category?.category === 'resident') return null
  if (state.category && state.category.category !== 'ordinary') return null
  return reject('category.not-resident', 'no list names the vehicle or its persons', [
    { kind: 'officer', party: state.exitParty },
  ])
}

/** BR 18.1(2): citizens of Kazakhstan on even days of the month, of Kyrgyzstan on odd ones. */
function wrongDay(state: OpenCrossing): Decision | null {
  if (state.category?.category !== 'resident') return null
  const even = Number(state.localDate.slice(8)) % 2 === 0
  const off = even ? 'KGZ' : 'KAZ'
  const found = state.documents.find(({ fields }) => fields.nationality === off)
  return found
    ? reject('category.wrong-day', `a citizen of ${off} on ${state.localDate}`, [{ kind: 'nobody' }])
    : null
}
