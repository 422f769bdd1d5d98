import { categoryRule } from '../control/rule-pack.ts'
import type { PersonAct } from './decide-law.ts'
import { accept, type Choices, type Decision, needsReason, reject } from './decision.ts'
import { enteredDocument } from './entered-document.ts'
import { incidentRecord } from './incident-record.ts'
import type { LawCommand } from './law-commands.ts'
import { personsOf, sameDocument } from './persons.ts'
import { decided, notOf } from './rejections.ts'
import { lawInForce, type OpenCrossing } from './state.ts'

type Of<Type extends PersonAct> = Extract<LawCommand, { type: Type }>

/** Acts about persons, goods, category and incidents of a crossing. */
export function decidePersons(
  command: Extract<LawCommand, { type: PersonAct }>,
  state: OpenCrossing,
  choices: Choices,
): Decision {
  switch (command.type) {
    case 'HoldPassenger':
      return holdPassenger(command, state, choices)
    case 'ClearPassenger':
      return clearPassenger(command, state)
    case 'NameDriver':
      return nameDriver(command, state)
    case 'AssignCategory':
      return assignCategory(command, state, choices)
    case 'DeclareGoods':
      return declareGoods(command, state)
    case 'ExplainTransit':
      return explainTransit(command, state)
    case 'OpenIncident':
      return openIncident(command, state)
    case 'EnterDocument':
      return enterDocument(command, state)
  }
}

/** One person fails the control: the pack says whether the vehicle waits or goes on without. */
function holdPassenger(
  { by, document, reason }: Of<'HoldPassenger'>,
  state: OpenCrossing,
  choices: Choices,
): Decision {
  const wrong = notOf(lawInForce(state), by) ?? notInControl(state)
  if (wrong) return wrong
  if (!state.documents.some((one) => one.document === document)) {
    return reject('passenger.unknown', 'no such document is read', [{ kind: 'driver' }])
  }
  if (state.heldPersons.some((held) => held.document === document)) {
    return reject('passenger.already-held', 'the person is held', [by])
  }
  if (reason.trim() === '') return needsReason('JC 8', 'a hold states why', by)
  const effect = choices.failingPassenger === 'hold' ? 'vehicleHeld' : 'continuesWithout'
  return accept({
    type: 'PassengerHeld',
    data: { document, heldBy: by.party, effect, reason, lawInForce: lawInForce(state) },
  })
}

function clearPassenger({ by, document, reason }: Of<'ClearPassenger'>, state: OpenCrossing): Decision {
  const held = state.heldPersons.find((one) => one.document === document && one.heldBy === by.party)
  if (!held) return reject('passenger.not-held', `${by.party} holds no such person`, [{ kind: 'nobody' }])
  if (reason.trim() === '') return needsReason('JC 8', 'a clearing states why', by)
  return accept({
    type: 'PassengerCleared',
    data: { document, clearedBy: by.party, reason, lawInForce: lawInForce(state) },
  })
}

/** BR 17.1: one person drives; who it is said to be already needs no saying. */
function nameDriver({ by, document }: Of<'NameDriver'>, state: OpenCrossing): Decision {
  const wrong = notInControl(state)
  if (wrong) return wrong
  const person = personsOf(state).find(({ documents }) => documents.includes(document))
  if (!person) return reject('passenger.unknown', 'no such document is read', [{ kind: 'driver' }])
  if (person.named && person.role === 'driver') return accept()
  return accept({
    type: 'DriverNamed',
    data: { document, namedBy: by.party, lawInForce: lawInForce(state) },
  })
}

/** BR 14.2, 18.3, 19.3, 20.2: by the paper list where no register told it, with its number and the reason. */
function assignCategory(
  { by, category, list, equipment = [], reason }: Of<'AssignCategory'>,
  state: OpenCrossing,
  choices: Choices,
): Decision {
  const wrong = notInControl(state)
  if (wrong) return wrong
  const known = choices.categories.some((rule) => rule.category === category)
  if (!known || (category === 'transit-section' && choices.transitSections.length === 0)) {
    return reject('category.unknown', `category ${category}`, [{ kind: 'nobody' }])
  }
  const rule = categoryRule(choices, category)
  if (rule.listRequired && !list?.trim()) {
    return reject('category.list-required', `category ${category}`, [by])
  }
  if (category === 'rescue' && equipment.length === 0) {
    return reject('category.equipment-required', 'no equipment is listed', [by])
  }
  if (reason.trim() === '') return needsReason(rule.article, 'a category by hand states why', by)
  const { priority, article, controls } = rule
  return accept({
    type: 'CategoryAssigned',
    data: {
      ...{ category, priority, article, controls, equipment, reason },
      list: list?.trim() || null,
      source: 'officer',
      lawInForce: lawInForce(state),
    },
  })
}

/** BR 25: what is carried decides which restrictions and controls touch the crossing. */
function declareGoods({ by, goods }: Of<'DeclareGoods'>, state: OpenCrossing): Decision {
  const wrong = notInControl(state)
  if (wrong) return wrong
  return accept({
    type: 'GoodsDeclared',
    data: {
      goods: [...new Set(goods.map((kind) => kind.trim()).filter((kind) => kind !== ''))].toSorted(),
      declaredBy: by.party,
      lawInForce: lawInForce(state),
    },
  })
}

/** BR 18.2: emergencies, breakdown and urgent medical help are lawful, and notified. */
function explainTransit({ by, exception, reason }: Of<'ExplainTransit'>, state: OpenCrossing): Decision {
  if (!state.transit?.over || state.transitExplained) {
    return reject('transit.not-over', state.transit ? 'the transit is explained' : 'no transit is timed', [
      { kind: 'nobody' },
    ])
  }
  if (reason.trim() === '') return needsReason('BR 18.2', 'an exception states why', by)
  return accept({
    type: 'TransitExplained',
    data: { exception, reason, explainedBy: by.party, lawInForce: lawInForce(state) },
  })
}

function openIncident(command: Of<'OpenIncident'>, state: OpenCrossing): Decision {
  const { kind, place, causes, by } = command
  if ([kind, place, causes].some((text) => text.trim() === '')) {
    return reject('incident.incomplete', 'kind, place or causes are missing', [by])
  }
  return accept({
    type: 'IncidentOpened',
    data: { ...incidentRecord(command, state), lawInForce: lawInForce(state) },
  })
}

function enterDocument(command: Of<'EnterDocument'>, state: OpenCrossing): Decision {
  const wrong = notInControl(state)
  if (wrong) return wrong
  if (command.reason.trim() === '') {
    return needsReason('BR 17.1', 'a document by hand states why', command.by)
  }
  const read = enteredDocument(command)
  if (!read) return reject('document.invalid', 'a number, a State or a date is missing', [command.by])
  const before = state.documents.find(({ fields }) => sameDocument(fields, read.fields))
  return accept({ type: 'DocumentRead', data: { ...read, document: before?.document ?? read.document } })
}

function notInControl(state: OpenCrossing): Decision | null {
  return state.phase === 'exitControl' || state.phase === 'entryControl' ? null : decided(state)
}
