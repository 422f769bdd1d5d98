import { describe, expect, it } from 'vitest'
import { findings, type Surroundings } from '../../../edge/domain/checkpoint/findings.ts'
import type { Category, RulePack } from '../../../edge/domain/control/rule-pack.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { orderOfService } from '../../../edge/domain/registers/priority.ts'
import { lateRegister, matchRegisters, type Register } from '../../../edge/domain/registers/register.ts'
import {
  after,
  controlled,
  given,
  officer,
  openCrossing,
  pack,
  passport,
} from '../../support/crossing-spec.ts'
import { noon, openAfter } from '../../support/law-spec.ts'

const register = (more: Partial<Register>): Register => ({
  ...{ party: 'KGZ', category: 'service-staff', list: 'staff-7', version: 1, issuer: 'water authority' },
  ...{ from: '2026-11-01', until: '2026-11-30', sentOn: '2026-10-20', equipment: [] },
  entries: [{ entry: '1', plate: '123ABC02', document: null }],
  ...more,
})
const plate: CrossingCommand = {
  type: 'RecordPlate',
  read: {
    ...{ part: 'vehicle', text: '123ABC02', country: 'KZ', confidence: 0.9, accepted: true },
    source: 'model',
  },
}
const around = (more: Partial<Surroundings>): Surroundings => ({
  checkpoint: { restrictions: [], borderPoints: [] },
  ...{ registers: [], watchLists: [], pack, now: noon, seed: 'c1' },
  ...more,
})
const found = (
  registers: readonly Register[],
  commands: readonly CrossingCommand[] = [openCrossing, plate],
) => findings(openAfter(commands), around({ registers }))
const assign = (category: Category, more: object = {}): CrossingCommand => ({
  type: 'AssignCategory',
  by: officer('KAZ'),
  category,
  reason: 'shown on paper',
  ...more,
})
const conclude: CrossingCommand = { type: 'ConcludeExitControl', by: officer('KAZ') }

describe('JC 5.1: advance notices are matched by plate and document', () => {
  it('by the plate, or by a document that was read; each crossing once', () => {
    expect(found([register({})])).toMatchObject([{ type: 'RecordCategory', found: { list: 'staff-7' } }])
    const byDocument = register({ entries: [{ entry: '1', plate: null, document: 'L898902C3' }] })
    expect(found([byDocument], [openCrossing])).toEqual([])
    const [command] = found([byDocument], [openCrossing, passport])
    expect(command).toMatchObject({ type: 'RecordCategory' })
    const assigned = [openCrossing, passport, ...(command ? [command] : [])]
    expect(found([byDocument], assigned)).toEqual([])
  })

  it('on the days for which the list was sent', () => {
    expect(found([register({ until: '2026-11-23' })])).toEqual([])
    expect(found([register({ from: '2026-11-25' })])).toEqual([])
    expect(found([register({ from: '2026-11-24', until: '2026-11-24' })])).toHaveLength(1)
  })
})

describe('BR 14.2: service staff cross by certified lists sent in advance', () => {
  it('a list gives issuer, persons, documents and validity', () => {
    const [match] = matchRegisters([register({})], { plate: '123ABC02', documents: [] }, '2026-11-24')
    expect(match).toMatchObject({ matched: 'plate', register: { issuer: 'water authority' } })
  })

  it('without a list the category is refused; by hand the number of the paper list is named', () => {
    given(openCrossing).when(assign('service-staff')).refused('category.list-required', 'BR 14.2')
    given(openCrossing)
      .when(assign('service-staff', { list: '17/2' }))
      .yields('CategoryAssigned')
    given(openCrossing)
      .when(assign('service-staff', { list: '17/2', reason: ' ' }))
      .refused('control.reason-required', 'BR 19.3')
  })
})

describe('BR 19.3: staff and materials of cross-border structures go with priority 2', () => {
  it('as their list says', () => {
    expect(found([register({})])).toMatchObject([{ found: { priority: 2, article: 'BR 19.3' } }])
  })
})

describe('BR 20.2: rescue services go out of turn, with a list of equipment', () => {
  const rescue = register({ category: 'rescue', list: 'rescue-1', equipment: ['pump', 'saw'] })

  it('priority 1, whatever other list names the vehicle', () => {
    expect(found([register({}), rescue])).toMatchObject([
      { found: { category: 'rescue', priority: 1, equipment: ['pump', 'saw'] } },
    ])
  })

  it('without equipment it is no rescue list, nor is it by hand', () => {
    expect(found([register({ category: 'rescue', equipment: [] })])).toEqual([])
    given(openCrossing)
      .when(assign('rescue', { list: '1' }))
      .refused('category.equipment-required', 'BR 20.2')
    given(openCrossing)
      .when(assign('rescue', { list: '1', equipment: ['pump'] }))
      .yields('CategoryAssigned')
  })

  it('goes first of those who wait', () => {
    const waiting = orderOfService(
      ['999ZZZ01', '123ABC02', '777KGA05'],
      [register({}), register({ ...rescue, entries: [{ entry: '1', plate: '777KGA05', document: null }] })],
      pack,
      '2026-11-24',
    )
    expect(waiting.map(({ plate: of, priority }) => [of, priority])).toEqual([
      ['777KGA05', 1],
      ['123ABC02', 2],
      ['999ZZZ01', 9],
    ])
  })
})

