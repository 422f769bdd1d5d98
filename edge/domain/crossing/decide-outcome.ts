import { type OfficerActor, type Party, parties } from '../party.ts'
import type { OfficerCommand } from './commands.ts'
import { accept, type Choices, type Decision, needsReason, reject } from './decision.ts'
import type { CrossingEvent } from './events.ts'
import { notPassable } from './passable.ts'
import { decided, notOf, stepOfficer } from './rejections.ts'
import { holdingSteps, keyText, lawInForce, type OpenCrossing } from './state.ts'

type OutcomeCommand = Extract<
  OfficerCommand,
  { type: 'ConcludeExitControl' | 'Release' | 'Refuse' | 'AcceptReadmission' | 'Return' }
>

/** The acts that end a Party's control: conclusion, release, refusal, readmission, return. */
export function decideOutcome(command: OutcomeCommand, state: OpenCrossing, choices: Choices): Decision {
  switch (command.type) {
    case 'ConcludeExitControl':
      return conclude(command.by, state, choices)
    case 'Release':
      return release(command.by, state, choices)
    case 'Refuse':
      return refuseEntry(command, state)
    case 'AcceptReadmission':
      return acceptReadmission(command.by, state)
    case 'Return':
      return returnVehicle(command, state)
  }
}

/** JC 7.1: an explicit act of the exit Party, at which its control law ceases to apply. */
function conclude(by: OfficerActor, state: OpenCrossing, choices: Choices): Decision {
  const wrong = notOf(state.exitParty, by)
  if (wrong) return wrong
  if (state.phase === 'entryControl') {
    return reject('control.exit-concluded', `${state.exitParty} has concluded`, [{ kind: 'nobody' }])
  }
  if (state.phase !== 'exitControl') return decided(state)
  const open = unfinished(state, state.exitParty, choices)
  if (open) return open
  // JC 15: where the exit Party controls alone, its conclusion lets the vehicle go.
  if (state.regime === 'separate') {
    const law = { lawInForce: lawInForce(state) }
    return accept(
      { type: 'ExitControlConcluded', data: { exitParty: state.exitParty, ...law } },
      { type: 'CrossingReleased', data: { releasedBy: by.party, ...law } },
    )
  }
  return accept({
    type: 'ExitControlConcluded',
    data: { exitParty: state.exitParty, lawInForce: state.entryParty },
  })
}

/** BR 1(19): admission is the entry Party's recognition that the crossing is lawful. */
function release(by: OfficerActor, state: OpenCrossing, choices: Choices): Decision {
  const wrong = notOf(state.entryParty, by) ?? notInEntryControl(state)
  if (wrong) return wrong
  const open = unfinished(state, state.entryParty, choices)
  if (open) return open
  return accept(
    { type: 'CrossingReleased', data: { releasedBy: by.party, lawInForce: lawInForce(state) } },
    ...personsNotAdmitted(state),
  )
}

/** BR 17.2: each person whom the entry Party keeps out while the vehicle goes on is told of as well. */
function personsNotAdmitted(state: OpenCrossing): readonly CrossingEvent[] {
  const { entryParty, plate, documents } = state
  return state.heldPersons
    .filter(({ effect, heldBy }) => effect === 'continuesWithout' && heldBy === entryParty)
    .map(({ document, reason }) => ({
      type: 'RefusalNoticeIssued',
      data: {
        ...{ notice: 'refusal-of-entry', article: 'BR 17.2', from: entryParty, to: parties },
        ...{ cause: 'other', reason, plate: plate?.text ?? null },
        documents: documents
          .filter((one) => one.document === document)
          .map(({ fields }) => fields.documentNumber),
      },
    }))
}

/** BR 17.2: what may not enter is sent back, and both sides are told at once. */
function refuseEntry(
  { by, cause, reason }: Extract<OutcomeCommand, { type: 'Refuse' }>,
  state: OpenCrossing,
): Decision {
  const wrong = notOf(state.entryParty, by) ?? notInEntryControl(state)
  if (wrong) return wrong
  if (cause.trim() === '' || reason.trim() === '') {
    return needsReason('BR 17.2', 'a refusal states its cause and reason', by)
  }
  return accept(
    {
      type: 'CrossingRefused',
      data: { refusedBy: by.party, cause, reason, article: 'BR 17.2', lawInForce: lawInForce(state) },
    },
    {
      type: 'RefusalNoticeIssued',
      data: {
        notice: 'refusal-of-entry',
        article: 'BR 17.2',
        from: by.party,
        to: parties,
        cause,
        reason,
        plate: state.plate?.text ?? null,
        documents: state.documents.map((document) => document.fields.documentNumber),
      },
    },
    // JC 15: under separate control no officer of the exit Party is here to accept; the notice tells it.
    ...(state.regime === 'separate'
      ? [
          {
            type: 'CrossingReturned' as const,
            data: { returnedBy: by.party, reason, lawInForce: lawInForce(state) },
          },
        ]
      : []),
  )
}

function acceptReadmission(by: OfficerActor, state: OpenCrossing): Decision {
  const wrong = notOf(state.exitParty, by)
  if (wrong) return wrong
  if (state.phase !== 'awaitingReadmission') {
    return reject('refusal.not-refused', `phase ${state.phase}`, [
      { kind: 'officer', party: state.entryParty },
    ])
  }
  return accept({ type: 'ReadmissionAccepted', data: { acceptedBy: by.party, lawInForce: state.exitParty } })
}

/** JC 7.2: the exit Party may return what leaves its own State, until it has concluded. */
function returnVehicle(
  { by, reason }: Extract<OutcomeCommand, { type: 'Return' }>,
  state: OpenCrossing,
): Decision {
  const wrong = notOf(state.exitParty, by)
  if (wrong) return wrong
  if (state.phase === 'entryControl') {
    return reject('control.exit-concluded', `${state.exitParty} has concluded`, [
      { kind: 'officer', party: state.entryParty },
    ])
  }
  if (state.phase !== 'exitControl') return decided(state)
  if (reason.trim() === '') return needsReason('JC 7.2', 'a return states why', by)
  return accept({
    type: 'CrossingReturned',
    data: { returnedBy: by.party, reason, lawInForce: state.exitParty },
  })
}

function unfinished(state: OpenCrossing, party: Party, choices: Choices): Decision | null {
  const open = holdingSteps(state, party)[0]
  if (open) return reject('control.open', `${keyText(open.control)} is ${open.state}`, [stepOfficer(open)])
  const own = state.steps.filter((step) => step.control.party === party)
  const detained = own.find((step) => step.decision === 'detained')
  if (detained)
    return reject('control.detained', `${keyText(detained.control)} detains`, [stepOfficer(detained)])
  const waived = choices.waiverCountsAsConclusion ? undefined : own.find((step) => step.state === 'waived')
  if (waived) return reject('control.open', `${keyText(waived.control)} is waived`, [stepOfficer(waived)])
  return notPassable(state, party, choices)
}

function notInEntryControl(state: OpenCrossing): Decision | null {
  if (state.phase === 'entryControl') return null
  if (state.phase !== 'exitControl') return decided(state)
  return reject('control.exit-not-concluded', `${state.exitParty} has not concluded`, [
    { kind: 'officer', party: state.exitParty },
  ])
}
