import { describe, expect, it } from 'vitest'
import type { CheckpointCommand } from '../../../edge/domain/checkpoint/commands.ts'
import { findings } from '../../../edge/domain/checkpoint/findings.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { inForce, stopsAll, touches } from '../../../edge/domain/restrictions/restriction.ts'
import {
  after,
  concluded,
  controlled,
  given,
  officer,
  openCrossing,
  pack,
  passport,
} from '../../support/crossing-spec.ts'
import { checkpointAfter, decideAt, inHours, noon, openAfter } from '../../support/law-spec.ts'

const declare = (more: object = {}): Extract<CheckpointCommand, { type: 'DeclareRestriction' }> => ({
  type: 'DeclareRestriction',
  by: officer('KGZ'),
  ...{ article: 'BR 11', place: 'established', cause: 'epidemic', reason: 'order 7' },
  scope: { lane: null, exitParty: null, citizenships: [], goods: [] },
  from: inHours(1),
  until: inHours(100),
  ...more,
})
const animals = { lane: null, exitParty: null, citizenships: [], goods: ['animals'] }

describe('BR 11(2): outside established places the other side is told at least 48 h before', () => {
  it('47 h 59 min are refused, 48 h are lawful', () => {
    const outside = (hours: number) => decideAt(declare({ place: 'outside', from: inHours(hours) }))
    expect(outside(47.98)).toMatchObject({ code: 'restriction.lead-time', article: 'BR 11(2)' })
    expect(outside(48)).toMatchObject({ types: ['RestrictionDeclared', 'NoticeIssued'] })
    expect(outside(48).events[1]?.data).toMatchObject({
      notice: 'restriction-outside-established-places',
      article: 'BR 11(2)',
      to: ['KAZ', 'KGZ'],
    })
  })
})

describe('BR 14.3: admission is restricted or stopped, for stated causes', () => {
  it('the notice names the article on which the restriction stands', () => {
    for (const article of ['BR 11', 'BR 14.3', 'BR 25'] as const) {
      const { events } = decideAt(declare({ article, scope: animals }))
      expect(events.map(({ data }) => data)).toMatchObject([{ article }, { article }])
    }
  })

  it('a shorter time is lawful, and recorded as exceptional', () => {
    const short = decideAt(declare({ article: 'BR 14.3', place: 'outside' }))
    expect(short.events[0]?.data).toMatchObject({ exceptional: true })
    const long = decideAt(declare({ article: 'BR 14.3', from: inHours(60) }))
    expect(long.events[0]?.data).toMatchObject({ exceptional: false })
  })

  it('has a cause, a scope and a term, and is an act of the border body', () => {
    expect(decideAt(declare({ until: inHours(0.5) })).code).toBe('restriction.term')
    expect(decideAt(declare({ from: 'tomorrow' })).code).toBe('restriction.term')
    expect(decideAt(declare({ reason: ' ' })).code).toBe('control.reason-required')
    expect(decideAt(declare({ by: officer('KGZ', 'customs') })).code).toBe('officer.wrong-body')
  })

  it('is lifted by the Party that declared it', () => {
    const { state } = checkpointAfter([declare()])
    const lift = (party: 'KAZ' | 'KGZ') =>
      decideAt({ type: 'LiftRestriction', by: officer(party), subject: 'fact-1', reason: 'over' }, state)
    expect(lift('KAZ').code).toBe('officer.wrong-party')
    expect(lift('KGZ').types).toEqual(['RestrictionLifted'])
  })
})

describe('BR 11: a restriction in force forbids what it names', () => {
  const touchedBy = (scope: object, commands: readonly CrossingCommand[] = [openCrossing, passport]) => {
    const { state } = checkpointAfter([declare({ scope: { ...animals, goods: [], ...scope } })])
    return findings(openAfter(commands), {
      checkpoint: { restrictions: state.restrictions, borderPoints: [] },
      ...{ registers: [], watchLists: [], pack, now: inHours(2), seed: 'c1' },
    })
  }

  it('by citizenship, lane and direction', () => {
    expect(touchedBy({ citizenships: ['UTO'] })).toHaveLength(1)
    expect(touchedBy({ citizenships: ['KAZ'] })).toEqual([])
    expect(touchedBy({ lane: 'lane-2' })).toEqual([])
    expect(touchedBy({ exitParty: 'KGZ' })).toEqual([])
    expect(touchedBy({ exitParty: 'KAZ', lane: 'lane-1' })).toHaveLength(1)
  })

  it('only while its term runs', () => {
    const term = { from: inHours(1), until: inHours(100) }
    expect([noon, inHours(1), inHours(99.9), inHours(100)].map((at) => inForce(term, at))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('one that names nobody and nothing closes the lane', () => {
    const place = { lane: 'lane-1', exitParty: 'KAZ' } as const
    expect(stopsAll(declare(), place)).toBe(true)
    expect(stopsAll(declare({ scope: animals }), place)).toBe(false)
    expect(touches(declare({ scope: animals }), { ...place, citizenships: [], goods: ['animals'] })).toBe(
      true,
    )
  })

  it('the Party that declared it does not let the crossing pass; when it is lifted, it does', () => {
    const applied: CrossingCommand = {
      type: 'ApplyRestriction',
      restriction: {
        ...{ restriction: 'fact-1', party: 'KGZ', cause: 'epidemic', article: 'BR 11' },
        effect: 'forbids',
      },
    }
    const release: CrossingCommand = { type: 'Release', by: officer('KGZ') }
    const ready = [...concluded, ...controlled('KGZ'), applied]
    given(...ready)
      .when(release)
      .refused('restriction.in-force', 'BR 11')
    given(...ready, { type: 'CeaseRestriction', restriction: 'fact-1' })
      .when(release)
      .yields('CrossingReleased')
    // A restriction of entry is none of exit.
    expect(
      after([
        openCrossing,
        passport,
        applied,
        ...controlled('KAZ'),
        { type: 'ConcludeExitControl', by: officer('KAZ') },
      ]).events.at(-1)?.type,
    ).toBe('ExitControlConcluded')
  })
})

describe('BR 25: animals, and what comes of them', () => {
  it('a restriction names what may not be carried', () => {
    expect(decideAt(declare({ article: 'BR 25' })).code).toBe('restriction.goods-required')
    expect(decideAt(declare({ article: 'BR 25', scope: animals })).code).toBeNull()
  })

  it('declared goods bring the veterinary, and the restriction that names them', () => {
    const veterinary = {
      ...{ party: 'KGZ', kind: 'veterinary', phase: 'entry', mode: 'selective' },
      article: 'BR 25.2',
    } as const
    const opened = {
      ...openCrossing,
      controls: [...(openCrossing.type === 'OpenCrossing' ? openCrossing.controls : []), veterinary],
    } as CrossingCommand
    const goods: CrossingCommand = { type: 'DeclareGoods', by: officer('KAZ', 'customs'), goods: ['animals'] }
    const { state } = checkpointAfter([declare({ article: 'BR 25', scope: animals })])
    const around = {
      checkpoint: { restrictions: state.restrictions, borderPoints: [] },
      ...{ registers: [], watchLists: [], pack, now: inHours(2), seed: 'c1' },
    }
    expect(findings(openAfter([opened]), around)).toEqual([])
    expect(findings(openAfter([opened, goods]), around).map(({ type }) => type)).toEqual([
      'ApplyRestriction',
      'SelectControl',
    ])
  })
})
