import { describe, expect, it } from 'vitest'
import { withheldFrom } from '../../../edge/domain/control/sharing.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import { explainCrossing } from '../../../edge/domain/crossing/explain-crossing.ts'
import {
  after,
  concluded,
  controlled,
  officer,
  openCrossing,
  pack,
  passport,
  start,
} from '../../support/crossing-spec.ts'

const view = (commands: readonly CrossingCommand[], by = officer('KAZ')) => {
  const { state } = after(commands)
  if (state.status === 'none') throw new Error('no crossing')
  return explainCrossing('c1', state, by, pack)
}
const act = (commands: readonly CrossingCommand[], by = officer('KAZ')) =>
  explainActions(after(commands).state, by, pack)

describe('what a screen offers', () => {
  it('gives every grey button its reason, article and who can unblock it', () => {
    const release = act([openCrossing], officer('KGZ')).find(({ action }) => action === 'Release')
    expect(release?.refusal).toMatchObject({
      code: 'control.exit-not-concluded',
      article: 'JC 7.1',
      whoCanUnblock: [{ kind: 'officer', party: 'KAZ' }],
    })
  })

  it('offers an officer the own Party’s acts only', () => {
    const actions = act([openCrossing], officer('KAZ')).map(({ action }) => action)
    expect(actions).toContain('ConcludeExitControl')
    expect(actions).not.toContain('Release')
  })

  it('asks for completion where a control runs', () => {
    const actions = act([openCrossing, passport, start('KAZ', 'border')])
    expect(actions.find(({ action }) => action === 'CompleteControl')?.refusal).toBeNull()
  })

  it('offers the act that moves the crossing on', () => {
    const possible = act([openCrossing, passport, ...controlled('KAZ')]).filter(({ refusal }) => !refusal)
    expect(possible.map(({ action }) => action)).toContain('ConcludeExitControl')
  })
})

describe('what a Party may see', () => {
  const noted: readonly CrossingCommand[] = [
    ...concluded.slice(0, 3),
    start('KAZ', 'customs'),
    {
      type: 'CompleteControl',
      by: officer('KAZ', 'customs'),
      control: { party: 'KAZ', kind: 'customs' },
      decision: 'released',
      note: 'seal 4711 checked',
    },
  ]
  const customs = (by = officer('KAZ')) =>
    view(noted, by).steps.find(({ control }) => control.kind === 'customs')

  it('keeps customs notes to the Party that wrote them', () => {
    expect(customs(officer('KAZ'))?.note).toBe('seal 4711 checked')
    expect(customs(officer('KGZ'))?.note).toBeNull()
    expect(customs(officer('KGZ'))?.state).toBe('completed')
  })

  it('withholds the same from the feed', () => {
    const event = after(noted).events.at(-1)
    if (!event) throw new Error('no event')
    expect(withheldFrom('KGZ', event, officer('KAZ', 'customs'), pack)).toEqual(['note'])
    expect(withheldFrom('KAZ', event, officer('KAZ', 'customs'), pack)).toEqual([])
  })

  it('withholds a whole event where the pack says *', () => {
    const rules = { ...pack, sharing: [{ event: 'OfficerSignedIn', field: '*', visibleTo: 'own' as const }] }
    const event = { type: 'OfficerSignedIn', data: { officer: '1', party: 'KAZ', body: 'border' } } as const
    expect(withheldFrom('KGZ', event, officer('KAZ'), rules)).toBeNull()
    expect(withheldFrom('KAZ', event, officer('KAZ'), rules)).toEqual([])
  })
})
