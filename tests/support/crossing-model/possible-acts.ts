import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import type { CrossingCommand, OfficerCommand } from '../../../edge/domain/crossing/commands.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import type { CrossingState } from '../../../edge/domain/crossing/state.ts'
import { type OfficerActor, type Party, parties } from '../../../edge/domain/party.ts'
import { kinds } from '../crossing-sequences.ts'
import { officer, passport } from '../crossing-spec.ts'

const everyOfficer = parties.flatMap((own) => kinds.map((body) => officer(own, body)))
const devices: readonly CrossingCommand[] = (
  ['approachBarrier', 'releaseBarrier', 'returnBarrier'] as const
).flatMap((role): readonly CrossingCommand[] => [
  { type: 'OrderBarrierOpening', barrier: role, permit: 'admission' },
  { type: 'RecordBarrierOpened', barrier: role },
  { type: 'ConfirmPassage', barrier: role },
  { type: 'RecordBarrierClosed', barrier: role },
  { type: 'CloseCrossing' },
])

/** Acts that fit at any time; chance gives them often enough, and among the rest they would crowd it out. */
const beside: ReadonlySet<OfficerCommand['type']> = new Set<OfficerCommand['type']>([
  ...(['AssignCategory', 'DeclareGoods', 'OpenIncident'] as const),
])

/** Every act that a screen offers as possible now, with all that it needs filled in. */
function offered(state: CrossingState, rules: RulePack, secret: string): readonly OfficerCommand[] {
  return everyOfficer.flatMap((who) =>
    explainActions(state, who, rules)
      .filter(({ action, refusal }) => refusal === null && !beside.has(action))
      .flatMap(({ action, control: key, barrier: role }) => filled(action, key, role, who, secret)),
  )
}

/** What chance may choose from; `forward`: only what moves the crossing on. */
export function possibleNow(
  state: CrossingState,
  rules: RulePack,
  secret: string,
  forward: boolean,
): readonly CrossingCommand[] {
  const acts = offered(state, rules, secret)
  const done = (key: { readonly party: Party; readonly kind: string }) =>
    state.status !== 'none' &&
    state.steps.some(
      (step) => step.control.party === key.party && step.control.kind === key.kind && step.endedAt !== null,
    )
  const onward = acts.filter(
    (act) =>
      ['CompleteControl', 'ConcludeExitControl', 'Release', 'AcceptReadmission'].includes(act.type) ||
      (act.type === 'StartControl' && !done(act.control)),
  )
  const open = state.status === 'open' && state.phase !== 'exitControl' && state.phase !== 'entryControl'
  const unread = state.status === 'open' && state.documents.length === 0
  if (!forward) return [...acts, ...devices]
  return [...onward, ...(unread ? [passport] : []), ...(open || onward.length === 0 ? devices : [])]
}

/** The command behind an act of the screen, with what it asks for; none for acts that are left to chance. */
export function filled(
  type: OfficerCommand['type'],
  key: { readonly party: Party; readonly kind: OfficerActor['body'] } | null,
  role: Extract<OfficerCommand, { type: 'OpenBarrier' }>['barrier'] | null,
  who: OfficerActor,
  secret: string,
): readonly OfficerCommand[] {
  switch (type) {
    case 'StartControl':
      return key ? [{ type, by: who, control: key, repeatReason: 'again' }] : []
    case 'CompleteControl':
      return key ? [{ type, by: who, control: key, decision: 'released', note: secret }] : []
    case 'WaiveControl':
      return key ? [{ type, by: who, control: key, reason: 'not needed' }] : []
    case 'Refuse':
      return [{ type, by: who, cause: 'other', reason: 'a reason' }]
    case 'Return':
      return [{ type, by: who, reason: 'a reason' }]
    case 'CorrectPlate':
      return [{ type, by: who, text: '01KG123ABC', country: 'KG', reason: 'misread' }]
    case 'OpenBarrier':
      return role ? [{ type, by: who, barrier: role }] : []
    case 'WitnessPassage':
      return role ? [{ type, by: who, barrier: role, reason: 'seen' }] : []
    case 'ConcludeExitControl':
    case 'Release':
    case 'AcceptReadmission':
    case 'AssentReopening':
    case 'LiftHold':
      return [{ type, by: who }]
    case 'RecogniseControl':
      return key ? [{ type, by: who, control: key }] : []
    case 'CallControl':
      return key && kinds.some((kind) => kind === key.kind)
        ? [{ type, by: who, control: key, reason: 'needed' }]
        : []
    case 'RequestReopening':
    case 'HoldVehicle':
      return [{ type, by: who, reason: 'a suspicion' }]
    case 'RecordViolation':
      return [{ type, by: who, laws: [who.party], description: 'what was done' }]
    case 'Detain':
      return [{ type, by: who, what: 'goods', place: 'the yard', reason: 'seized' }]
    case 'TakeOver':
      return [{ type, by: who, reason: 'the other Party has left' }]
    case 'DeclareGoods':
      return [{ type, by: who, goods: ['animals'] }]
    case 'ExplainTransit':
      return [{ type, by: who, exception: 'breakdown', reason: 'a wheel' }]
    case 'OpenIncident':
      return [{ type, by: who, kind: 'damage', place: 'lane', causes: 'ice' }]
    case 'AssignCategory':
      return [{ type, by: who, category: 'resident', list: 'merke-3', reason: 'shown' }]
    case 'HoldPassenger':
    case 'ClearPassenger':
      return [{ type, by: who, document: 'd1', reason: 'a reason' }]
    default:
      return []
  }
}
