import { schemaNodeOf } from './allowed-values.ts'
import { explainIssues } from './explain-issues.ts'
import { readPositionedYaml } from './positioned-yaml.ts'
import { ConfigurationError, type ConfigurationProblem } from './problem.ts'
import { type Officer, officersSchema } from './schema/officers.ts'
import { isWorldReadable, readTextFile } from './text-file.ts'

/** Made once: messages read it. */
const officersNode = schemaNodeOf(officersSchema)

interface LoadedOfficers {
  readonly officers: readonly Officer[]
  readonly warnings: readonly ConfigurationProblem[]
}

/**
 * Reads the officers of both Parties. Throws `ConfigurationError` with everything that is wrong. A file
 * that everyone may read is a warning: it holds hashes, and a short PIN does not outlast a search of them.
 */
export function loadOfficers(file: string): LoadedOfficers {
  const outcome = readOfficers(file)
  if ('problems' in outcome) throw new ConfigurationError(outcome.problems)
  return outcome
}

export function readOfficers(
  file: string,
): LoadedOfficers | { readonly problems: readonly ConfigurationProblem[] } {
  const read = readTextFile(file)
  const whole = { file, line: 1, column: 1, path: '', suggestion: '', override: '' } as const
  if ('failure' in read) {
    return {
      problems: [{ ...whole, code: 'config.unreadable', problem: `the file ${read.failure}`, allowed: '' }],
    }
  }
  const parsed = parseOfficers(file, read.text)
  if ('problems' in parsed || !isWorldReadable(file)) return parsed
  const problem = 'every user of this machine can read the hashes of the PINs'
  const allowed = 'owner and group may read: chmod 640'
  return { ...parsed, warnings: [{ ...whole, code: 'config.invalid', problem, allowed }] }
}

/** `file` names the text in messages. */
export function parseOfficers(
  file: string,
  text: string,
): LoadedOfficers | { readonly problems: readonly ConfigurationProblem[] } {
  const source = readPositionedYaml(file, text, { code: 'config.invalid' })
  const problems = [...source.problems]
  if (source.value === undefined) return { problems }
  const parsed = officersSchema.safeParse(source.value)
  if (!parsed.success) {
    problems.push(
      ...explainIssues(parsed.error.issues, { source, base: [], value: source.value, node: officersNode }),
    )
    return { problems }
  }
  for (const key of ['officer', 'badge'] as const) {
    const first = new Map<string, number>()
    for (const [index, { [key]: value }] of parsed.data.entries()) {
      if (value === undefined) continue
      const before = first.get(value)
      if (before === undefined) first.set(value, index)
      else
        problems.push(source.problem([index, key], 'value', `"${value}" stands in entry ${before} already`))
    }
  }
  return problems.length > 0 ? { problems } : { officers: parsed.data, warnings: [] }
}
