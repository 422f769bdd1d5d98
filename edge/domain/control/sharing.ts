import type { AnyEvent } from '../crossing/events.ts'
import type { Actor, ControlKind, Party } from '../party.ts'
import type { RulePack, SharingRule } from './rule-pack.ts'

/**
 * What a Party gets of an event: the dotted paths within `data` that are withheld, or null for the whole
 * event. Rules of visibility `own` bind facts that an officer stated; what devices saw belongs to both
 * Parties (JC 1, JC 5).
 */
export function withheldFrom(
  party: Party,
  event: AnyEvent,
  actor: Actor,
  pack: RulePack,
): readonly string[] | null {
  if (actor.kind !== 'officer' || actor.party === party) return []
  const rules = pack.sharing.filter(
    (rule) => rule.event === event.type && appliesTo(rule, controlKindOf(event)),
  )
  if (rules.some((rule) => rule.field === '*')) return null
  return rules.map((rule) => rule.field)
}

function appliesTo(rule: SharingRule, kind: ControlKind | null): boolean {
  return rule.controlKind === undefined || rule.controlKind === kind
}

function controlKindOf(event: AnyEvent): ControlKind | null {
  return 'control' in event.data ? event.data.control.kind : null
}
