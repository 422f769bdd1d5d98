import { describe, expect, it } from 'vitest'
import { catalogues, createTranslator, languages } from '../../../edge/console/ui/i18n/translator.ts'
import { planControls } from '../../../edge/domain/control/plan.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { decide } from '../../../edge/domain/crossing/decide.ts'
import { evolve } from '../../../edge/domain/crossing/evolve.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import { type CrossingState, initialState } from '../../../edge/domain/crossing/state.ts'
import { type OfficerActor, parties } from '../../../edge/domain/party.ts'
import { type Refusal, refusalTable } from '../../../edge/domain/refusal.ts'
import { passport } from '../../support/crossing-spec.ts'
import { fakeRulePack } from '../../support/fake-lane-data.ts'

type Leaf = readonly [string, string]

function leaves(value: unknown, path: string): readonly Leaf[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()

describe.each(languages)('texts in %s', (language) => {
  const catalogue = catalogues[language]
  const english = new Map(leaves(catalogues.en, ''))

  it('have the same holes as the English ones, so that nothing is lost in a sentence', () => {
    for (const [path, text] of leaves(catalogue, '')) {
      const original = english.get(path)
      if (original !== undefined) expect([path, holes(text)]).toEqual([path, holes(original)])
    }
  })

  it('are never empty', () => {
    for (const [path, text] of leaves(catalogue, '')) expect([path, text.trim()]).not.toEqual([path, ''])
  })

  it('have every plural form of the language', () => {
    const { pluralCategories } = new Intl.PluralRules(catalogue.locale).resolvedOptions()
    const plurals = leaves(catalogue, '').filter(
      ([path]) => path.endsWith('.other') && path.split('.').length > 2,
    )
    const counted = plurals.filter(([, text]) => text.includes('{n}')).map(([path]) => path.slice(0, -6))
    expect(counted.length).toBeGreaterThan(5)
    const all = new Set(leaves(catalogue, '').map(([path]) => path))
    for (const path of counted) {
      for (const category of pluralCategories) expect(all).toContain(`${path}.${category}`)
    }
  })

  it('explain every refusal that an officer can meet in a crossing, fact included', () => {
    const translator = createTranslator(language, 'Asia/Almaty')
    for (const refusal of refusalsOfCrossings()) {
      expect(translator.fact(refusal), refusal.fact).toMatchObject({ translated: true })
      expect(translator.unblockers(refusal.whoCanUnblock)).not.toMatch(/[{}]/)
    }
  })

  it('say every article in words', () => {
    const translator = createTranslator(language, 'Asia/Almaty')
    for (const { article } of Object.values(refusalTable)) {
      const said = translator.article(article)
      expect(said).toContain(article.split(' ').slice(1).join(' '))
      expect(said).not.toContain(article.split(' ')[0])
    }
  })
})

it('says Russian numbers in their three forms', () => {
  const { count, t } = createTranslator('ru', 'UTC')
  expect([1, 3, 5, 21].map((n) => count(t.foot.backlog, n))).toEqual([
    'ожидает 1 событие',
    'ожидают 3 события',
    'ожидают 5 событий',
    'ожидает 21 событие',
  ])
})

it.each(['ru', 'kk', 'ky'] as const)(
  'writes the day before the month in %s, in every browser',
  (language) => {
    expect(createTranslator(language, 'Asia/Bishkek').date('1973-01-09')).toBe('09.01.1973')
  },
)

it('names the agreement in the words of the officer', () => {
  expect(createTranslator('ru', 'UTC').article('JC 7.1')).toBe('Соглашение о совместном контроле, ст. 7.1')
  expect(createTranslator('kk', 'UTC').article('BR 17.2')).toBe('Шекара режимі туралы келісім, 17.2-бап')
})

it('shows times of the checkpoint, whatever the time zone of the browser', () => {
  expect(createTranslator('ru', 'Asia/Almaty').time('2026-11-24T06:02:03Z')).toBe('11:02:03')
})

/** Walks a crossing forward and collects what every officer would be refused on the way. */
function refusalsOfCrossings(): readonly Refusal[] {
  const bodies = ['border', 'customs'] as const
  const officers: readonly OfficerActor[] = parties.flatMap((party) =>
    bodies.map((body) => ({ kind: 'officer', officer: `${party}-${body}`, party, body }) as const),
  )
  const of = (party: string, body: string) =>
    officers.find((one) => one.party === party && one.body === body) as OfficerActor
  const control = (party: 'KAZ' | 'KGZ', kind: 'border' | 'customs'): readonly CrossingCommand[] => [
    { type: 'StartControl', by: of(party, kind), control: { party, kind } },
    { type: 'CompleteControl', by: of(party, kind), control: { party, kind }, decision: 'released' },
  ]
  const walk: readonly CrossingCommand[] = [
    {
      type: 'OpenCrossing',
      lane: 'lane-1',
      exitParty: 'KAZ',
      entryParty: 'KGZ',
      hostParty: 'KAZ',
      rulePack: { name: 'p', version: '1', sha256: 'a'.repeat(64) },
      controls: planControls(fakeRulePack, 'KAZ', 'KGZ'),
      localDate: '2026-11-24',
      guarded: true,
    },
    passport,
    ...control('KAZ', 'border'),
    ...control('KAZ', 'customs'),
    { type: 'ConcludeExitControl', by: of('KAZ', 'border') },
    ...control('KGZ', 'border'),
    { type: 'Refuse', by: of('KGZ', 'border'), cause: 'other', reason: 'test' },
    { type: 'AcceptReadmission', by: of('KAZ', 'border') },
  ]
  const refusals: Refusal[] = []
  let state: CrossingState = initialState
  for (const command of walk) {
    const decision = decide(command, state, fakeRulePack)
    if (!decision.ok) throw new Error(decision.refusal.fact)
    for (const event of decision.events) {
      const actor = 'by' in command ? command.by : ({ kind: 'gateway' } as const)
      state = evolve(state, { event, actor, eventTime: '2026-11-24T06:00:00.000Z' })
    }
    for (const officer of officers) {
      for (const { refusal } of explainActions(state, officer, fakeRulePack)) {
        if (refusal !== null) refusals.push(refusal)
      }
    }
  }
  return refusals
}
