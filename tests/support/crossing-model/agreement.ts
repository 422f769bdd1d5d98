import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import { actOutcomes } from '../../../edge/domain/crossing/act-outcomes.ts'
import type { OfficerCommand } from '../../../edge/domain/crossing/commands.ts'
import { decide } from '../../../edge/domain/crossing/decide.ts'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import type { CrossingState } from '../../../edge/domain/crossing/state.ts'
import { statedFields } from '../../../edge/ports/proof/act-statement.ts'
import { contradiction } from '../../../edge/ports/proof/verify-act.ts'
import { fail } from './fail.ts'
import { filled } from './possible-acts.ts'

/** A grey button is refused by `decide`, and what `decide` takes stands behind no grey button. */
export function agree(
  state: CrossingState,
  command: OfficerCommand,
  taken: boolean,
  rules: RulePack,
  facts: readonly CrossingEvent[],
): void {
  const key = 'control' in command ? command.control : null
  const role = 'barrier' in command ? command.barrier : null
  const subject = 'document' in command ? command.document : undefined
  // What the officer fills in beside the button decides on its own: a list, a law, a place.
  if (command.type === 'AssignCategory' || command.type === 'RecordViolation' || command.type === 'Detain')
    return
  const shown = explainActions(state, command.by, rules).find(
    (one) =>
      one.action === command.type &&
      one.barrier === role &&
      (subject === undefined || one.subject === subject) &&
      one.control?.party === key?.party &&
      one.control?.kind === key?.kind,
  )
  // The screen asks for the decision after the button: without a document only `recognised` is taken (JC 1).
  const recognised = command.type === 'CompleteControl' && command.decision === 'recognised'
  if (taken && shown?.refusal && !recognised)
    fail(`decide takes ${command.type}, explain refuses it: ${shown.refusal.code}`, facts)
  if (!shown || shown.refusal) return
  const [whole] = filled(command.type, key, role, command.by, 'x')
  const answer = whole && decide(whole, state, rules)
  if (answer && !answer.ok)
    fail(`explain offers ${command.type}, decide refuses it: ${answer.refusal.code}`, facts)
}

/** Who verifies a signed act finds no contradiction in what the rules make of it. */
export function asSigned(
  command: OfficerCommand,
  event: CrossingEvent,
  facts: readonly CrossingEvent[],
): void {
  const { type, data } = event
  const act = command.type
  if (!actOutcomes[act].facts.includes(type)) fail(`an act ${act} became ${type}`, facts)
  const entries = Object.entries(statedFields(command))
  const fields = Object.fromEntries(entries.map(([field]) => [field, '']))
  const opened = Object.fromEntries(entries.map(([field, value]) => [field, { salt: '', value }]))
  const fact = { type, data, crossing: 'c-1', lane: 'lane-1', withheld: [], erased: false }
  const found = contradiction(fact, { statement: { act, fields }, opened })
  if (found !== null) fail(`${act} and ${type}: ${found}`, facts)
}
