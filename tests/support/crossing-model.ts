import { planControls } from '../../edge/domain/control/plan.ts'
import type { RulePack } from '../../edge/domain/control/rule-pack.ts'
import { withheldFrom } from '../../edge/domain/control/sharing.ts'
import { actOutcomes } from '../../edge/domain/crossing/act-outcomes.ts'
import type { CrossingCommand, OfficerCommand } from '../../edge/domain/crossing/commands.ts'
import { decide } from '../../edge/domain/crossing/decide.ts'
import type { CrossingEvent } from '../../edge/domain/crossing/events.ts'
import { evolve, type Occurrence } from '../../edge/domain/crossing/evolve.ts'
import { explainActions } from '../../edge/domain/crossing/explain-actions.ts'
import { explainCrossing } from '../../edge/domain/crossing/explain-crossing.ts'
import { type CrossingState, initialState } from '../../edge/domain/crossing/state.ts'
import { type Actor, type OfficerActor, otherParty, type Party, parties } from '../../edge/domain/party.ts'
import { statedFields } from '../../edge/ports/proof/act-statement.ts'
import { contradiction } from '../../edge/ports/proof/verify-act.ts'
import { kinds, type Sequence } from './crossing-sequences.ts'
import { officer, openCrossing, passport } from './crossing-spec.ts'

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

