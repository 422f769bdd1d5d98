import { type SigningKeyList, signingKeysSchema } from '../edge/ports/lists.ts'
import { schemaNodeOf } from './allowed-values.ts'
import { explainIssues } from './explain-issues.ts'
import { readPositionedYaml } from './positioned-yaml.ts'
import { ConfigurationError, type ConfigurationProblem } from './problem.ts'
import { readTextFile } from './text-file.ts'

const node = schemaNodeOf(signingKeysSchema)

/**
 * Keys of lane PCs as a clerk of the authority writes them down (YAML or JSON). Throws `ConfigurationError` with
 * everything that is wrong, each with line and column.
 */
export function loadKeyList(file: string): SigningKeyList {
  const read = readTextFile(file)
  if ('failure' in read) {
    const whole = { file, line: 1, column: 1, path: '', suggestion: '', override: '', allowed: '' } as const
    throw new ConfigurationError([
      { ...whole, code: 'config.unreadable', problem: `the file ${read.failure}` },
    ])
  }
  const source = readPositionedYaml(file, read.text, { code: 'config.invalid' })
  const parsed = signingKeysSchema.safeParse(source.value)
  const problems: ConfigurationProblem[] = [...source.problems]
  if (!parsed.success) {
    const { issues } = parsed.error
    problems.push(...explainIssues(issues, { source, base: [], value: source.value, node }))
  } else {
    const first = new Map<string, number>()
    for (const [index, { key, from, until }] of parsed.data.keys.entries()) {
      const before = first.get(key)
      first.set(key, before ?? index)
      if (before !== undefined) {
        problems.push(source.problem(['keys', index, 'key'], 'value', 'the key stands in the list already'))
      }
      if (until < from) {
        const allowed = `a day from ${from} on`
        problems.push(source.problem(['keys', index, 'until'], 'value', 'it ends before it begins', allowed))
      }
    }
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigurationError(problems)
  return parsed.data
}
