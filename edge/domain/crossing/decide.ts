import type { Unblocker } from '../refusal.ts'
import type { CrossingCommand, DeviceCommand, OfficerCommand } from './commands.ts'
import { decideBarrier } from './decide-barrier.ts'
import { decideControl } from './decide-control.ts'
import { decideFinding } from './decide-findings.ts'
import { decideLaw } from './decide-law.ts'
import { decideOutcome } from './decide-outcome.ts'
import { decidePersons } from './decide-persons.ts'
import { accept, type Choices, type Decision, needsReason, reject } from './decision.ts'
import { sameDocument } from './persons.ts'
import { type CrossingState, lawInForce, type OpenCrossing } from './state.ts'

const nobody: readonly Unblocker[] = [{ kind: 'nobody' }]

/**
 * What a command does to a crossing: the facts that become true, or the refusal with its article.
 * Pure and total: the same command on the same state always answers the same.
 */
export function decide(command: CrossingCommand, state: CrossingState, choices: Choices): Decision {
  if (command.type === 'OpenCrossing') return openCrossing(command, state)
  if (state.status === 'none')
    return reject('crossing.none', 'no vehicle has been seen', [{ kind: 'driver' }])
  if (state.status === 'closed') return reject('crossing.closed', `it ended as ${state.outcome}`, nobody)
  return decideOpen(command, state, choices)
}

function openCrossing(
  command: Extract<DeviceCommand, { type: 'OpenCrossing' }>,
  state: CrossingState,
): Decision {
  if (state.status === 'open') {
    return reject('crossing.already-open', `phase ${state.phase}`, [
      { kind: 'officer', party: lawInForce(state) },
    ])
  }
  const { type: _, ...data } = command
  const law = command.regime === 'separate' ? command.hostParty : command.exitParty
  return accept({ type: 'CrossingOpened', data: { ...data, lawInForce: law } })
}

function decideOpen(
  command: Exclude<OfficerCommand | DeviceCommand, { type: 'OpenCrossing' }>,
  state: OpenCrossing,
  choices: Choices,
): Decision {
  const absent = absentParty(command, state)
  if (absent) return absent
  switch (command.type) {
    case 'RecordPlate':
      return recordPlate(command, state)
    case 'RecordDocument':
      return recordDocument(command, state)
    case 'RecordVehiclePaper':
      return recordVehiclePaper(command, state)
    case 'RecordWeight':
      return accept({ type: 'VehicleWeighed', data: command.read })
    case 'CorrectPlate':
      return correctPlate(command, state)
    case 'StartControl':
    case 'CompleteControl':
    case 'WaiveControl':
    case 'RecogniseControl':
      return decideControl(command, state, choices)
    case 'ConcludeExitControl':
    case 'Release':
    case 'Refuse':
    case 'AcceptReadmission':
    case 'Return':
      return decideOutcome(command, state, choices)
    case 'CallControl':
    case 'RequestReopening':
    case 'AssentReopening':
    case 'RecordViolation':
    case 'Detain':
    case 'HoldVehicle':
    case 'LiftHold':
    case 'TakeOver':
      return decideLaw(command, state, choices)
    case 'HoldPassenger':
    case 'ClearPassenger':
    case 'NameDriver':
    case 'AssignCategory':
    case 'DeclareGoods':
    case 'ExplainTransit':
    case 'OpenIncident':
    case 'EnterDocument':
      return decidePersons(command, state, choices)
    case 'RecordCategory':
    case 'RecordWatchHit':
    case 'ApplyRestriction':
    case 'CeaseRestriction':
    case 'SelectControl':
    case 'RecordTransit':
    case 'RecordMismatch':
    case 'ClearMismatch':
      return decideFinding(command, state)
    default:
      return decideBarrier(command, state, choices)
  }
}

/** JC 15: under separate control the host Party alone acts in the crossing, at controls and beside them. */
function absentParty(command: OfficerCommand | DeviceCommand, state: OpenCrossing): Decision | null {
  if (state.regime !== 'separate' || !('by' in command) || command.by.party === state.hostParty) return null
  return reject('separate.host-alone', `${state.hostParty} controls alone`, [
    { kind: 'officer', party: state.hostParty },
  ])
}

function recordPlate(
  { read }: Extract<DeviceCommand, { type: 'RecordPlate' }>,
  state: OpenCrossing,
): Decision {
  // What an officer corrected is not overruled by a later frame; both readings stay in the journal.
  if (read.part === 'vehicle' && state.plate?.source === 'officer') return accept()
  // A camera's word is a vote and replaces nothing that was read from a picture.
  if (read.part === 'vehicle' && read.source === 'camera' && state.plate?.source === 'model') return accept()
  if (
    read.part === 'vehicle' &&
    state.plate?.text === read.text &&
    state.plate.confidence >= read.confidence
  ) {
    return accept()
  }
  return accept({ type: 'PlateRead', data: read })
}

/** The same document twice is one person's; a better reading takes the place of the one before. */
function recordDocument(
  { read }: Extract<DeviceCommand, { type: 'RecordDocument' }>,
  state: OpenCrossing,
): Decision {
  const before = state.documents.find(
    ({ document, fields }) => document === read.document || sameDocument(fields, read.fields),
  )
  if (before && before.accepted >= read.accepted) return accept()
  return accept({ type: 'DocumentRead', data: { ...read, document: before?.document ?? read.document } })
}

/** The same paper twice is one; read again by the other Party it is that Party's reading too. */
function recordVehiclePaper(
  { read }: Extract<DeviceCommand, { type: 'RecordVehiclePaper' }>,
  state: OpenCrossing,
): Decision {
  const law = lawInForce(state)
  const before = state.papers.find(({ paper }) => paper === read.paper)
  if (before?.readUnder.includes(law)) return accept()
  return accept({ type: 'VehiclePaperRead', data: { ...read, lawInForce: law } })
}

function correctPlate(
  command: Extract<OfficerCommand, { type: 'CorrectPlate' }>,
  state: OpenCrossing,
): Decision {
  const { by, text, country, reason } = command
  if (reason.trim() === '') {
    return needsReason('JC 5.1', 'a correction of a plate states why', by)
  }
  if (!/^\p{Lu}?[\p{Lu}\p{Nd}]{2,11}$/u.test(text)) {
    return reject('plate.invalid', `"${text}" is not 2 to 12 capital letters and digits`, [
      { kind: 'officer', party: by.party },
    ])
  }
  const pictured = state.plate
  return accept({
    type: 'PlateRead',
    data: {
      part: 'vehicle',
      text,
      country,
      confidence: 1,
      accepted: true,
      source: 'officer',
      ...(pictured?.frame && { frame: pictured.frame }),
      ...(pictured?.crop && { crop: pictured.crop }),
      ...(pictured?.corners && { corners: pictured.corners }),
    },
  })
}
