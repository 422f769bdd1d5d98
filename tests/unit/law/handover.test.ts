import { describe, expect, it } from 'vitest'
import { evolveCheckpoint } from '../../../edge/domain/checkpoint/evolve.ts'
import { explainCheckpoint } from '../../../edge/domain/checkpoint/explain.ts'
import { handOver, openWork } from '../../../edge/domain/checkpoint/handover.ts'
import { initialCheckpoint } from '../../../edge/domain/checkpoint/state.ts'
import { withheldFrom } from '../../../edge/domain/control/sharing.ts'
import type { ControlKind, OfficerActor, Party } from '../../../edge/domain/party.ts'
import { after, officer, openCrossing, pack, passport, start } from '../../support/crossing-spec.ts'
import { context, decideAt, noon } from '../../support/law-spec.ts'

const leaves = officer('KAZ')
const relievedBy = (party: Party, body: ControlKind, number = 'KAZ-border-2'): OfficerActor => ({
  ...leaves,
  second: { officer: number, party, body },
})
const shift = (by: OfficerActor, note?: string) =>
  ({ type: 'HandOverShift', by, ...(note !== undefined && { note }) }) as const

const held = after([
  openCrossing,
  passport,
  start('KAZ', 'border'),
  { type: 'HoldVehicle', by: officer('KGZ'), reason: 'a wanted vehicle' },
  { type: 'HoldPassenger', by: leaves, document: 'd1', reason: 'not the person of the passport' },
]).state
const there = { ...context(), open: openWork('c-1', held) }

function handedOver(by = relievedBy('KAZ', 'border'), note?: string) {
  const decision = handOver(shift(by, note), initialCheckpoint, there)
  const [event] = decision.ok ? decision.events : []
  if (event?.type !== 'ShiftHandedOver') throw new Error('nothing was handed over')
  return event
}

describe('JC 12: the change of a shift', () => {
  it('is by two officers of one Party and body, who are not one and the same', () => {
    expect(decideAt(shift(leaves))).toMatchObject({ code: 'handover.nobody', article: 'JC 12' })
    expect(decideAt(shift(relievedBy('KAZ', 'border', leaves.officer))).code).toBe('override.same-officer')
    expect(decideAt(shift(relievedBy('KGZ', 'border'))).code).toBe('officer.wrong-party')
    expect(decideAt(shift(relievedBy('KAZ', 'customs'))).code).toBe('officer.wrong-body')
    expect(decideAt(shift(relievedBy('KAZ', 'border'))).types).toEqual(['ShiftHandedOver'])
  })

  it('puts on record what stood open: crossing, controls under way, holds, persons held', () => {
    expect(handedOver().data).toEqual({
      ...{ lane: 'lane-1', party: 'KAZ', body: 'border', from: leaves.officer, to: 'KAZ-border-2' },
      open: {
        ...{
          crossing: 'c-1',
          phase: 'exitControl',
          underWay: ['KAZ/border'],
          holds: ['KGZ'],
          personsHeld: 1,
        },
      },
      ...{ notices: 0, referrals: 0 },
    })
    expect(openWork(null, held)).toBeNull()
  })

  it('keeps what one tells the other to their Party, in the streams and on the screens', () => {
    const event = handedOver(undefined, 'watch the blue van')
    const actor = relievedBy('KAZ', 'border')
    expect(withheldFrom('KAZ', event, actor, pack)).toEqual([])
    expect(withheldFrom('KGZ', event, actor, pack)).toEqual(['note'])
    const state = evolveCheckpoint(initialCheckpoint, { id: 'f', event, crossing: null, eventTime: noon })
    expect(explainCheckpoint(state, there, 'KAZ').handovers).toMatchObject([
      { from: leaves.officer, to: 'KAZ-border-2', at: noon, note: 'watch the blue van' },
    ])
    expect(explainCheckpoint(state, there, 'KGZ').handovers).toMatchObject([{ note: null }])
    expect(explainCheckpoint(state, { ...there, lane: 'lane-2' }, 'KAZ').handovers).toEqual([])
  })
})
