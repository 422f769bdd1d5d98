import type { OfficerActor } from '../party.ts'
import type { OfficerCommand } from './commands.ts'
import { accept, type Choices, type Decision, needsReason, reject } from './decision.ts'
import type { ControlKey, CrossingEvent } from './events.ts'
import { isDone, jurisdictionOf, keyText, lawInForce, type OpenCrossing, type Step, stepOf } from './state.ts'
import { unacceptedDocument } from './unaccepted-document.ts'

type ControlCommand = Extract<
  OfficerCommand,
  { type: 'StartControl' | 'CompleteControl' | 'WaiveControl' | 'RecogniseControl' }
>

/** Controls of one phase run side by side (JC 9.2); those of the entry side begin after conclusion (JC 7.1). */
export function decideControl(command: ControlCommand, state: OpenCrossing, choices: Choices): Decision {
  const step = stepOf(state, command.control)
  if (!step) return reject('control.unknown', `control ${keyText(command.control)}`, [{ kind: 'nobody' }])
  const wrong = wrongOfficer(command.by, command.control) ?? wrongPhase(state, step, choices)
  if (wrong) return wrong
  switch (command.type) {
    case 'StartControl':
      return start(command, state, step)
    case 'CompleteControl':
      return complete(command, state, step, choices)
    case 'WaiveControl':
      return waive(command, state, step)
    case 'RecogniseControl':
      return recognise(command, state, step)
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
  const other = doneByOther(state, step)
  if (other && step.control.mode !== 'always' && !repeatReason?.trim()) {
    return reject('control.other-party-did-it', `${keyText(other.control)} is ${other.state}`, [officer(by)])
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
  { control, by, decision, note, place, followUpBy }: Extract<ControlCommand, { type: 'CompleteControl' }>,
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
  const law = { lawInForce: lawInForce(state) }
  const completed: CrossingEvent = {
    type: 'ControlCompleted',
    data: { control, decision, ...(note?.trim() && { note }), ...law },
  }
  switch (decision) {
    case 'released': {
      const unaccepted = control.kind === 'border' ? unacceptedDocument(state, choices) : null
      return unaccepted ?? accept(completed)
    }
    case 'recognised':
      return nothingToRecognise(state, step, by) ?? accept(completed)
    case 'detained':
      return mayNotDetain(state, by) ?? accept(completed)
    case 'referred':
      if (!place?.trim() || !isDay(followUpBy)) {
        return reject('control.place-required', `control ${keyText(control)}`, [officer(by)])
      }
      return accept(completed, {
        type: 'ControlReferred',
        data: { control, place, followUpBy, plate: state.plate?.text ?? null, ...law },
      })
  }
}

/** JC 1, JC 4: a Party may close its control on the other Party's result, without beginning it. */
function recognise(
  { control, by }: Extract<ControlCommand, { type: 'RecogniseControl' }>,
  state: OpenCrossing,
  step: Step,
): Decision {
  if (isDone(step)) {
    return reject('control.already-completed', `${keyText(control)} is ${step.state}`, [{ kind: 'nobody' }])
  }
  return (
    nothingToRecognise(state, step, by) ??
    accept({
      type: 'ControlCompleted',
      data: { control, decision: 'recognised', lawInForce: lawInForce(state) },
    })
  )
}

function nothingToRecognise(state: OpenCrossing, step: Step, by: OfficerActor): Decision | null {
  if (doneByOther(state, step)) return null
  return reject('control.nothing-to-recognise', `control ${keyText(step.control)}`, [officer(by)])
}

/** The other Party's control of the same kind, where it has released. */
export function doneByOther(state: OpenCrossing, { control }: Step): Step | null {
  return (
    state.steps.find(
      (other) =>
        other.control.kind === control.kind &&
        other.control.party !== control.party &&
        other.state === 'completed' &&
        other.decision === 'released',
    ) ?? null
  )
}

/** JC 14: who answers for a violation; JC 7.1: where order is swapped, the entry Party waits with detention. */
export function mayNotDetain(state: OpenCrossing, by: OfficerActor): Decision | null {
  // JC 15: on its own territory, and alone, a Party detains by its own law.
  const jurisdiction = state.regime === 'separate' ? null : jurisdictionOf(state)
  if (jurisdiction !== null && jurisdiction !== by.party) {
    return reject('violation.other-jurisdiction', `jurisdiction of ${jurisdiction}`, [
      { kind: 'officer', party: jurisdiction },
    ])
  }
  if (state.phase === 'exitControl' && by.party === state.entryParty) {
    return reject('control.entry-detains-nobody', `${state.exitParty} has not concluded`, [
      { kind: 'officer', party: state.exitParty },
    ])
  }
  return null
}

/** YYYY-MM-DD of a day that exists. */
function isDay(text: string | undefined): text is string {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
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
  if (reason.trim() === '') return needsReason('JC 4', 'a waiver states why', by)
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

export function wrongPhase(
  state: OpenCrossing,
  step: Pick<Step, 'control'>,
  choices: Choices,
): Decision | null {
  const { phase } = step.control
  if (phase === 'entry' && state.phase === 'exitControl' && choices.swappedOrder) return null
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
