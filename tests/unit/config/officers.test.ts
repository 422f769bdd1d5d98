import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadOfficers, parseOfficers } from '../../../config/load-officers.ts'
import { describeErrors } from '../../../config/problem.ts'

const folder = mkdtempSync(join(tmpdir(), 'ayaldama-officers-'))
afterAll(() => rmSync(folder, { recursive: true }))

const text = readFileSync(resolve(import.meta.dirname, '../../../config/examples/officers.yaml'), 'utf8')

function messages(officers: string): string[] {
  const outcome = parseOfficers('officers.yaml', officers)
  return 'problems' in outcome ? describeErrors(outcome.problems).split('\n') : []
}

describe('the file of officers', () => {
  test('of the example has border and customs of both Parties', () => {
    const { officers } = loadOfficers(resolve(import.meta.dirname, '../../../config/examples/officers.yaml'))
    expect(officers.map(({ party, body }) => `${party} ${body}`)).toEqual([
      'KAZ border',
      'KAZ customs',
      'KGZ border',
      'KGZ customs',
    ])
  })

  test('that everyone may read is warned of, and one that owner and group may read is not', () => {
    const file = join(folder, 'officers.yaml')
    writeFileSync(file, text)
    chmodSync(file, 0o644)
    expect(describeErrors(loadOfficers(file).warnings)).toBe(
      `${file}:1:1: every user of this machine can read the hashes of the PINs; allowed: owner and group may read: chmod 640`,
    )
    chmodSync(file, 0o640)
    expect(loadOfficers(file).warnings).toEqual([])
  })

  test('with a PIN in plain text is refused, and the PIN is not printed', () => {
    for (const pin of ['"482911"', '482911']) {
      const plain = `- { officer: K1, party: KAZ, body: border, pin: ${pin}, passValidUntil: "2030-01-01" }`
      const lines = messages(plain)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(/^officers\.yaml:1:49 0\.pin: /)
      expect(lines[0]).toMatch(/allowed: scrypt\$N\$r\$p\$salt\$hash$/)
      expect(lines[0]).not.toContain('482911')
    }
    expect(
      messages('- { officer: K1, party: KAZ, body: border, pin: "482911", passValidUntil: "2030-01-01" }')[0],
    ).toContain('a PIN in plain text is refused')
  })

  test('names each officer once', () => {
    expect(messages(text.replace('KAZ-C-01', 'KAZ-B-01'))).toEqual([
      'officers.yaml:15:12 1.officer: "KAZ-B-01" stands in entry 0 already',
    ])
  })

  test.each([
    ['party: KAZ', 'party: RUS', '"RUS" is not allowed; allowed: KAZ, KGZ'],
    ['body: border', 'body: boarder', 'did you mean "border"?'],
    ['passValidUntil: "2030-12-31"', 'passValidUntil: "2030-13-31"', '"2030-13-31" is no calendar date'],
    [
      '  body: border',
      '  body: border\n  name: Somebody',
      'unknown key "name"; allowed: officer, party, body, badge, duties, pin',
    ],
    ['scrypt$32768$', 'scrypt$32769$', 'is not the hash of a PIN'],
  ])('%s → %s', (from, to, message) => {
    const lines = messages(text.replace(from, to))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(message)
  })
})
