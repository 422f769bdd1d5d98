import {
  type Alias,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  Parser,
  parseDocument,
  visit,
} from 'yaml'
import type { ErrorCode } from '../edge/ports/errors.ts'
import { applyOverrides, type Override } from './overrides.ts'
import { type ConfigurationProblem, dotted } from './problem.ts'

/** What a person may write is small; more than this is a wrong file. */
const maxCharacters = 1_000_000
const maxDepth = 32
const tooDeep = 'mappings and lists are nested too deep'
const deepest = `at most ${maxDepth} levels`
const maxAliasCount = 100
const maxSyntaxErrors = 20

export interface Place {
  readonly line: number
  readonly column: number
  readonly override: string
}

/** A YAML text as a plain value that still knows where each part of it stands. */
export interface PositionedYaml {
  readonly file: string
  /** undefined where the text is so wrong that no value can be taken from it. */
  readonly value: unknown
  readonly overrides: readonly Override[]
  readonly problems: readonly ConfigurationProblem[]
  /** The key or value at a path, or the nearest thing around it that stands in the file. */
  place(path: readonly PropertyKey[], at: 'key' | 'value'): Place
  problem(
    path: readonly PropertyKey[],
    at: 'key' | 'value',
    problem: string,
    allowed?: string,
    suggestion?: string,
  ): ConfigurationProblem
}

/** Reads one YAML 1.2 document. Never throws: all that is wrong is in `problems`. */
export function readPositionedYaml(
  file: string,
  text: string,
  options: {
    readonly set?: readonly string[]
    readonly topLevelKeys?: readonly string[]
    readonly code: ErrorCode
  },
): PositionedYaml {
  const problems: ConfigurationProblem[] = []
  const syntax = (line: number, column: number, problem: string, allowed = '') =>
    problems.push({
      ...{ code: 'config.syntax', file, line, column, path: '' },
      ...{ problem, allowed, suggestion: '', override: '' },
    })
  let parsed: Parsed | undefined
  if (text.length > maxCharacters) {
    syntax(1, 1, `the file has ${text.length} characters`, `at most ${maxCharacters}`)
  } else if (nestedOver(text, maxDepth)) {
    syntax(1, 1, tooDeep, deepest)
  } else {
    try {
      parsed = parse(text)
    } catch (error) {
      syntax(1, 1, `the text cannot be read as YAML: ${messageOf(error)}`)
    }
  }
  let overrides: readonly Override[] = []
  let value: unknown
  if (parsed !== undefined) {
    const { document, lines, broken } = parsed
    const at = (offset: number) => {
      const { line, col } = lines.linePos(offset)
      return [Math.max(1, line), Math.max(1, col)] as const
    }
    const places = new Set<number>()
    for (const error of [...document.errors, ...document.warnings]) {
      // What follows an error at the same place is its echo; a text that is no YAML at all has thousands.
      const [offset] = error.pos
      if (places.has(offset) || places.size === maxSyntaxErrors) continue
      places.add(offset)
      syntax(...at(offset), syntaxText(error))
    }
    for (const alias of broken) {
      syntax(...at(alias.node.range?.[0] ?? 0), `the alias *${alias.node.source} ${alias.problem}`)
    }
    // A key given twice leaves the rest readable: its other errors are worth telling at once.
    const duplicates = new Set(
      document.errors.flatMap((error) => (error.code === 'DUPLICATE_KEY' ? error.pos[0] : [])),
    )
    if (problems.length === duplicates.size) {
      const outcome = applyOverrides(document, options.set ?? [], options.topLevelKeys ?? [])
      overrides = outcome.applied
      for (const { typed, ...failure } of outcome.failures) {
        problems.push({
          code: 'config.invalid',
          file,
          line: 1,
          column: 1,
          path: typed,
          override: typed,
          ...failure,
        })
      }
      try {
        value = document.toJS({ maxAliasCount })
        if (depthOver(value, maxDepth)) {
          value = undefined
          syntax(1, 1, tooDeep, deepest)
        } else if (value === null || value === undefined) {
          value = undefined
          syntax(1, 1, 'the file is empty')
        }
      } catch (error) {
        value = undefined
        if (problems.length === 0) syntax(1, 1, messageOf(error))
      }
    }
  }
  const place = (path: readonly PropertyKey[], what: 'key' | 'value'): Place =>
    parsed === undefined ? { line: 1, column: 1, override: '' } : placeIn(parsed, overrides, path, what)
  return {
    file,
    value,
    overrides,
    problems,
    place,
    problem: (path, what, problem, allowed = '', suggestion = '') => ({
      ...{ code: options.code, file, ...place(path, what), path: dotted(path) },
      ...{ problem, allowed, suggestion },
    }),
  }
}

