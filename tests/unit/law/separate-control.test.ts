import { describe, expect, it } from 'vitest'
import type { CheckpointCommand } from '../../../edge/domain/checkpoint/commands.ts'
import { outOfPlace } from '../../../edge/domain/checkpoint/out-of-place.ts'
import { initialCheckpoint } from '../../../edge/domain/checkpoint/state.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { lawInForce, turn } from '../../../edge/domain/crossing/state.ts'
import {
  concluded,
  controlled,
  given,
  officer,
  openCrossing,
  passport,
  start,
} from '../../support/crossing-spec.ts'
import { checkpointAfter, decideAt, openAfter } from '../../support/law-spec.ts'

const enter = (party: 'KAZ' | 'KGZ'): CheckpointCommand => ({
  ...{ type: 'EnterSeparateControl', by: officer(party), cause: 'epidemic', reason: 'order 12' },
})
const end = (party: 'KAZ' | 'KGZ'): CheckpointCommand => ({
  ...{ type: 'EndSeparateControl', by: officer(party), reason: 'order 15' },
})
/** The bench's lane leads from Kazakhstan to Kyrgyzstan, and Kyrgyzstan is its host. */
const opened = { ...openCrossing, regime: 'separate' } as CrossingCommand
/** The other direction of the same checkpoint: the host is the Party of exit. */
const outward = {
  ...opened,
  exitParty: 'KGZ',
  entryParty: 'KAZ',
  controls:
    openCrossing.type === 'OpenCrossing'
      ? openCrossing.controls.map((one) => ({
          ...one,
          phase: one.party === 'KGZ' ? ('exit' as const) : ('entry' as const),
        }))
      : [],
} as CrossingCommand

describe('JC 15: each Party may go back to control on its own territory', () => {
  it('by an act of the border body, with cause and reason; the other is told at once', () => {
    expect(decideAt(enter('KAZ')).types).toEqual(['SeparateControlEntered', 'NoticeIssued'])
    expect(decideAt({ ...enter('KAZ'), reason: '' } as CheckpointCommand).code).toBe(
      'control.reason-required',
    )
    expect(decideAt({ ...enter('KAZ'), by: officer('KAZ', 'customs') } as CheckpointCommand).code).toBe(
      'officer.wrong-body',
    )
  })

  it('and back, by the Party that had gone', () => {
    const { state } = checkpointAfter([enter('KAZ')])
    expect(decideAt(enter('KGZ'), state)).toMatchObject({ code: 'separate.entered', article: 'JC 15' })
    expect(decideAt(end('KGZ'), state).code).toBe('officer.wrong-party')
    expect(decideAt(end('KAZ'), state).types).toEqual(['SeparateControlEnded', 'NoticeIssued'])
    expect(checkpointAfter([enter('KAZ'), end('KAZ')]).state.separate).toEqual([])
    expect(decideAt(end('KAZ')).code).toBe('separate.not-entered')
  })
})

describe('JC 15: only own controls run', () => {
  it('host of entry: its controls begin at once, by its own law; no conclusion is waited for', () => {
    const state = openAfter([opened])
    expect([lawInForce(state), turn(state)]).toEqual(['KGZ', 'KGZ'])
    expect(
      state.steps.filter(({ state: so }) => so !== 'notApplicable').map(({ control }) => control.party),
    ).toEqual(['KGZ', 'KGZ'])
    given(opened).when(start('KAZ', 'border')).refused('separate.host-alone', 'JC 15')
    given(opened, passport, ...controlled('KGZ'))
      .when({ type: 'Release', by: officer('KGZ') })
      .yields('CrossingReleased')
  })

  it('host of exit: its conclusion lets the vehicle go', () => {
    given(outward, passport, ...controlled('KGZ'))
      .when({ type: 'ConcludeExitControl', by: officer('KGZ') })
      .yields('ExitControlConcluded', 'CrossingReleased')
    const released = openAfter([
      ...[outward, passport, ...controlled('KGZ')],
      { type: 'ConcludeExitControl', by: officer('KGZ') },
    ])
    expect([released.phase, lawInForce(released)]).toEqual(['released', 'KGZ'])
    given(outward).when(start('KAZ', 'border')).refused('separate.host-alone', 'JC 15')
  })

  it('the vehicle is admitted into the zone, and goes back without an acceptance that nobody could give', () => {
    given(opened)
      .when({ type: 'OrderBarrierOpening', barrier: 'approachBarrier', permit: 'admission' })
      .yields('BarrierOpeningOrdered')
    const refused = [
      opened,
      { type: 'Refuse', by: officer('KGZ'), cause: 'other', reason: 'no visa' },
    ] as const
    given(...refused)
      .when({ type: 'OrderBarrierOpening', barrier: 'returnBarrier', permit: 'return' })
      .yields('BarrierOpeningOrdered')
    expect(openAfter(refused)).toMatchObject({ outcome: 'refused', phase: 'returning' })
  })
})

