import type { Party } from '../party.ts'

/** Causes that BR 11 and BR 14.3 allow. */
export const restrictionCauses = [
  'national-security',
  'sanitary-quarantine',
  'epidemic',
  'epizootic',
  'emergency',
  'force-majeure',
] as const
export type RestrictionCause = (typeof restrictionCauses)[number]

/** What a restriction touches. An empty list means: whatever it is. */
export interface RestrictionScope {
  /** Every lane where it is null. */
  readonly lane: string | null
  /** Only vehicles that leave this State; both directions where it is null. */
  readonly exitParty: Party | null
  /** ISO 3166-1 alpha-3. */
  readonly citizenships: readonly string[]
  /** Kinds of goods as officers declare them, e.g. `animals`. */
  readonly goods: readonly string[]
}

export interface Restriction {
  /** Id of the event that declared it. */
  readonly id: string
  readonly party: Party
  readonly article: 'BR 11' | 'BR 14.3' | 'BR 25'
  readonly cause: RestrictionCause
  readonly scope: RestrictionScope
  /** ISO 8601. */
  readonly from: string
  readonly until: string
  readonly exceptional: boolean
  readonly reason: string
}

export function inForce({ from, until }: Pick<Restriction, 'from' | 'until'>, now: string): boolean {
  const at = Date.parse(now)
  return Date.parse(from) <= at && at < Date.parse(until)
}

/** What of a crossing a restriction looks at. */
export interface Touched {
  readonly lane: string
  readonly exitParty: Party
  readonly citizenships: readonly string[]
  readonly goods: readonly string[]
}

/** BR 11, 14.3, 25: whether a restriction touches a crossing. One that names nothing touches everyone. */
export function touches({ scope }: Pick<Restriction, 'scope'>, crossing: Touched): boolean {
  if (!inPlace(scope, crossing)) return false
  const any = (named: readonly string[], found: readonly string[]) =>
    named.length === 0 || found.some((one) => named.includes(one))
  return any(scope.citizenships, crossing.citizenships) && any(scope.goods, crossing.goods)
}

/** A restriction that names no citizens and no goods stops all crossing of its lanes and direction. */
export function stopsAll(
  restriction: Pick<Restriction, 'scope'>,
  place: Pick<Touched, 'lane' | 'exitParty'>,
): boolean {
  const { citizenships, goods } = restriction.scope
  return citizenships.length === 0 && goods.length === 0 && inPlace(restriction.scope, place)
}

function inPlace(scope: RestrictionScope, { lane, exitParty }: Pick<Touched, 'lane' | 'exitParty'>): boolean {
  return (scope.lane ?? lane) === lane && (scope.exitParty ?? exitParty) === exitParty
}
