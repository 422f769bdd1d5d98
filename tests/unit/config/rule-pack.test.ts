import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRulePack, parseRulePack } from '../../../config/load-rule-pack.ts'
import { ConfigurationError, describeErrors } from '../../../config/problem.ts'

const folder = resolve(import.meta.dirname, '../../../config/rule-packs')
const text = readFileSync(join(folder, 'korday-ak-jol.yaml'), 'utf8')

function changed(from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The pack has no ${from}`)
  return text.replace(from, to)
}

function messages(pack: string): string[] {
  const outcome = parseRulePack('pack.yaml', pack)
  return 'problems' in outcome ? describeErrors(outcome.problems).split('\n') : []
}

/** Line of the first text, 1-based. */
function lineOf(pack: string, part: string): number {
  return pack.slice(0, pack.indexOf(part)).split('\n').length
}

describe.each(readdirSync(folder))('%s', (file) => {
  const { pack, ref } = loadRulePack(join(folder, file))

  test('is valid and named as its file', () => {
    expect(`${pack.name}.yaml`).toBe(file)
    expect(ref).toMatchObject({ name: pack.name, version: pack.version })
    expect(ref.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('has border control of both Parties, always, in both directions (JC 4)', () => {
    for (const party of ['KAZ', 'KGZ']) {
      for (const direction of ['exit', 'entry']) {
        expect(pack.controls).toContainEqual(
          expect.objectContaining({ party, direction, kind: 'border', mode: 'always' }),
        )
      }
    }
  })

  test('keeps the notes of customs with their Party', () => {
    expect(pack.sharing).toContainEqual({
      event: 'ControlCompleted',
      field: 'note',
      controlKind: 'customs',
      visibleTo: 'own',
    })
  })
})

describe('the hash of a pack', () => {
  const shaOf = (pack: string) => {
    const outcome = parseRulePack('pack.yaml', pack)
    return 'ref' in outcome ? outcome.ref.sha256 : describeErrors(outcome.problems)
  }

  test('is the SHA-256 of its canonical JSON as it is written: keys sorted, no spaces, no defaults of a program', () => {
    const small = `
version: "1"
name: small
effectiveFrom: "2026-01-01"
refusalCauses: [other]
controls:
${['KAZ', 'KGZ'].flatMap((party) => ['exit', 'entry'].map((direction) => `  - {party: ${party}, kind: border, direction: ${direction}, mode: always, article: JC 4}`)).join('\n')}
`
    const control = (party: string, direction: string) =>
      `{"article":"JC 4","direction":"${direction}","kind":"border","mode":"always","party":"${party}"}`
    const controls = ['KAZ', 'KGZ'].flatMap((party) => [control(party, 'exit'), control(party, 'entry')])
    const canonical = `{"controls":[${controls.join(',')}],"effectiveFrom":"2026-01-01","name":"small","refusalCauses":["other"],"version":"1"}`
    expect(shaOf(small)).toBe(createHash('sha256').update(canonical).digest('hex'))
  })

  test('does not change with remarks and order of keys, and changes with every rule', () => {
    expect(shaOf(`# remark\n${text}`)).toBe(shaOf(text))
    expect(shaOf(`documentRequired: true\n${changed('documentRequired: true\n', '')}`)).toBe(shaOf(text))
    expect(shaOf(changed('documentRequired: true\n', ''))).not.toBe(shaOf(text))
    expect(shaOf(changed('documentRequired: true', 'documentRequired: false'))).not.toBe(shaOf(text))
    expect(shaOf(changed('mode: always', 'mode: selective'))).not.toBe(shaOf(text))
  })
})

describe('a pack is refused', () => {
  test('that turns border control off (JC 4)', () => {
    const pack = changed('mode: always', 'mode: off')
    expect(messages(pack)).toEqual([
      `pack.yaml:${lineOf(pack, 'mode: off')}:56 controls.0.mode: border control is never off (JC 4); allowed: always, selective, on-call`,
    ])
  })

  test('that leaves border control out (JC 4)', () => {
    const pack = changed(
      '  - { party: KGZ, kind: border, direction: entry, mode: always, article: BR 17.1 }\n',
      '',
    )
    expect(messages(pack)).toEqual([
      `pack.yaml:${lineOf(pack, 'controls:')}:1 controls: KGZ border control on entry is missing: border control is never off (JC 4)`,
    ])
  })

  test('that plans a control twice', () => {
    const pack = changed('kind: customs, direction: exit', 'kind: border, direction: exit')
    expect(messages(pack)).toEqual([
      `pack.yaml:${lineOf(pack, 'KAZ, kind: border') + 1}:5 controls.1: KAZ border control on exit stands in controls.0 already`,
    ])
  })

  test.each([
    ['documentRequired', 'documentRequird', 'unknown key "documentRequird"'],
    [
      'article: JC 7.1',
      'article: JC 19',
      '"JC 19" is not of the right form; allowed: an article, JC 1 to JC 18',
    ],
    ['event: ControlCompleted', 'event: ControlComplete', 'did you mean "ControlCompleted"?'],
    ['effectiveFrom: "2026-01-01"', 'effectiveFrom: "2026-02-30"', '"2026-02-30" is no calendar date'],
    ['version: 0.1.0-draft', 'version: 1', '1 is of the wrong type; allowed: text'],
    [
      'mode: always',
      'mode: sometimes',
      '"sometimes" is not allowed; allowed: always, selective, on-call, off',
    ],
    ['  - other\n', '  - other\n  - other\n', '"other" stands in the list already'],
  ])('%s → %s', (from, to, message) => {
    const pack = changed(from, to)
    const [line, ...rest] = messages(pack)
    expect(rest).toEqual([])
    expect(line).toContain(message)
    expect(
      line?.startsWith(`pack.yaml:${lineOf(pack, to.trimEnd().split('\n').at(-1) ?? to)}`) ||
        to.includes('other'),
    ).toBe(true)
  })

  test('that is not there', () => {
    expect(() => loadRulePack('no-such-pack.yaml')).toThrow(ConfigurationError)
    expect(() => loadRulePack('no-such-pack.yaml')).toThrow('the file does not exist')
  })
})
