import type { AnyEvent } from '../crossing/events.ts'
import type { Mismatch } from '../crossing/law-events.ts'
import type { Actor, ControlKind, Party } from '../party.ts'
import type { RulePack, SharingRule } from './rule-pack.ts'

/**
 * What a Party gets of an event: the dotted paths within `data` that are withheld, or null for the whole
 * event. Rules of visibility `own` bind facts that an officer stated, and vehicle papers; what devices saw
 * else belongs to both Parties (JC 1, JC 5).
 */
export function withheldFrom(
  party: Party,
  event: AnyEvent,
  actor: Actor,
  pack: RulePack,
): readonly string[] | null {
  const owned = ownOf(event, party)
  if (owned !== undefined) return owned
  if (event.type === 'MismatchFound') return statedByPaper(party, event.data, actor, pack)
  const owner = ownerOf(event, actor)
  if (owner === null || owner === party) return []
  const rules = pack.sharing.filter(
    (rule) =>
      rule.event === event.type && appliesTo(rule, controlKindOf(event)) && (rule.party ?? owner) === owner,
  )
  if (rules.some((rule) => rule.field === '*')) return null
  const fields = rules.map((rule) => rule.field)
  // The picture of a paper says what its text says.
  return event.type === 'VehiclePaperRead' && fields.includes('text') ? [...fields, 'page'] : fields
}

/**
 * What no pack can open: a Party's watch lists and hits, and what its supervisors look into, are its own (null: the whole event is withheld), and
 * so are the name of the rule by which its risk profile selects (JC 3, JC 4), and what its officers tell one
 * another at the change of a shift.
 */
function ownOf(event: AnyEvent, party: Party): readonly string[] | null | undefined {
  switch (event.type) {
    case 'WatchHit':
    case 'WatchListReceived':
    case 'PersonalDataViewed':
      return event.data.party === party ? [] : null
    case 'ShiftHandedOver':
      return event.data.party === party || event.data.note === undefined ? [] : ['note']
    case 'ControlSelected':
      return event.data.control.party === party ? [] : ['rule']
    default:
      return undefined
  }
}

/** What a paper states is of its text, and goes where the text goes. */
function statedByPaper(
  party: Party,
  { kind, lawInForce }: Mismatch,
  actor: Actor,
  pack: RulePack,
): readonly string[] | null {
  if (kind !== 'paperPlate') return []
  const paper = {
    paper: '',
    format: 'other',
    characters: 0,
    text: '',
    source: 'scanner',
    lawInForce,
  } as const
  const withheld = withheldFrom(party, { type: 'VehiclePaperRead', data: paper }, actor, pack)
  return withheld === null ? null : withheld.includes('text') ? ['stated'] : []
}

/** A vehicle paper is handed to the officers at work, so it is theirs although a device read it. */
function ownerOf(event: AnyEvent, actor: Actor): Party | null {
  if (actor.kind === 'officer') return actor.party
  return event.type === 'VehiclePaperRead' ? event.data.lawInForce : null
}

function appliesTo(rule: SharingRule, kind: ControlKind | null): boolean {
  return rule.controlKind === undefined || rule.controlKind === kind
}

function controlKindOf(event: AnyEvent): ControlKind | null {
  return 'control' in event.data ? event.data.control.kind : null
}
