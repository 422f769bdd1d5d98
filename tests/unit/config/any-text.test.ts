import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConfiguration } from '../../../config/load-configuration.ts'
import { parseOfficers } from '../../../config/load-officers.ts'
import { parseRulePack } from '../../../config/load-rule-pack.ts'
import { ConfigurationError } from '../../../config/problem.ts'
import { sampleRegistry, wholeLane } from './sample-registry.ts'

/** Errors of the configuration with real places, or a configuration; anything else fails the property. */
function answers(text: string, set: readonly string[] = []): void {
  try {
    parseConfiguration('lane.yaml', text, { registry: sampleRegistry, checkFiles: false, set })
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    expect(error.problems.length).toBeGreaterThan(0)
    for (const problem of error.problems) {
      expect(problem.line).toBeGreaterThan(0)
      expect(problem.column).toBeGreaterThan(0)
      expect(problem.problem).not.toBe('')
    }
  }
  for (const outcome of [parseRulePack('pack.yaml', text), parseOfficers('officers.yaml', text)]) {
    expect('problems' in outcome && outcome.problems.length === 0).toBe(false)
  }
}

const lines = wholeLane.split('\n')
const pieces = fc.constantFrom(
  ...[
    '- ',
    ': ',
    '&a ',
    '*a',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '|\n',
    '>',
    '!!set ',
    '#',
    '\n',
    '  ',
    '? ',
    '---\n',
  ],
  ...[
    '__proto__',
    'constructor',
    'devices',
    'lanes',
    'camera',
    'kind',
    'null',
    '1e999',
    '0x1F',
    '.nan',
    '%YAML 1.1\n',
  ],
)

test('whatever text is given, the answer is errors or a configuration', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => answers(text)),
    { numRuns: 150 },
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => answers(parts.join(''))),
    { numRuns: 200 },
  )
})

test('so too for a sound file with pieces of it lost, doubled or replaced', () => {
  const damage = fc.record({
    at: fc.nat(wholeLane.length),
    cut: fc.nat(30),
    put: fc.oneof(pieces, fc.string()),
  })
  fc.assert(
    fc.property(damage, ({ at, cut, put }) =>
      answers(wholeLane.slice(0, at) + put + wholeLane.slice(at + cut)),
    ),
    { numRuns: 150 },
  )
  fc.assert(
    fc.property(fc.shuffledSubarray(lines), (some) => answers(some.join('\n'))),
    { numRuns: 40 },
  )
})

test('so too for any value under any key, and for any --set', () => {
  const key = fc.constantFrom(
    'gateway',
    'console',
    'devices',
    'lanes',
    'replication',
    'recognition',
    'rulePack',
  )
  fc.assert(
    fc.property(key, fc.jsonValue(), (name, value) =>
      answers(`${wholeLane}\n`, [`${name}=${JSON.stringify(value)}`]),
    ),
    { numRuns: 150 },
  )
  const path = fc.array(
    fc.constantFrom('devices', 'camera', 'lanes', '0', '9', 'x', '__proto__', '', 'points'),
  )
  fc.assert(
    fc.property(path, fc.string(), (parts, value) => answers(wholeLane, [`${parts.join('.')}=${value}`])),
    { numRuns: 150 },
  )
})