describe('BR 12: border authorities cross in another order', () => {
  it('border control alone remains', () => {
    const state = openAfter([openCrossing, assign('border-service')])
    expect(state.steps.map(({ control, state: so }) => [control.kind, so]).slice(0, 2)).toEqual([
      ['border', 'planned'],
      ['customs', 'notApplicable'],
    ])
  })

  it('what a category took away stands again when it was wrong', () => {
    const state = openAfter([openCrossing, assign('border-service'), assign('ordinary')])
    expect(state.steps.every(({ state: so }) => so === 'planned')).toBe(true)
  })
})

describe('BR 18.1(1): transit on named sections without admission procedure', () => {
  const rules: RulePack = { ...pack, transitSections: ['Bishkek - Naryn - Torugart'] }

  it('no control remains; only the decisions', () => {
    const { events } = after(
      [openCrossing, assign('transit-section'), conclude, { type: 'Release', by: officer('KGZ') }],
      rules,
    )
    expect(events.map(({ type }) => type)).toEqual([
      'CrossingOpened',
      'CategoryAssigned',
      'ExitControlConcluded',
      'CrossingReleased',
    ])
  })

  it('is unknown where the pack names no section', () => {
    given(openCrossing).when(assign('transit-section')).refused('category.unknown', 'JC 8')
  })
})

describe('BR 18.1(2): residents by parity of the local date', () => {
  const citizen = (nationality: 'KAZ' | 'KGZ'): CrossingCommand =>
    passport.type === 'RecordDocument'
      ? { ...passport, read: { ...passport.read, fields: { ...passport.read.fields, nationality } } }
      : passport
  const on = (localDate: string, nationality: 'KAZ' | 'KGZ') => [
    { ...openCrossing, localDate } as CrossingCommand,
    citizen(nationality),
    assign('resident', { list: 'merke-3' }),
    ...controlled('KAZ'),
  ]

  it.each([
    ['2026-11-24', 'KAZ', null],
    ['2026-11-24', 'KGZ', 'category.wrong-day'],
    ['2026-11-25', 'KAZ', 'category.wrong-day'],
    ['2026-11-25', 'KGZ', null],
    ['2027-02-28', 'KAZ', null],
    ['2027-03-01', 'KGZ', null],
  ] as const)('%s, citizen of %s: %s', (date, nationality, code) => {
    if (code) {
      given(...on(date, nationality))
        .when(conclude)
        .refused(code, 'BR 18.1(2)')
    } else {
      given(...on(date, nationality))
        .when(conclude)
        .yields('ExitControlConcluded')
    }
  })

  it('BR 18.3(1): where only residents pass, everyone else stays out', () => {
    const rules: RulePack = { ...pack, residentsOnly: true }
    const ordinary = [openCrossing, citizen('KAZ'), ...controlled('KAZ')]
    expect(() => after([...ordinary, conclude], rules)).toThrow('category.not-resident')
    expect(after([...on('2026-11-24', 'KAZ'), conclude], rules).events.at(-1)?.type).toBe(
      'ExitControlConcluded',
    )
  })
})

describe('BR 18.3(2): lists of tourist groups come at least 15 calendar days before', () => {
  const group = (sentOn: string) => register({ category: 'tourist-group', from: '2026-11-24', sentOn })

  it('14 days are too few, 15 are enough', () => {
    expect(lateRegister(group('2026-11-10'))).toMatchObject({ fact: '14 days of 15 days' })
    expect(lateRegister(group('2026-11-09'))).toBeNull()
  })

  it('other lists are sent in advance, with no number of days', () => {
    expect(lateRegister(register({ sentOn: '2026-11-01' }))).toBeNull()
  })
})

describe('JC 4: the risk profile selects which controls run', () => {
  const selective: RulePack = {
    ...pack,
    risk: [
      { name: 'transit-plates', party: 'KAZ', kind: 'customs', plateCountries: ['KZ'] },
      { name: 'never', party: 'KGZ', kind: 'customs', share: 0 },
    ],
    controls: pack.controls.map((rule) => (rule.kind === 'customs' ? { ...rule, mode: 'selective' } : rule)),
  }
  const opened = {
    ...openCrossing,
    controls: selective.controls
      .filter((rule) => rule.party === (rule.direction === 'exit' ? 'KAZ' : 'KGZ'))
      .map(({ direction, ...rule }) => ({ ...rule, phase: direction })),
  } as CrossingCommand
  const done = [
    opened,
    passport,
    ...controlled('KAZ').filter((act) => !('control' in act) || act.control.kind === 'border'),
  ]

  it('a selective control holds the crossing only where a rule selects it', () => {
    expect(after([...done, conclude], selective).events.at(-1)?.type).toBe('ExitControlConcluded')
    const selected = findings(openAfter([...done, plate]), around({ pack: selective }))
    expect(selected).toEqual([
      { type: 'SelectControl', control: { party: 'KAZ', kind: 'customs' }, rule: 'transit-plates' },
    ])
    expect(() => after([...done, plate, ...selected, conclude], selective)).toThrow('control.open')
  })

  it('by chance: the same crossing is always drawn alike, and about the share of all', () => {
    const rules = {
      ...selective,
      risk: [{ name: 'one-in-five', party: 'KAZ', kind: 'customs', share: 0.2 }],
    } as RulePack
    const drawn = (seed: string) => findings(openAfter([opened]), around({ pack: rules, seed })).length
    expect(drawn('c7')).toBe(drawn('c7'))
    const hits = Array.from({ length: 5000 }, (_, index) => drawn(`crossing-${index}`)).reduce(
      (a, b) => a + b,
    )
    expect(hits / 5000).toBeGreaterThan(0.17)
    expect(hits / 5000).toBeLessThan(0.23)
  })
})
