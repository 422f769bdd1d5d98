import type { z } from 'zod'
import { allowedText, keysOf, nodeAt, type SchemaNode, wordsOf } from './allowed-values.ts'
import { nearestName } from './nearest-name.ts'
import type { PositionedYaml } from './positioned-yaml.ts'
import { type ConfigurationProblem, shown } from './problem.ts'

type Issue = z.core.$ZodIssue

/** A value, the schema that it failed, and where it stands in the file. */
interface Explained {
  readonly source: PositionedYaml
  readonly base: readonly PropertyKey[]
  readonly value: unknown
  readonly node: SchemaNode
  /** Keys that the schema does not know and that are allowed all the same, e.g. `kind` of a device. */
  readonly extraKeys?: readonly string[]
}

/** Issues of zod in the words of the file: what is wrong where, and what is allowed. */
export function explainIssues(issues: readonly Issue[], about: Explained): ConfigurationProblem[] {
  return issues.flatMap((issue) => explain(issue, about, issue.path))
}

function explain(issue: Issue, about: Explained, path: readonly PropertyKey[]): ConfigurationProblem[] {
  const { source, base } = about
  const full = [...base, ...path]
  const node = nodeAt(about.node, path, about.value)
  const value = valueAt(about.value, path)
  if (issue.code === 'unrecognized_keys') {
    const keys = [...(path.length === 0 ? (about.extraKeys ?? []) : []), ...keysOf(node)]
    return issue.keys.map((key) =>
      source.problem([...full, key], 'key', `unknown key "${key}"`, keys.join(', '), nearestName(key, keys)),
    )
  }
  if (issue.code === 'invalid_key') {
    const parent = nodeAt(about.node, path.slice(0, -1), valueAt(about.value, path.slice(0, -1)))
    const name = JSON.stringify(String(path.at(-1)))
    const words = wordsOf(parent?.propertyNames)
    return [
      source.problem(
        full,
        'key',
        `the name ${name} is not allowed`,
        parent?.propertyNames?.allowed ??
          issue.issues.map(formOf).find(Boolean) ??
          allowedText(parent?.propertyNames),
        nearestName(String(path.at(-1)), words),
      ),
    ]
  }
  const allowed = node?.allowed ?? formOf(issue) ?? allowedText(node)
  if (value === undefined) return [source.problem(full, 'key', 'is missing', allowed)]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = bestBranch(issue.errors)
    if (inner.every((one) => one.path.length > 0)) {
      return inner.flatMap((one) => explain(one, about, [...path, ...one.path]))
    }
  }
  if (issue.code === 'custom') return [source.problem(full, 'value', issue.message, allowed)]
  if (value === null) return [source.problem(full, 'key', 'is empty', allowed)]
  const words = wordsOf(node)
  const suggestion = typeof value === 'string' ? nearestName(value, words) : ''
  return [source.problem(full, 'value', complaint(issue, value, full), allowed, suggestion)]
}

function complaint(issue: Issue, value: unknown, path: readonly PropertyKey[]): string {
  const text = shown(value, path)
  switch (issue.code) {
    case 'too_small':
    case 'too_big':
      if (typeof value === 'number') return `${text} is out of range`
      if (Array.isArray(value)) return `the list has ${value.length} entries`
      return value === '' ? 'the text is empty' : `the text has ${String(value).length} characters`
    case 'invalid_type':
      return `${text} is of the wrong type`
    case 'invalid_format':
      return `${text} is not of the right form`
    default:
      return `${text} is not allowed`
  }
}

/** The form of a text in the words of its schema, where the schema has words for it. */
function formOf(issue: Issue): string | undefined {
  return issue.code === 'invalid_format' && !issue.message.startsWith('Invalid ') ? issue.message : undefined
}

/** The alternative that fails least is the one that was meant. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const weight = (issues: readonly Issue[]) =>
    issues.reduce(
      (sum, issue) => sum + (issue.path.length === 0 ? 100 : issue.code === 'invalid_value' ? 10 : 1),
      0,
    )
  return branches.reduce((best, branch) => (weight(branch) < weight(best) ? branch : best))
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let seen = value
  for (const part of path) {
    if (typeof seen !== 'object' || seen === null || !Object.hasOwn(seen, part)) return undefined
    seen = (seen as Record<PropertyKey, unknown>)[part]
  }
  return seen
}
