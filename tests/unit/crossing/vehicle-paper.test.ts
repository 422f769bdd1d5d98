import { describe, expect, it } from 'vitest'
import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import { withheldFrom } from '../../../edge/domain/control/sharing.ts'
import { decide } from '../../../edge/domain/crossing/decide.ts'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import { evolve } from '../../../edge/domain/crossing/evolve.ts'
import { explainCrossing } from '../../../edge/domain/crossing/explain-crossing.ts'
import { type CrossingState, initialState } from '../../../edge/domain/crossing/state.ts'
import { officer, openCrossing, pack } from '../../support/crossing-spec.ts'

const scanner = { kind: 'device', device: 'scanner' } as const
const own: RulePack = {
  ...pack,
  sharing: [{ event: 'VehiclePaperRead', field: 'text', visibleTo: 'own' }],
}
const read = {
  paper: '0123456789abcdef',
  format: 'PDF417',
  characters: 5,
  text: 'KAMAZ',
  source: 'scanner',
} as const

function applied(state: CrossingState, events: readonly CrossingEvent[]): CrossingState {
  return events.reduce(
    (before, event) => evolve(before, { event, actor: scanner, eventTime: '2026-11-24T03:00:00.000Z' }),
    state,
  )
}

function scan(state: CrossingState) {
  const decision = decide({ type: 'RecordVehiclePaper', read }, state, { ...pack })
  if (!decision.ok) throw new Error(decision.refusal.code)
  return decision.events
}

const opened = () => {
  const decision = decide(openCrossing, initialState, { ...pack })
  if (!decision.ok) throw new Error(decision.refusal.code)
  return applied(initialState, decision.events)
}

const seenBy = (party: 'KAZ' | 'KGZ', state: CrossingState) => {
  if (state.status === 'none') throw new Error('no crossing')
  return explainCrossing('c1', state, officer(party), own).papers
}

describe('vehicle papers', () => {
  it('JC 7.1: its text is own to the Party of the law in force, its length is known to both', () => {
    const state = applied(opened(), scan(opened()))
    expect(seenBy('KAZ', state)).toMatchObject([{ text: 'KAMAZ', characters: 5 }])
    expect(seenBy('KGZ', state)).toMatchObject([{ text: null, characters: 5 }])
  })

  it('JC 7.1: read again under the other law it is one paper, and known to both', () => {
    const first = applied(opened(), scan(opened()))
    expect(scan(first)).toEqual([])
    const entry = applied(first, [
      { type: 'ExitControlConcluded', data: { exitParty: 'KAZ', lawInForce: 'KAZ' } },
    ])
    const again = scan(entry)
    expect(again).toMatchObject([{ type: 'VehiclePaperRead', data: { lawInForce: 'KGZ' } }])
    const state = applied(entry, again)
    expect(seenBy('KAZ', state)).toMatchObject([{ text: 'KAMAZ' }])
    expect(seenBy('KGZ', state)).toMatchObject([{ text: 'KAMAZ' }])
    expect(scan(state)).toEqual([])
  })

  it('the feed withholds the text, and the picture that shows it, from the other Party only, and nothing without a rule', () => {
    const event = { type: 'VehiclePaperRead', data: { ...read, lawInForce: 'KGZ' } } as const
    expect(withheldFrom('KAZ', event, scanner, own)).toEqual(['text', 'page'])
    expect(withheldFrom('KGZ', event, scanner, own)).toEqual([])
    expect(withheldFrom('KAZ', event, scanner, { ...pack, sharing: [] })).toEqual([])
  })
})
