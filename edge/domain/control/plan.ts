import type { Party } from '../party.ts'
import type { PlannedControl, RulePack } from './rule-pack.ts'

/** The controls of one crossing, exit Party first (JC 7.1), as the pack orders them. */
export function planControls(pack: RulePack, exitParty: Party, entryParty: Party): readonly PlannedControl[] {
  const of = (party: Party, phase: 'exit' | 'entry') =>
    pack.controls
      .filter((rule) => rule.party === party && rule.direction === phase && rule.mode !== 'off')
      .map((rule) => ({ party, kind: rule.kind, phase, mode: rule.mode, article: rule.article }))
  return [...of(exitParty, 'exit'), ...of(entryParty, 'entry')]
}
