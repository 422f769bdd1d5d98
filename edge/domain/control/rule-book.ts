import type { RulePack, RulePackRef } from './rule-pack.ts'

/** One pack with the reference that each crossing keeps (JC 8). */
export interface Rules {
  readonly pack: RulePack
  readonly ref: RulePackRef
}

/** All packs of a checkpoint: which is in force on a day, and which a crossing began under. */
export interface RuleBook {
  /** The pack with the latest `effectiveFrom` that is not after the day (YYYY-MM-DD at the checkpoint). */
  on(day: string): Rules
  /** The very pack that a crossing began under, by its hash; null where nothing knows it any more. */
  of(ref: RulePackRef): Rules | null
}

/**
 * `current` stand in the configuration; `former` are known from the journal and serve only crossings that
 * began under them. Where no pack is in force yet on a day, the earliest of the current ones is.
 */
export function createRuleBook(current: readonly Rules[], former: readonly Rules[] = []): RuleBook {
  const byDate = current.toSorted((a, b) => (a.pack.effectiveFrom < b.pack.effectiveFrom ? -1 : 1))
  const [first] = byDate
  if (first === undefined) throw new RangeError('a rule book needs a rule pack')
  return {
    on: (day) => byDate.findLast(({ pack }) => pack.effectiveFrom <= day) ?? first,
    of: (ref) => [...current, ...former].find((rules) => rules.ref.sha256 === ref.sha256) ?? null,
  }
}