interface Parsed {
  readonly document: Document
  readonly lines: LineCounter
  readonly broken: readonly { readonly node: Alias; readonly problem: string }[]
}

function parse(text: string): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Said outright so that a %YAML directive in the file cannot bring in dates, sets or merge keys.
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
  })
  return { document, lines, broken: brokenAliases(document) }
}

function brokenAliases(document: Document): { readonly node: Alias; readonly problem: string }[] {
  const broken: { node: Alias; problem: string }[] = []
  let count = 0
  visit(document, {
    Alias: (_key, node, ancestors) => {
      count += 1
      if (count > maxAliasCount) {
        broken.push({ node, problem: `is one of more than ${maxAliasCount}` })
        return visit.BREAK
      }
      const target = node.resolve(document)
      if (target === undefined) broken.push({ node, problem: 'has no anchor before it' })
      else if (ancestors.includes(target)) broken.push({ node, problem: 'stands within its own anchor' })
      return undefined
    },
  })
  return broken
}

/** Told of the bare tokens: to make nodes of them, the library calls itself once a level. */
function nestedOver(text: string, limit: number): boolean {
  const waiting: { readonly token: CST.Token; readonly depth: number }[] = []
  for (const token of new Parser().parse(text)) waiting.push({ token, depth: 0 })
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next
    if (depth > limit) return true
    if (token.type === 'document' && token.value) waiting.push({ token: token.value, depth })
    for (const { key, value } of 'items' in token ? token.items : []) {
      for (const inner of [key, value]) if (inner) waiting.push({ token: inner, depth: depth + 1 })
    }
  }
  return false
}

/** Bounded by the number of values: what aliases share is measured once. */
function depthOver(root: unknown, limit: number): boolean {
  const heights = new Map<object, number>()
  const height = (value: unknown, depth: number): number => {
    if (typeof value !== 'object' || value === null) return 0
    if (depth > limit) return limit + 1
    const known = heights.get(value)
    if (known !== undefined) return known
    let most = 0
    for (const child of Object.values(value)) most = Math.max(most, height(child, depth + 1))
    heights.set(value, most + 1)
    return most + 1
  }
  return height(root, 1) > limit
}

function placeIn(
  parsed: Parsed,
  overrides: readonly Override[],
  path: readonly PropertyKey[],
  what: 'key' | 'value',
): Place {
  const covering = overrides.findLast((override) => startsWith(path, override.path))
  if (covering !== undefined) return { line: 1, column: 1, override: covering.typed }
  let node: unknown = parsed.document.contents
  let start: number | undefined = startOf(node)
  for (const [index, part] of path.entries()) {
    const seen = isAlias(node) ? node.resolve(parsed.document) : node
    const last = index === path.length - 1
    if (isMap(seen)) {
      const pair = seen.items.findLast((item) => keyText(item.key) === String(part))
      if (pair === undefined) break
      node = pair.value
      const keyStart = startOf(pair.key)
      if (keyStart === undefined) {
        const maker = overrides.findLast((override) => startsWith(override.path, path.slice(0, index + 1)))
        if (maker !== undefined) return { line: 1, column: 1, override: maker.typed }
      }
      start = (last && what === 'value' ? startOf(node) : undefined) ?? keyStart ?? start
    } else if (isSeq(seen)) {
      node = seen.items[Number(part)]
      if (node === undefined) break
      start = startOf(node) ?? start
    } else break
  }
  const { line, col } = parsed.lines.linePos(start ?? 0)
  return { line: Math.max(1, line), column: Math.max(1, col), override: '' }
}

function startsWith(path: readonly PropertyKey[], beginning: readonly PropertyKey[]): boolean {
  return (
    beginning.length <= path.length && beginning.every((part, index) => String(part) === String(path[index]))
  )
}

function keyText(key: unknown): string {
  return isNode(key) && 'value' in key ? String(key.value ?? '') : String(key)
}

/** An empty value has a range of no length behind its key: the key is the better place. */
function startOf(node: unknown): number | undefined {
  if (!isNode(node) || !node.range) return undefined
  return node.range[0] === node.range[1] ? undefined : node.range[0]
}

function syntaxText(error: { readonly code: string; readonly message: string }): string {
  if (error.code === 'DUPLICATE_KEY') return 'the key stands here a second time'
  return error.message.includes('call stack') ? 'mappings and lists are nested too deep' : error.message
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
