import { describe, expect, it } from 'vitest'
import {
  after,
  complete,
  controlled,
  openCrossing,
  pack,
  passport,
  start,
} from '../../support/crossing-spec.ts'

describe('JC 8: a crossing keeps the rule pack under which it began', () => {
  it('names its version, and plans what that version planned, while a later one stands in the lane', () => {
    const later = { ...pack, version: '2', controls: pack.controls.filter(({ kind }) => kind === 'border') }
    const { state } = after(
      [openCrossing, passport, ...controlled('KAZ').slice(0, 2), complete('KAZ', 'customs')],
      later,
    )
    expect(state).toMatchObject({ rulePack: { version: '1' } })
    expect(state.status === 'open' && state.steps.map(({ control }) => control.kind)).toEqual([
      'border',
      'customs',
      'border',
      'customs',
    ])
  })

  it('still asks for a control that the later version no longer plans', () => {
    const later = { ...pack, version: '2', controls: [] }
    const begun = [openCrossing, passport, start('KAZ', 'border'), complete('KAZ', 'border')]
    expect(() =>
      after(
        [
          ...begun,
          {
            type: 'ConcludeExitControl',
            by: { kind: 'officer', officer: 'a', party: 'KAZ', body: 'border' },
          },
        ],
        later,
      ),
    ).toThrow('control.open')
  })
})