describe('JC 15: crossings in progress are taken over lawfully', () => {
  const takeOver: CrossingCommand = { type: 'TakeOver', by: officer('KGZ'), reason: 'KAZ has left' }

  it('before conclusion: what the absent Party left open falls away, what it did stays', () => {
    const state = openAfter([openCrossing, passport, ...controlled('KAZ').slice(0, 3), takeOver])
    expect([state.phase, lawInForce(state), state.regime]).toEqual(['entryControl', 'KGZ', 'separate'])
    expect(state.steps.map(({ control, state: so }) => [control.party, control.kind, so])).toEqual([
      ['KAZ', 'border', 'notApplicable'],
      ['KAZ', 'customs', 'completed'],
      ['KGZ', 'border', 'planned'],
      ['KGZ', 'customs', 'planned'],
    ])
  })

  it('after conclusion: the entry Party goes on as it was', () => {
    const state = openAfter([...concluded, start('KGZ', 'border'), takeOver])
    expect(state.steps.find(({ control }) => control.party === 'KGZ')?.state).toBe('started')
  })

  it('what the absent Party held falls away, what the host holds stays', () => {
    const held = (party: 'KAZ' | 'KGZ'): CrossingCommand => ({
      ...{ type: 'HoldVehicle', by: officer(party), reason: 'a call is awaited' },
    })
    const person: CrossingCommand = {
      ...{ type: 'HoldPassenger', by: officer('KAZ'), document: 'd1', reason: 'doubt' },
    }
    const state = openAfter([openCrossing, passport, person, held('KAZ'), held('KGZ'), takeOver])
    expect(state.holds.map(({ heldBy }) => heldBy)).toEqual(['KGZ'])
    expect(state.heldPersons).toEqual([])
    given(openCrossing, passport, takeOver).when(held('KAZ')).refused('separate.host-alone', 'JC 15')
  })

  it('a vehicle that waits for readmission goes back, when nobody is left to accept it', () => {
    const refused = [
      ...concluded,
      { type: 'Refuse', by: officer('KGZ'), cause: 'other', reason: 'no visa' },
    ] as const
    given(...refused)
      .when(takeOver)
      .yields('CrossingTakenOver', 'CrossingReturned')
    expect(openAfter([...refused, takeOver])).toMatchObject({ outcome: 'refused', phase: 'returning' })
  })

  it('the host detains by its own law, whoever answered for the violation before', () => {
    const both: CrossingCommand = {
      ...{ type: 'RecordViolation', by: officer('KGZ'), laws: ['KAZ', 'KGZ'], description: 'undeclared' },
    }
    const detain: CrossingCommand = {
      ...{ type: 'Detain', by: officer('KGZ'), what: 'goods', place: 'yard', reason: 'undeclared' },
    }
    given(...concluded, both)
      .when(detain)
      .refused('violation.other-jurisdiction', 'JC 14.2')
    given(...concluded, both, takeOver)
      .when(detain)
      .yields('CrossingDetained')
  })

  it('only by the host, once, and only in a lane under separate control', () => {
    given(openCrossing)
      .when({ ...takeOver, by: officer('KAZ') })
      .refused('officer.wrong-party', 'JC 3')
    given(openCrossing, takeOver).when(takeOver).refused('separate.entered', 'JC 15')
    const { state } = checkpointAfter([enter('KAZ')])
    expect(outOfPlace(takeOver, initialCheckpoint, 'lane-1')).toMatchObject({
      ...{ code: 'separate.not-entered', article: 'JC 15' },
    })
    expect(outOfPlace(takeOver, state, 'lane-1')).toBeNull()
  })
})
