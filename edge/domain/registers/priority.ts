import { type Category, categoryRule, type RulePack } from '../control/rule-pack.ts'
import { matchRegisters, type Register } from './register.ts'

/** A vehicle that waits before the lane. */
export interface Waiting {
  readonly plate: string
  readonly category: Category
  /** 1 goes first (BR 19.3, 20.2). */
  readonly priority: number
}

/** BR 20.2: out of turn; BR 19.3: with priority. Those who wait, in the order in which they are to go. */
export function orderOfService(
  plates: readonly string[],
  registers: readonly Register[],
  pack: Pick<RulePack, 'categories'>,
  day: string,
): readonly Waiting[] {
  return plates
    .map((plate): Waiting => {
      const found = matchRegisters(registers, { plate, documents: [] }, day).map(({ register }) =>
        categoryRule(pack, register.category),
      )
      const [first = categoryRule(pack, 'ordinary')] = found.toSorted((a, b) => a.priority - b.priority)
      return { plate, category: first.category, priority: first.priority }
    })
    .toSorted((a, b) => a.priority - b.priority)
}
