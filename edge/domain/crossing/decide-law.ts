import { otherParty } from '../party.ts'
import { mayNotDetain } from './decide-control.ts'
import { accept, type Choices, type Decision, needsReason, reject } from './decision.ts'
import type { LawCommand } from './law-commands.ts'
import { decided, notOf, stepOfficer } from './rejections.ts'
import { isDone, keyText, lawInForce, type OpenCrossing, stepOf } from './state.ts'

type Of<Type extends LawCommand['type']> = Extract<LawCommand, { type: Type }>

/** Acts of jurisdiction: what the agreements give besides control and outcome. */
export function decideLaw(
  command: Exclude<LawCommand, { type: 'RecogniseControl' | PersonAct }>,
  state: OpenCrossing,
  choices: Choices,
): Decision {
  switch (command.type) {
    case 'CallControl':
      return callControl(command, state)
    case 'RequestReopening':
      return requestReopening(command, state, choices)
    case 'AssentReopening':
      return assentReopening(command, state)
    case 'RecordViolation':
      return recordViolation(command, state)
    case 'Detain':
      return detain(command, state)
    case 'HoldVehicle':
      return holdVehicle(command, state, choices)
    case 'LiftHold':
      return liftHold(command, state)
    case 'TakeOver':
      return takeOver(command, state)
  }
}

export type PersonAct =
  | 'HoldPassenger'
  | 'ClearPassenger'
  | 'NameDriver'
  | 'AssignCategory'
  | 'DeclareGoods'
  | 'ExplainTransit'
  | 'OpenIncident'
  | 'EnterDocument'

/** JC 9.1: any officer of a Party brings in another of its bodies; border control is planned anyway. */
function callControl({ by, control, reason }: Of<'CallControl'>, state: OpenCrossing): Decision {
  const wrong = notOf(control.party, by)
  if (wrong) return wrong
  const phase = control.party === state.exitParty ? 'exitControl' : 'entryControl'
  if (state.phase !== phase) {
    return state.phase === 'exitControl'
      ? reject('control.exit-not-concluded', `${state.exitParty} has not concluded`, [
          { kind: 'officer', party: state.exitParty },
        ])
      : decided(state)
  }
  const step = stepOf(state, control)
  if (step && (step.called !== null || step.state === 'started' || step.control.mode === 'always')) {
    return reject('control.already-called', `${keyText(control)} is ${step.state}`, [stepOfficer(step)])
  }
  if (step && isDone(step) && step.state !== 'notApplicable') {
    return reject('control.already-completed', `${keyText(control)} is ${step.state}`, [stepOfficer(step)])
  }
  if (reason.trim() === '') return needsReason('JC 9.1', 'a call states why', by)
  return accept({
    type: 'ControlCalled',
    data: { control, reason, calledBy: by.party, lawInForce: lawInForce(state) },
  })
}

/** The agreements are silent on reopening: the pack says `never`, `withEntryAssent` or `afterNotice`. */
function requestReopening(
  { by, reason }: Of<'RequestReopening'>,
  state: OpenCrossing,
  choices: Choices,
): Decision {
  const wrong = notOf(state.exitParty, by)
  if (wrong) return wrong
  if (choices.reopening === 'never') {
    return reject('reopening.never', 'reopening is never', [{ kind: 'nobody' }])
  }
  if (state.phase === 'exitControl' || state.regime === 'separate') {
    return reject('reopening.not-concluded', `phase ${state.phase}`, [by])
  }
  if (state.phase !== 'entryControl') return decided(state)
  if (state.reopening) {
    return reject('reopening.requested', `${state.entryParty} has not assented`, [
      { kind: 'officer', party: state.entryParty },
    ])
  }
  if (reason.trim() === '') return needsReason('JC 7.1', 'a reopening states why', by)
  const data = { requestedBy: by.party, reason, lawInForce: lawInForce(state) }
  if (choices.reopening === 'withEntryAssent') return accept({ type: 'ReopeningRequested', data })
  return accept(
    { type: 'ReopeningRequested', data },
    {
      type: 'ExitControlReopened',
      data: { exitParty: state.exitParty, ground: 'notice', reason, lawInForce: state.exitParty },
    },
  )
}

function assentReopening({ by }: Of<'AssentReopening'>, state: OpenCrossing): Decision {
  const wrong = notOf(state.entryParty, by)
  if (wrong) return wrong
  if (!state.reopening || state.phase !== 'entryControl') {
    return reject('reopening.not-requested', `${state.exitParty} has not asked`, [
      { kind: 'officer', party: state.exitParty },
    ])
  }
  const { reason } = state.reopening
  return accept({
    type: 'ExitControlReopened',
    data: { exitParty: state.exitParty, ground: 'entryAssent', reason, lawInForce: state.exitParty },
  })
}