function possibleNow(
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

function filled(
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

function fail(rule: string, events: readonly CrossingEvent[]): never {
  throw new Error(`${rule}\n${events.map((event) => JSON.stringify(event)).join('\n')}`)
}

/** Plays one sequence and throws at the first rule that does not hold. Answers the facts it made. */
export function play({ exitParty, guarded, rules: of, steps, ...place }: Sequence): readonly CrossingEvent[] {
  const entryParty = otherParty(exitParty)
  const journal: Occurrence[] = []
  const facts: CrossingEvent[] = []
  let state = initialState
  let at = Date.UTC(2026, 10, 24, 6)
  const carryOut = (command: CrossingCommand): void => {
    const before = state
    const answer = decide(command, before, of)
    if ('by' in command) agree(before, command, answer.ok, of, facts)
    if (!answer.ok) return
    const actor = 'by' in command ? command.by : ({ kind: 'gateway' } as const)
    for (const event of answer.events) {
      lawful(event, facts, state, exitParty, of)
      byRight(event, facts, actor, exitParty)
      if ('by' in command) asSigned(command, event, facts)
      const occurrence: Occurrence = { event, actor, eventTime: new Date(at).toISOString() }
      journal.push(occurrence)
      facts.push(event)
      state = evolve(state, occurrence)
    }
  }
  if (openCrossing.type !== 'OpenCrossing') throw new Error('no opening')
  carryOut({
    ...openCrossing,
    exitParty,
    entryParty,
    guarded,
    hostParty: place.hostParty,
    localDate: place.localDate,
    controls: planControls(of, exitParty, entryParty),
    ...(place.separate && { regime: 'separate' as const }),
  })
  for (const [index, step] of steps.entries()) {
    at += step.seconds * 1000
    const possible = step.lawful === 0 ? [] : possibleNow(state, of, `secret-${index}`, step.lawful > 1)
    const command = step.lawful === 0 ? step.command : possible[step.pick % possible.length]
    if (command) carryOut(command)
  }
  for (const viewer of parties) secretsKept(viewer, state, journal, of, facts)
  const stored = JSON.parse(JSON.stringify(journal)) as readonly Occurrence[]
  const replayed = stored.reduce((so, occurrence) => evolve(so, occurrence), initialState)
  if (JSON.stringify(replayed) !== JSON.stringify(state))
    fail('replay of the journal gives another state', facts)
  return facts
}

/** Who verifies a signed act finds no contradiction in what the rules make of it. */
function asSigned(command: OfficerCommand, event: CrossingEvent, facts: readonly CrossingEvent[]): void {
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

/** What must have been in the journal before a fact may follow. Reads facts alone, never the state's phase. */
function lawful(
  event: CrossingEvent,
  before: readonly CrossingEvent[],
  state: CrossingState,
  exit: Party,
  rules: RulePack,
): void {
  const was = (...types: readonly CrossingEvent['type'][]) => before.some(({ type }) => types.includes(type))
  const host = aloneBy(before)
  const concluded =
    before.findLastIndex(({ type }) => type === 'ExitControlConcluded') >
    before.findLastIndex(({ type }) => type === 'ExitControlReopened')
  const outcomes = ['CrossingReleased', 'CrossingRefused', 'CrossingReturned', 'CrossingDetained'] as const
  const after = [...before, event]
  /** Whose law applies while controls run: JC 7.1, and JC 15 under separate control. */
  const law = host ?? (concluded ? otherParty(exit) : exit)
  switch (event.type) {
    case 'ControlStarted':
    case 'ControlCompleted':
    case 'ControlWaived':
      if (was(...outcomes)) fail('a control after the outcome', after)
      if (host !== null && event.data.control.party !== host)
        fail('JC 15: a control of the absent Party under separate control', after)
      if (host === null && event.data.control.party !== exit && !concluded && !rules.swappedOrder)
        fail('JC 7.1: entry control before conclusion', after)
      if (host === null && event.data.control.party === exit && concluded)
        fail('JC 7.1: exit control after conclusion', after)
      if (event.type === 'ControlWaived' && event.data.control.kind === 'border')
        fail('JC 4: border control waived', after)
      if (event.data.lawInForce !== law) fail('JC 3: wrong law in force', after)
      if (
        event.type === 'ControlCompleted' &&
        event.data.control.kind === 'border' &&
        rules.documentRequired &&
        event.data.decision !== 'recognised' &&
        !was('DocumentRead')
      )
        fail('BR 17.1: border control without a document', after)
      return
    case 'EntryControlStarted':
      if (!concluded && host === null && !rules.swappedOrder)
        fail('JC 7.1: entry step before conclusion', after)
      if (host === exit) fail('JC 15: entry control under separate control of the exit Party', after)
      if (was('EntryControlStarted')) fail('entry control begins once', after)
      return
    case 'ExitControlConcluded':
      if (host === otherParty(exit)) fail('JC 15: concluded by the absent Party', after)
      if (!controlsDone(before, exit, rules)) fail('JC 7.1: concluded over an open exit control', after)
      if (was(...outcomes) || (concluded && host === null))
        fail('concluded after the end of exit control', after)
      if (mayNotPass(before, exit, state, rules)) fail('concluded over what stands against it', after)
      return
    case 'CrossingReleased':
      if (host === null && !concluded) fail('released without conclusion of exit control', after)
      if (!controlsDone(before, host ?? otherParty(exit), rules))
        fail('released over an open entry control', after)
      if (was(...outcomes)) fail('a second outcome', after)
      if (mayNotPass(before, host ?? otherParty(exit), state, rules))
        fail('released over what stands against it', after)
      return
    case 'CrossingRefused':
      if (host === null ? !concluded : host === exit) fail('refused before conclusion', after)
      if (event.data.cause.trim() === '' || event.data.reason.trim() === '')
        fail('BR 17.2: refused without cause and reason', after)
      if (was(...outcomes)) fail('a second outcome', after)
      return
    case 'CrossingReturned': {
      const alone = host !== null && event.data.returnedBy === host
      if (!alone && (concluded || event.data.returnedBy !== exit))
        fail('JC 7.2: returned after conclusion', after)
      if (alone && host !== exit && !was('CrossingRefused')) fail('JC 15: sent back without a refusal', after)
      if (was('CrossingReleased', 'CrossingDetained', 'CrossingReturned')) fail('a second outcome', after)
      if (event.data.reason.trim() === '') fail('returned without a reason', after)
      return
    }
    case 'CrossingTakenOver': {
      const [opened] = before
      if (opened?.type !== 'CrossingOpened' || event.data.takenOverBy !== opened.data.hostParty)
        fail('JC 15: taken over by another than the host', after)
      if (host !== null) fail('JC 15: taken over twice', after)
      if (was('CrossingReleased', 'CrossingReturned', 'CrossingDetained'))
        fail('JC 15: taken over after the outcome', after)
      return
    }
    case 'ReadmissionAccepted':
      if (!was('CrossingRefused') || event.data.acceptedBy !== exit)
        fail('BR 17.2: readmission without refusal', after)
      return
    case 'BarrierOpeningOrdered': {
      const role = event.data.barrier
      if (role === 'approachBarrier' && (was(...outcomes) || (host === null && concluded)))
        fail('admission after exit control', after)
      const detention = before.find((one) => one.type === 'CrossingDetained')
      const detained = detention?.type === 'CrossingDetained' ? detention.data.detainedBy : null
      if (role === 'releaseBarrier' && !was('CrossingReleased') && detained !== otherParty(exit))
        fail('BR 13: release barrier without release', after)
      if (role === 'returnBarrier' && !was('ReadmissionAccepted', 'CrossingReturned') && detained !== exit)
        fail('BR 13: return barrier without decision', after)
      if (parties.some((party) => holdsVehicle(before, party))) fail('a barrier ordered over a hold', after)
      const others = before.flatMap((one) => (one.type === 'BarrierOpeningOrdered' ? [one.data.barrier] : []))
      if (role !== 'approachBarrier' && others.some((one) => one !== role && one !== 'approachBarrier'))
        fail('a permit for the way out and for the way back', after)
      if (
        event.data.permit === 'emergency' ||
        event.data.permit !==
          { approachBarrier: 'admission', releaseBarrier: 'release', returnBarrier: 'return' }[role]
      )
        fail('wrong permit', after)
      if (state.status === 'open' && (state.barriers[role]?.ordered || state.barriers[role]?.passed))
        fail('ordered twice', after)
      return
    }
    case 'PassageConfirmed':
      if (!before.some((one) => one.type === 'BarrierOpened' && one.data.barrier === event.data.barrier))
        fail('passage through a barrier that did not open', after)
      return
    case 'ExitControlReopened':
      if (host !== null) fail('JC 15: reopened under separate control', after)
      if (!concluded || !was('ReopeningRequested')) fail('reopened without being asked for', after)
      if (rules.reopening === 'never') fail('reopened where the pack says never', after)
      if (was(...outcomes)) fail('reopened after an outcome', after)
      return
    case 'ViolationRecorded': {
      const { laws, jurisdiction } = event.data
      if (laws.length === 2 ? jurisdiction !== exit : jurisdiction !== laws[0])
        fail('JC 14: wrong jurisdiction', after)
      return
    }
    case 'CategoryAssigned': {
      const { category, list, equipment } = event.data
      const rule = rules.categories.find((one) => one.category === category)
      if (rule?.listRequired && !list?.trim()) fail('BR 14.2: a category without its list', after)
      if (category === 'rescue' && equipment.length === 0) fail('BR 20.2: rescue without equipment', after)
      if (category === 'transit-section' && rules.transitSections.length === 0)
        fail('BR 18.1(1): transit where no section is named', after)
      return
    }
    case 'CrossingDetained': {
      if (was(...outcomes)) fail('a second outcome', after)
      if (host !== null && event.data.detainedBy !== host) fail('JC 15: detained by the absent Party', after)
      if (host !== null) return
      const violation = before.findLast((one) => one.type === 'ViolationRecorded')
      const jurisdiction = violation?.type === 'ViolationRecorded' ? violation.data.jurisdiction : null
      if (jurisdiction !== null && jurisdiction !== event.data.detainedBy)
        fail('JC 14: detained by the wrong Party', after)
      if (!concluded && event.data.detainedBy !== exit)
        fail('JC 7.1: entry Party detains before conclusion', after)
      return
    }
    case 'CrossingClosed': {
      if (!was(...outcomes)) fail('closed without outcome', after)
      const opens = (role: string, type: string) =>
        before.findLastIndex((one) => one.type === type && 'barrier' in one.data && one.data.barrier === role)
      for (const role of ['approachBarrier', 'releaseBarrier', 'returnBarrier']) {
        if (opens(role, 'BarrierOpened') > opens(role, 'BarrierClosed'))
          fail('closed under an open boom', after)
      }
      return
    }
  }
}

/** JC 15: the Party that controls alone, by the facts; null under joint control. */
function aloneBy(facts: readonly CrossingEvent[]): Party | null {
  const [opened] = facts
  if (opened?.type !== 'CrossingOpened') return null
  const alone = opened.data.regime === 'separate' || facts.some(({ type }) => type === 'CrossingTakenOver')
  return alone ? opened.data.hostParty : null
}

/** A Party's hold stands: neither lifted nor fallen away with the Party that was taken over from. */
function holdsVehicle(facts: readonly CrossingEvent[], party: Party): boolean {
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
function mayNotPass(
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

/** Every act is of the Party and the body that it belongs to, and has the reason that it needs (JC 3, JC 9.1). */
function byRight(event: CrossingEvent, before: readonly CrossingEvent[], actor: Actor, exit: Party): void {
  const after = [...before, event]
  const host = aloneBy(before)
  if (host !== null && actor.kind === 'officer' && actor.party !== host)
    fail(`JC 15: ${event.type} by the absent Party`, after)
  const of = (owner: Party) => {
    if (actor.kind !== 'officer' || actor.party !== owner) fail(`JC 3: ${event.type} not by ${owner}`, after)
  }
  switch (event.type) {
    case 'ControlStarted':
    case 'ControlCompleted':
    case 'ControlWaived': {
      const { party: owner, kind: body } = event.data.control
      of(owner)
      if (actor.kind !== 'officer' || actor.body !== body)
        fail(`JC 9.1: ${event.type} by another body`, after)
      if (event.type === 'ControlWaived' && event.data.reason.trim() === '')
        fail('waived without a reason', after)
      const last = before.findLast(
        (one) =>
          (one.type === 'ControlStarted' ||
            one.type === 'ControlCompleted' ||
            one.type === 'ControlWaived') &&
          one.data.control.party === owner &&
          one.data.control.kind === body,
      )
      const recognised = event.type === 'ControlCompleted' && event.data.decision === 'recognised'
      if (event.type === 'ControlCompleted' && !recognised && last?.type !== 'ControlStarted')
        fail('completed, not started', after)
      const released = before.some(
        (one) =>
          one.type === 'ControlCompleted' &&
          one.data.control.party !== owner &&
          one.data.control.kind === body &&
          one.data.decision === 'released',
      )
      if (recognised && !released) fail('JC 4: recognised what nobody has done', after)
      return
    }
    case 'ExitControlConcluded':
    case 'ReadmissionAccepted':
      of(exit)
      return
    case 'CrossingReturned':
      of(aloneBy(before) ?? exit)
      return
    case 'CrossingTakenOver':
      of(event.data.takenOverBy)
      return
    case 'CrossingReleased':
      of(aloneBy(before) ?? otherParty(exit))
      return
    case 'CrossingRefused':
      of(otherParty(exit))
      return
  }
}

/** Every control that holds a Party's phase ended, by the facts alone. */
function controlsDone(facts: readonly CrossingEvent[], own: Party, rules: RulePack): boolean {
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

/** A grey button is refused by `decide`, and what `decide` takes stands behind no grey button. */
function agree(
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

function secretsKept(
  viewer: Party,
  state: CrossingState,
  journal: readonly Occurrence[],
  rules: RulePack,
  facts: readonly CrossingEvent[],
): void {
  const hidden = journal.flatMap(({ event, actor }) =>
    event.type === 'ControlCompleted' &&
    event.data.note?.startsWith('secret-') &&
    event.data.control.kind === 'customs' &&
    actor.kind === 'officer' &&
    actor.party !== viewer
      ? [{ event, actor, note: event.data.note }]
      : [],
  )
  if (state.status === 'none') return
  const screens = kinds.map((body) =>
    JSON.stringify(explainCrossing('c', state, officer(viewer, body), rules)),
  )
  const other = otherParty(viewer)
  const shownRules = (screen: string) => screen.split('"selectedBy":"secret-rule"').length - 1
  const own = state.steps.filter(({ control, selected }) => control.party === viewer && selected !== null)
  if (screens.some((screen) => shownRules(screen) > own.length))
    fail(`the screen of ${viewer} shows a risk rule of ${other}`, facts)
  for (const { paper, readUnder } of state.papers) {
    if (!readUnder.includes(viewer) && screens.some((screen) => screen.includes(`secret-paper-${paper}`)))
      fail(`the screen of ${viewer} shows a paper of ${other}`, facts)
  }
  if (screens.some((screen) => screen.includes(`secret-hit-${other}`)))
    fail(`the screen of ${viewer} shows a hit of ${other}`, facts)
  for (const { event, actor } of journal) {
    const kept = withheldFrom(viewer, event, actor, rules)
    if (
      event.type === 'VehiclePaperRead' &&
      event.data.lawInForce === other &&
      kept !== null &&
      !kept.includes('text')
    )
      fail(`the stream of ${viewer} holds a paper of ${other}`, facts)
    if (
      event.type === 'ControlSelected' &&
      event.data.control.party === other &&
      kept !== null &&
      !kept.includes('rule')
    )
      fail(`the stream of ${viewer} holds a risk rule of ${other}`, facts)
    if (event.type === 'WatchHit' && event.data.party === other && withheldFrom(viewer, event, actor, rules))
      fail(`the stream of ${viewer} holds a hit of ${other}`, facts)
  }
  for (const { event, actor, note } of hidden) {
    if (screens.some((screen) => screen.includes(`"${note}"`)))
      fail(`the screen of ${viewer} shows ${note}`, facts)
    const withheld = withheldFrom(viewer, event, actor, rules)
    if (withheld !== null && !withheld.includes('note')) fail(`the stream of ${viewer} holds ${note}`, facts)
  }
}
