import { expect, it } from 'vitest'
import { commandSchema } from '../../../edge/console/request-schemas.ts'
import {
  byReason,
  commandOf,
  keyOf,
  noAnswers,
  sortActs,
  toneOf,
  undoKey,
} from '../../../edge/console/ui/model/acts.ts'
import type { ActionExplanation } from '../../../edge/domain/crossing/explain.ts'
import { refuse } from '../../../edge/domain/refusal.ts'

const act = (
  action: ActionExplanation['action'],
  more: Partial<ActionExplanation> = {},
): ActionExplanation => ({
  action,
  control: null,
  barrier: null,
  article: 'JC 7.1',
  refusal: null,
  needs: [],
  ...more,
})
const border = { party: 'KAZ', kind: 'border' } as const
const waits = refuse('control.open', 'KAZ/border is planned', [{ kind: 'officer', party: 'KAZ' }])
const foreign = refuse('officer.wrong-body', 'KAZ/customs, you act for border', [
  { kind: 'officer', party: 'KAZ', body: 'customs' },
])
const over = refuse('control.exit-concluded', 'KAZ has concluded', [{ kind: 'nobody' }])

it('puts what can be done first, shows what waits, and folds what is foreign, over or a repeat', () => {
  const sorted = sortActs([
    act('Return'),
    act('StartControl', { control: border, needs: ['reason'] }),
    act('ConcludeExitControl', { refusal: waits }),
    act('WaiveControl', { refusal: foreign }),
    act('AcceptReadmission', { refusal: over }),
    act('CompleteControl', { control: border, needs: ['decision', 'note'] }),
    act('CorrectPlate', { needs: ['plate', 'reason'] }),
  ])
  const names = (acts: readonly ActionExplanation[]) => acts.map((one) => one.action)
  expect(names(sorted.possible)).toEqual(['CompleteControl', 'Return'])
  expect(names(sorted.grey)).toEqual(['ConcludeExitControl'])
  expect(names(sorted.folded)).toEqual(['AcceptReadmission', 'WaiveControl', 'StartControl'])
  expect(sorted.correctPlate?.action).toBe('CorrectPlate')
})

it('puts the own control before the recognition of the other Party’s', () => {
  const sorted = sortActs([
    act('RecogniseControl', { control: border }),
    act('StartControl', { control: border }),
  ])
  expect(sorted.possible.map(({ action }) => action)).toEqual(['StartControl', 'RecogniseControl'])
  expect([toneOf('StartControl'), toneOf('RecogniseControl')]).toEqual(['step', 'plain'])
})

it('folds away what the absent Party may not do under separate control', () => {
  const alone = refuse('separate.host-alone', 'KGZ controls alone', [{ kind: 'officer', party: 'KGZ' }])
  const sorted = sortActs([act('Return', { refusal: alone }), act('HoldVehicle', { refusal: alone })])
  expect([sorted.grey.length, sorted.folded.length]).toEqual([0, 2])
})

it('says a reason once for all acts that wait for the same thing', () => {
  const groups = byReason([
    act('Release', { refusal: waits }),
    act('Return', { refusal: over }),
    act('Refuse', { refusal: { ...waits } }),
  ])
  expect(groups.map((group) => group.map((one) => one.action))).toEqual([['Release', 'Refuse'], ['Return']])
})

it('has one key for each act; one that takes another back, and is never offered beside it, has the same', () => {
  const { LiftHold, ClearPassenger, ...others } = keyOf
  expect([LiftHold, ClearPassenger]).toEqual([keyOf.HoldVehicle, keyOf.HoldPassenger])
  const keys = [undoKey, ...Object.values(others)]
  expect(new Set(keys).size).toBe(keys.length)
})

it('makes of every act a command that the API accepts', () => {
  const document = { documentCode: 'P', issuingState: 'KAZ', documentNumber: 'N1234', nationality: 'KAZ' }
  const law = {
    ...{ laws: 'both', description: 'undeclared goods', what: 'goods', place: 'lane 1', category: 'rescue' },
    ...{ goods: 'animals', exception: 'medical', incidentKind: 'fire', causes: 'a short circuit' },
    ...{ ...document, surname: 'A', givenNames: 'B', birthDate: '1990-01-01', expiryDate: '2030-01-01' },
  }
  const plate = { plate: 'kz 482 a02', country: 'kz' }
  const answers = { ...noAnswers, reason: 'by hand', cause: 'other', ...plate, law }
  for (const action of Object.keys(keyOf) as ActionExplanation['action'][]) {
    const about = { control: border, barrier: 'releaseBarrier', subject: 'd1' } as const
    const command = commandOf(act(action, about), answers)
    expect([action, commandSchema.safeParse(command).success]).toEqual([action, true])
  }
  expect(commandOf(act('CorrectPlate'), answers)).toMatchObject({ text: 'KZ482A02', country: 'KZ' })
})