/** JC 14.1: the law that is violated applies. JC 14.2: of both, that of the Party of departure. */
function recordViolation({ by, laws, description }: Of<'RecordViolation'>, state: OpenCrossing): Decision {
  const violated = [...new Set(laws)].toSorted()
  const [first] = violated
  if (first === undefined || description.trim() === '') {
    return reject('violation.incomplete', 'no law or no description is stated', [by])
  }
  if (!violated.includes(by.party)) return notOf(first, by) ?? decided(state)
  const both = violated.length > 1
  const { plate } = state
  return accept({
    type: 'ViolationRecorded',
    data: {
      laws: violated,
      jurisdiction: both ? state.exitParty : first,
      article: both ? 'JC 14.2' : 'JC 14.1',
      description,
      frozen: [plate?.frame, plate?.crop].flatMap((picture) => (picture ? [picture] : [])),
      lawInForce: lawInForce(state),
    },
  })
}

/** Ends the crossing: vehicle, person or goods stay with the Party whose law answers for it. */
function detain({ by, what, place, reason }: Of<'Detain'>, state: OpenCrossing): Decision {
  if (state.phase !== 'exitControl' && state.phase !== 'entryControl') return decided(state)
  const forbidden = mayNotDetain(state, by)
  if (forbidden) return forbidden
  const violation = state.violations.at(-1)
  if (!violation && by.party !== lawInForce(state)) return notOf(lawInForce(state), by) ?? decided(state)
  if (reason.trim() === '' || place.trim() === '') {
    return needsReason(violation?.article ?? 'JC 3', 'a detention states why and where', by)
  }
  return accept({
    type: 'CrossingDetained',
    data: {
      detainedBy: by.party,
      what,
      place,
      reason,
      article: violation?.article ?? 'JC 3',
      lawInForce: by.party,
    },
  })
}

/** Either Party may hold, neither alone releases; the pack may leave the hold to the law in force. */
function holdVehicle({ by, reason }: Of<'HoldVehicle'>, state: OpenCrossing, choices: Choices): Decision {
  if (choices.holds === 'lawInForce' && by.party !== lawInForce(state)) {
    return notOf(lawInForce(state), by) ?? decided(state)
  }
  if (state.phase === 'passed') return decided(state)
  if (state.holds.some(({ heldBy }) => heldBy === by.party)) {
    return reject('barrier.held', `${by.party} holds the vehicle`, [{ kind: 'officer', party: by.party }])
  }
  if (reason.trim() === '') return needsReason('JC 8', 'a hold states why', by)
  return accept({
    type: 'VehicleHeld',
    data: { heldBy: by.party, reason, lawInForce: lawInForce(state) },
  })
}

function liftHold({ by }: Of<'LiftHold'>, state: OpenCrossing): Decision {
  if (!state.holds.some(({ heldBy }) => heldBy === by.party)) {
    return reject('barrier.not-held', `${by.party} does not hold the vehicle`, [
      { kind: 'officer', party: otherParty(by.party) },
    ])
  }
  return accept({ type: 'HoldLifted', data: { liftedBy: by.party, lawInForce: lawInForce(state) } })
}

/** JC 15: the host Party goes on alone with a crossing that began under joint control. */
function takeOver({ by, reason }: Of<'TakeOver'>, state: OpenCrossing): Decision {
  const wrong = notOf(state.hostParty, by)
  if (wrong) return wrong
  if (state.regime === 'separate') {
    return reject('separate.entered', `${state.hostParty} controls alone`, [{ kind: 'nobody' }])
  }
  // Refused before the exit Party left: nobody is here to accept, and the notice has told it (BR 17.2).
  const waits = state.phase === 'awaitingReadmission' && by.party === state.entryParty
  if (state.phase !== 'exitControl' && state.phase !== 'entryControl' && !waits) return decided(state)
  if (reason.trim() === '') return needsReason('JC 15', 'a takeover states why', by)
  const law = { lawInForce: state.hostParty }
  return accept(
    {
      type: 'CrossingTakenOver',
      data: { takenOverBy: by.party, from: otherParty(by.party), reason, ...law },
    },
    ...(waits ? [{ type: 'CrossingReturned' as const, data: { returnedBy: by.party, reason, ...law } }] : []),
  )
}
