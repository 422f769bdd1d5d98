import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type LawRule, ruleStatus } from '../../../edge/domain/law/rule.ts'
import { lawRules } from '../../../edge/domain/law/rules.ts'
import { titlesOf, untruths } from '../../house/law-rules.ts'

const root = resolve(import.meta.dirname, '../../..')
const [sound] = lawRules
if (sound === undefined) throw new Error('no rules')
const changed = (change: Partial<LawRule>): readonly string[] => untruths([{ ...sound, ...change }], root)

describe('the table of rules', () => {
  it('names only sources, screens and tests that are there', () => {
    expect(untruths(lawRules, root)).toEqual([])
  })

  it('has all rows of the agreements on joint control and on the regime of the border, and all notices', () => {
    const count = (table: LawRule['table']) => lawRules.filter((rule) => rule.table === table).length
    expect([count('joint-control'), count('border-regime'), count('notices')]).toEqual([18, 14, 22])
  })

  it.for<[string, Partial<LawRule>]>([
    ['a rule that is decided and proved by no test', { test: null }],
    ['a file that is not there', { decidedBy: 'edge/domain/crossing/nowhere.ts#start' }],
    ['a function that is not there', { decidedBy: 'edge/domain/crossing/decide-control.ts#begin' }],
    ['a test that is not there', { test: 'tests/unit/crossing/decide.test.ts#JC 1: none such' }],
    [
      'a test of another article',
      { test: 'tests/unit/crossing/decide.test.ts#JC 7.1: the exit Party controls first' },
    ],
    [
      'a longer article that begins alike',
      { articles: ['JC 7'], test: `${sound.test?.split('#')[0]}#JC 7.1: the exit Party controls first` },
    ],
    ['a screen that is not there', { screen: { file: 'edge/console/ui/components/none.tsx', what: '' } }],
  ])('is refused with %s', ([, change]) => {
    expect(changed({})).toEqual([])
    expect(changed(change)).not.toEqual([])
  })

  it('is refused with an id given twice', () => {
    expect(untruths([sound, sound], root)).toHaveLength(2)
  })

  it('tells what a rule lacks', () => {
    expect(ruleStatus(sound)).toEqual({ status: 'built', lacks: [] })
    expect(ruleStatus({ ...sound, screen: null, test: null })).toEqual({
      status: 'missing',
      lacks: ['screen', 'test'],
    })
  })

  it('does not count a skipped test', () => {
    expect([...titlesOf("it('a', () => {})\n  it.skip('b', () => {})\n  it.todo('c')\n")]).toEqual(['a'])
  })
})
