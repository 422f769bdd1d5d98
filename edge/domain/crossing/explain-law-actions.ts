import { type ControlKind, controlKinds, type OfficerActor } from '../party.ts'
import type { Candidate } from './act-candidate.ts'
import { doneByOther } from './decide-control.ts'
import type { Choices } from './decision.ts'
import { personsOf } from './persons.ts'
import { isDone, type OpenCrossing, type Step } from './state.ts'

const asked = '…'

/** Acts of jurisdiction, persons, goods and incidents, as an officer may be offered them. */
export function lawActions(state: OpenCrossing, by: OfficerActor, choices: Choices): readonly Candidate[] {
  return [
    ...callActions(state, by),
    ...reopeningActions(state, by, choices),
    ...holdActions(state, by),
    ...personActions(state, by),
    ...violationActions(by),
    ...recordActions(state, by, choices),
  ]
}

/** JC 1, JC 4: beside the start of a control that the other Party has done, where it is not begun. */
export function recogniseAction(state: OpenCrossing, step: Step, by: OfficerActor): readonly Candidate[] {
  if (isDone(step) || !doneByOther(state, step)) return []
  const control = { party: step.control.party, kind: step.control.kind }
  return [{ ...plain('JC 4'), control, command: { type: 'RecogniseControl', by, control }, needs: [] }]
}

const plain = (article: string) => ({ control: null, barrier: null, article })

function callActions(state: OpenCrossing, by: OfficerActor): readonly Candidate[] {
  const holds = (kind: ControlKind) =>
    state.steps.some(
      ({ control, state: so, called }) =>
        control.party === by.party &&
        control.kind === kind &&
        so !== 'notApplicable' &&
        (called !== null || control.mode === 'always' || so !== 'planned'),
    )
  return controlKinds
    .filter((kind) => kind !== 'border' && !holds(kind))
    .map((kind) => {
      const control = { party: by.party, kind }
      const command = { type: 'CallControl' as const, by, control, reason: asked }
      return { ...plain('JC 9.1'), control, command, needs: ['reason'] as const }
    })
}

function reopeningActions(state: OpenCrossing, by: OfficerActor, choices: Choices): readonly Candidate[] {
  if (by.party === state.exitParty) {
    if (state.phase === 'exitControl' || choices.reopening === 'never') return []
    const command = { type: 'RequestReopening' as const, by, reason: asked }
    return [{ ...plain('JC 7.1'), command, needs: ['reason'] }]
  }
  return state.reopening ? [{ ...plain('JC 7.1'), command: { type: 'AssentReopening', by }, needs: [] }] : []
}

function holdActions(state: OpenCrossing, by: OfficerActor): readonly Candidate[] {
  const own = state.holds.some(({ heldBy }) => heldBy === by.party)
  const hold: Candidate = own
    ? { ...plain('JC 8'), command: { type: 'LiftHold', by, reason: asked }, needs: ['reason'] }
    : { ...plain('JC 8'), command: { type: 'HoldVehicle', by, reason: asked }, needs: ['reason'] }
  const takeOver: readonly Candidate[] =
    by.party === state.hostParty && state.regime === 'joint'
      ? [{ ...plain('JC 15'), command: { type: 'TakeOver', by, reason: asked }, needs: ['reason'] }]
      : []
  return [hold, ...takeOver]
}

function personActions(state: OpenCrossing, by: OfficerActor): readonly Candidate[] {
  const persons = personsOf(state)
  const others = persons.length < 2 ? [] : persons.filter(({ role }) => role === 'passenger')
  const drivers = others.map(
    ({ person }): Candidate => ({
      ...plain('BR 17.1'),
      subject: person,
      command: { type: 'NameDriver', by, document: person },
      needs: [],
    }),
  )
  const holds = state.documents.map(({ document }): Candidate => {
    const held = state.heldPersons.some((one) => one.document === document && one.heldBy === by.party)
    const type = held ? ('ClearPassenger' as const) : ('HoldPassenger' as const)
    const command = { type, by, document, reason: asked }
    return { ...plain('JC 8'), subject: document, command, needs: ['reason'] }
  })
  return [...drivers, ...holds]
}

function violationActions(by: OfficerActor): readonly Candidate[] {
  return [
    {
      ...plain('JC 14'),
      command: { type: 'RecordViolation', by, laws: [by.party], description: asked },
      needs: ['laws', 'description'],
    },
    {
      ...plain('JC 14'),
      command: { type: 'Detain', by, what: 'vehicle', place: asked, reason: asked },
      needs: ['what', 'place', 'reason'],
    },
  ]
}

function recordActions(state: OpenCrossing, by: OfficerActor, choices: Choices): readonly Candidate[] {
  const category = choices.categories.find(
    (rule) =>
      !rule.listRequired && (rule.category !== 'transit-section' || choices.transitSections.length > 0),
  )
  const assign: readonly Candidate[] = category
    ? [
        {
          ...plain('BR 14.2'),
          command: { type: 'AssignCategory', by, category: category.category, list: asked, reason: asked },
          needs: ['category', 'reason'],
        },
      ]
    : []
  const transit: readonly Candidate[] =
    state.transit?.over && !state.transitExplained
      ? [
          {
            ...plain('BR 18.2'),
            command: { type: 'ExplainTransit', by, exception: 'breakdown', reason: asked },
            needs: ['exception', 'reason'],
          },
        ]
      : []
  return [
    ...assign,
    ...transit,
    { ...plain('BR 25'), command: { type: 'DeclareGoods', by, goods: [] }, needs: ['goods'] },
    {
      ...plain('BR 33'),
      command: { type: 'OpenIncident', by, kind: asked, place: asked, causes: asked },
      needs: ['incident'],
    },
    {
      ...plain('BR 17.1'),
      command: {
        type: 'EnterDocument',
        by,
        documentCode: 'P',
        issuingState: 'KAZ',
        documentNumber: '0000',
        nationality: 'KAZ',
        surname: asked,
        givenNames: '',
        birthDate: '2000-01-01',
        expiryDate: '2000-01-01',
        reason: asked,
      },
      needs: ['document', 'reason'],
    },
  ]
}
