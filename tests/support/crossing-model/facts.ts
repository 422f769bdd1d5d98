import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import type { CrossingState } from '../../../edge/domain/crossing/state.ts'
import type { Party } from '../../../edge/domain/party.ts'

/** JC 15: the Party that controls alone, by the facts; null under joint control. */
export function aloneBy(facts: readonly CrossingEvent[]): Party | null {
  const [opened] = facts
  if (opened?.type !== 'CrossingOpened') return null
  const alone = opened.data.regime === 'separate' || facts.some(({ type }) => type === 'CrossingTakenOver')
  return alone ? opened.data.hostParty : null
}

/** A Party's hold stands: neither lifted nor fallen away with the Party that was taken over from. */
export function holdsVehicle(facts: readonly CrossingEvent[], party: Party): boolean {
  const last = (is: (one: CrossingEvent) => boolean) => facts.findLastIndex(is)
  return (
    last((one) => one.type === 'VehicleHeld' && one.data.heldBy === party) >
    Math.max(
      last((one) => one.type === 'HoldLifted' && one.data.liftedBy === party),
      last((one) => one.type === 'CrossingTakenOver' && one.data.from === party),
    )
  )
}

/** Persons held, restrictions of the Party, and residents of the other day stand against a passage. */
export function mayNotPass(
  facts: readonly CrossingEvent[],
  party: Party,
  state: CrossingState,
  rules: RulePack,
): boolean {
  if (personsHeld(facts)) return true
  const last = (is: (one: CrossingEvent) => boolean) => facts.findLastIndex(is)
  const forbidden =
    last((one) => one.type === 'RestrictionApplied' && one.data.party === party) >
    last((one) => one.type === 'RestrictionCeased' && one.data.restriction === `r-${party}`)
  const found = facts.findLast((one) => one.type === 'CategoryAssigned')
  const category = found?.type === 'CategoryAssigned' ? found.data.category : 'ordinary'
  if (forbidden || (rules.residentsOnly && category === 'ordinary')) return true
  if (category !== 'resident' || state.status === 'none') return false
  const off = state.localDate === '2026-11-24' ? 'KGZ' : 'KAZ'
  return facts.some((one) => one.type === 'DocumentRead' && one.data.fields.nationality === off)
}

/** The pack says that the vehicle waits for a person, and nobody cleared that person. */
function personsHeld(facts: readonly CrossingEvent[]): boolean {
  return facts.some(
    (one, index) =>
      one.type === 'PassengerHeld' &&
      one.data.effect === 'vehicleHeld' &&
      !facts
        .slice(index)
        .some(
          (later) =>
            later.type === 'PassengerCleared' &&
            later.data.document === one.data.document &&
            later.data.clearedBy === one.data.heldBy,
        ) &&
      !facts
        .slice(index)
        .some((later) => later.type === 'CrossingTakenOver' && later.data.from === one.data.heldBy),
  )
}

/** Every control that holds a Party's phase ended, by the facts alone. */
export function controlsDone(facts: readonly CrossingEvent[], own: Party, rules: RulePack): boolean {
  const [opened] = facts
  if (opened?.type !== 'CrossingOpened') return false
  const called = facts.flatMap((one) =>
    one.type === 'ControlCalled' || one.type === 'ControlSelected' ? [one.data.control] : [],
  )
  const category = facts.findLast((one) => one.type === 'CategoryAssigned')
  const remains = category?.type === 'CategoryAssigned' ? category.data.controls : 'all'
  const asked = (key: { readonly party: Party; readonly kind: string }) =>
    called.some((one) => one.party === key.party && one.kind === key.kind)
  const unplanned = called.filter(
    (key) => !opened.data.controls.some((one) => one.party === key.party && one.kind === key.kind),
  )
  return [...opened.data.controls, ...unplanned.map((key) => ({ ...key, mode: 'on-call' as const }))]
    .filter((planned) => planned.party === own)
    .every((planned) => {
      const last = facts.findLast(
        (one) =>
          (one.type === 'ControlStarted' ||
            one.type === 'ControlCompleted' ||
            one.type === 'ControlWaived') &&
          one.data.control.party === own &&
          one.data.control.kind === planned.kind,
      )
      if (last === undefined) {
        if (remains === 'none' || (remains === 'border' && planned.kind !== 'border')) return true
        return planned.mode !== 'always' && !asked(planned)
      }
      if (last.type === 'ControlStarted') return false
      if (last.type === 'ControlCompleted') return last.data.decision !== 'detained'
      return last.type === 'ControlWaived' && rules.waiverCountsAsConclusion
    })
}
