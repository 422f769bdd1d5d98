import type { OfficerActor } from '../party.ts'
import type { OfficerCommand } from './commands.ts'
import { accept, type Choices, type Decision, reject } from './decision.ts'
import type { ControlKey, CrossingEvent } from './events.ts'
import { isDone, keyText, lawInForce, type OpenCrossing, type Step, stepOf } from './state.ts'

type ControlCommand = Extract<OfficerCommand, { type: 'StartControl' | 'CompleteControl' | 'WaiveControl' }>

/** Controls of one phase run side by side (JC 9.2); those of the entry side begin after conclusion (JC 7.1). */
export function decideControl(command: ControlCommand, state: OpenCrossing, choices: Choices): Decision {
  const step = stepOf(state, command.control)
  if (!step) return reject('control.unknown', `control ${keyText(command.control)}`, [{ kind: 'nobody' }])
  const wrong = wrongOfficer(command.by, command.control) ?? wrongPhase(state, step)
  if (wrong) return wrong
  switch (command.type) {
    case 'StartControl':
      return start(command, state, step)
    case 'CompleteControl':
      return complete(command, state, step, choices)
    case 'WaiveControl':
      return waive(command, state, step)
  }
}

function start(
  { control, by, repeatReason }: Extract<ControlCommand, { type: 'StartControl' }>,
  state: OpenCrossing,
  step: Step,
): Decision {
  if (step.state === 'started') {
    return reject('control.already-started', `${keyText(control)} runs since ${step.startedAt}`, [
      officer(by),
    ])
  }
  if (isDone(step) && !repeatReason?.trim()) {
    return reject('control.already-completed', `${keyText(control)} is ${step.state}`, [officer(by)])
  }
  const law = { lawInForce: lawInForce(state) }
  const started: CrossingEvent = {
    type: 'ControlStarted',
    data: { control, ...(repeatReason?.trim() && { repeatReason }), ...law },
  }
  const first = step.control.phase === 'entry' && entrySteps(state).every((other) => other.startedAt === null)
  return first
    ? accept({ type: 'EntryControlStarted', data: { entryParty: state.entryParty, ...law } }, started)
    : accept(started)
}

function complete(
  { control, by, decision, note }: Extract<ControlCommand, { type: 'CompleteControl' }>,
  state: OpenCrossing,
  step: Step,
  choices: Choices,
): Decision {
  if (step.state !== 'started') {
    return reject(
      isDone(step) ? 'control.already-completed' : 'control.not-started',
      `${keyText(control)} is ${step.state}`,
      [officer(by)],
    )
  }
  // JC 1: a Party may close its control on the other's result, so only then no document of its own is needed.
  if (
    choices.documentRequired &&
    control.kind === 'border' &&
    decision !== 'recognised' &&
    state.documents.length === 0
  ) {
    return reject('crossing.not-identified', 'no travel document is read', [{ kind: 'driver' }, officer(by)])
  }
  return accept({
    type: 'ControlCompleted',
    data: { control, decision, ...(note?.trim() && { note }), lawInForce: lawInForce(state) },
  })
}

function waive(
  { control, by, reason }: Extract<ControlCommand, { type: 'WaiveControl' }>,
  state: OpenCrossing,
  step: Step,
): Decision {
  if (control.kind === 'border') {
    return reject('control.border-cannot-be-waived', `control ${keyText(control)}`, [{ kind: 'nobody' }])
  }
  if (isDone(step)) {
    return reject('control.already-completed', `${keyText(control)} is ${step.state}`, [{ kind: 'nobody' }])
  }
  if (reason.trim() === '') return reject('control.reason-required', 'a waiver states why', [officer(by)])
  return accept({ type: 'ControlWaived', data: { control, reason, lawInForce: lawInForce(state) } })
}

function wrongOfficer(by: OfficerActor, control: ControlKey): Decision | null {
  if (by.party !== control.party) {
    return reject('officer.wrong-party', `${keyText(control)}, you act for ${by.party}`, [
      { kind: 'officer', party: control.party, body: control.kind },
    ])
  }
  if (by.body !== control.kind) {
    return reject('officer.wrong-body', `${keyText(control)}, you act for ${by.body}`, [
      { kind: 'officer', party: control.party, body: control.kind },
    ])
  }
  return null
}

function wrongPhase(state: OpenCrossing, step: Step): Decision | null {
  const { phase } = step.control
  if (phase === 'exit' && state.phase === 'exitControl') return null
  if (phase === 'entry' && state.phase === 'entryControl') return null
  if (phase === 'entry' && state.phase === 'exitControl') {
    return reject('control.exit-not-concluded', `${state.exitParty} has not concluded`, [
      { kind: 'officer', party: state.exitParty },
    ])
  }
  if (state.phase === 'entryControl') {
    return reject('control.exit-concluded', `${state.exitParty} has concluded`, [{ kind: 'nobody' }])
  }
  return reject('crossing.decided', `phase ${state.phase}`, [{ kind: 'nobody' }])
}

function entrySteps(state: OpenCrossing): readonly Step[] {
  return state.steps.filter((step) => step.control.phase === 'entry')
}

function officer(by: OfficerActor) {
  return { kind: 'officer', party: by.party, body: by.body } as const
}
