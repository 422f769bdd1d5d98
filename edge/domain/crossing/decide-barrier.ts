import { notAgreed } from '../control/device-policy.ts'
import type { OfficerActor } from '../party.ts'
import type { Unblocker } from '../refusal.ts'
import type { DeviceCommand, OfficerCommand } from './commands.ts'
import { accept, type Choices, type Decision, needsReason, reject } from './decision.ts'
import type { BarrierPermit, BarrierRole } from './events.ts'
import type { FindingCommand } from './law-commands.ts'
import { isThrough, type OpenCrossing } from './state.ts'

type BarrierCommand =
  | Extract<OfficerCommand, { type: 'OpenBarrier' | 'WitnessPassage' }>
  | Exclude<
      DeviceCommand,
      {
        type:
          | 'OpenCrossing'
          | 'RecordPlate'
          | 'RecordDocument'
          | 'RecordVehiclePaper'
          | 'RecordWeight'
          | FindingCommand['type']
      }
    >

const permitOf: Readonly<Record<BarrierRole, BarrierPermit>> = {
  approachBarrier: 'admission',
  releaseBarrier: 'release',
  returnBarrier: 'return',
}

/** BR 1(19), BR 13: a barrier opens for passage only on a journalled decision. */
export function decideBarrier(command: BarrierCommand, state: OpenCrossing, choices: Choices): Decision {
  switch (command.type) {
    case 'OrderBarrierOpening':
      return order(command.barrier, state)
    case 'OpenBarrier':
      return notForParty(command.barrier, command.by, state, choices) ?? order(command.barrier, state)
    case 'RecordBarrierOpened':
      return state.barriers[command.barrier]?.opened
        ? accept()
        : accept({ type: 'BarrierOpened', data: { barrier: command.barrier } })
    case 'RecordBarrierClosed':
      return state.barriers[command.barrier]?.opened
        ? accept({ type: 'BarrierClosed', data: { barrier: command.barrier } })
        : accept()
    case 'RecordBarrierOpeningFailed': {
      const { barrier, code, fact } = command
      return state.barriers[barrier]?.ordered
        ? accept({ type: 'BarrierOpeningFailed', data: { barrier, code, fact } })
        : accept()
    }
    case 'WitnessPassage':
      return command.reason.trim() === ''
        ? needsReason('BR 1(19)', 'a witnessed passage states why', command.by)
        : confirmPassage(command.barrier, state, true)
    case 'ConfirmPassage':
      return confirmPassage(command.barrier, state, false)
    case 'CloseCrossing':
      return close(state)
  }
}

/** JC 5.2, JC 8: which Party's officers may order this barrier, as the pack says. */
function notForParty(
  barrier: BarrierRole,
  by: OfficerActor,
  state: OpenCrossing,
  choices: Choices,
): Decision | null {
  const refusal = notAgreed(choices, by.party, 'barriers')
  if (refusal) return { ok: false, refusal }
  const who = choices.opens[barrier]
  if (who === 'either' || state[who] === by.party) return null
  return reject('barrier.other-party-opens', `it belongs to ${state[who]}, you act for ${by.party}`, [
    { kind: 'officer', party: state[who] },
  ])
}

function order(barrier: BarrierRole, state: OpenCrossing): Decision {
  const forbidden = withoutPermit(barrier, state)
  if (forbidden) return forbidden
  const [hold] = state.holds
  if (hold) {
    return reject('barrier.held', `${hold.heldBy} holds the vehicle`, [
      { kind: 'officer', party: hold.heldBy },
    ])
  }
  const progress = state.barriers[barrier]
  if (progress?.ordered) {
    return reject('barrier.moving', `${barrier} is ${progress.opened ? 'open' : 'ordered to open'}`, [
      { kind: 'driver' },
    ])
  }
  if (progress?.passed)
    return reject('barrier.no-permit', `the vehicle has passed ${barrier}`, [{ kind: 'nobody' }])
  return accept({ type: 'BarrierOpeningOrdered', data: { barrier, permit: permitOf[barrier] } })
}

function withoutPermit(barrier: BarrierRole, state: OpenCrossing): Decision | null {
  const entry: Unblocker = { kind: 'officer', party: state.entryParty }
  switch (barrier) {
    case 'approachBarrier':
      return state.phase === 'exitControl' || awaitedAtApproach(state)
        ? null
        : reject('barrier.no-permit', `phase ${state.phase}`, [{ kind: 'nobody' }])
    case 'releaseBarrier':
      return state.phase === 'released' || detainedBy(state, state.entryParty)
        ? null
        : reject('crossing.not-decided', `phase ${state.phase}`, [entry])
    case 'returnBarrier':
      if (state.phase === 'returning' || detainedBy(state, state.exitParty)) return null
      return state.phase === 'awaitingReadmission'
        ? reject('refusal.not-accepted', `${state.exitParty} has not accepted`, [
            { kind: 'officer', party: state.exitParty },
          ])
        : reject('refusal.not-refused', `phase ${state.phase}`, [entry])
  }
}

/** JC 15: under separate control of the entry Party a vehicle is admitted into the zone for entry control. */
function awaitedAtApproach(state: OpenCrossing): boolean {
  return state.regime === 'separate' && state.phase === 'entryControl'
}

/** What one Party detains leaves the lane on that Party's side. */
function detainedBy(state: OpenCrossing, party: OpenCrossing['exitParty']): boolean {
  return state.phase === 'detained' && state.detention?.detainedBy === party
}

/** Loops see a passage under an open boom only; an officer may have seen one that they missed before it came down. */
function confirmPassage(barrier: BarrierRole, state: OpenCrossing, witnessed: boolean): Decision {
  const progress = state.barriers[barrier]
  if (progress?.passed) return accept()
  if (!progress?.opened && !(witnessed && progress?.closed))
    return reject('barrier.no-permit', `${barrier} is not open for the crossing`, [{ kind: 'nobody' }])
  return accept({ type: 'PassageConfirmed', data: { barrier } })
}

function close(state: OpenCrossing): Decision {
  if (!isThrough(state) || state.outcome === null) {
    return reject('crossing.not-passed', `phase ${state.phase}`, [{ kind: 'driver' }])
  }
  const standing = Object.entries(state.barriers).find(([, progress]) => progress.ordered || progress.opened)
  if (standing) return reject('barrier.moving', `${standing[0]} is not closed`, [{ kind: 'driver' }])
  return accept({ type: 'CrossingClosed', data: { outcome: state.outcome } })
}
