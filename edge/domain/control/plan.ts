import type { Party } from '../party.ts'
import { inTerm, type PlannedControl, type RulePack } from './rule-pack.ts'

/**
 * The controls of one crossing, exit Party first (JC 7.1), as the pack orders them on the day (YYYY-MM-DD at
 * the checkpoint). Without a day, rules with a term are left out of no plan.
 */
export function planControls(
  pack: Pick<RulePack, 'controls'>,
  exitParty: Party,
  entryParty: Party,
  day?: string,
): readonly PlannedControl[] {
  const of = (party: Party, phase: 'exit' | 'entry') =>
    pack.controls
      .filter((rule) => rule.party === party && rule.direction === phase && rule.mode !== 'off')
      .filter((rule) => day === undefined || inTerm(rule, day))
      .map((rule) => ({ party, kind: rule.kind, phase, mode: rule.mode, article: rule.article }))
  return [...of(exitParty, 'exit'), ...of(entryParty, 'entry')]
}
