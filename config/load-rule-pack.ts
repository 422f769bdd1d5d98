import { createHash } from 'node:crypto'
import type { Rules } from '../edge/domain/control/rule-book.ts'
import type { RulePack } from '../edge/domain/control/rule-pack.ts'
import { canonicalJson } from '../edge/ports/canonical-json.ts'
import { schemaNodeOf } from './allowed-values.ts'
import { explainIssues } from './explain-issues.ts'
import { type PositionedYaml, readPositionedYaml } from './positioned-yaml.ts'
import { ConfigurationError, type ConfigurationProblem } from './problem.ts'
import { checkSignatures, type PackTrust } from './rule-pack-signatures.ts'
import { partySchema } from './schema/common.ts'
import { type ParsedRulePack, rulePackSchema } from './schema/rule-pack.ts'
import { readTextFile } from './text-file.ts'

/** Made once: messages read it. */
const rulePackNode = schemaNodeOf(rulePackSchema)

export interface LoadedRulePack extends Rules {
  /** The pack as it is written, canonical: its SHA-256 is `ref.sha256`, and this is what the Parties sign. */
  readonly written: string
}

/** Structure alone: for checks that are not about a gateway. */
const unsigned: PackTrust = { keys: {}, draft: true }

/** Reads a rule pack. Throws `ConfigurationError` (`config.rule-pack…`) with everything that is wrong. */
export function loadRulePack(file: string, trust: PackTrust = unsigned): LoadedRulePack {
  const outcome = readRulePack(file, trust)
  if ('problems' in outcome) throw new ConfigurationError(outcome.problems)
  return outcome
}

export function readRulePack(
  file: string,
  trust: PackTrust = unsigned,
): LoadedRulePack | { readonly problems: readonly ConfigurationProblem[] } {
  const read = readTextFile(file)
  if ('text' in read) {
    const parsed = parseRulePack(file, read.text)
    if ('problems' in parsed) return parsed
    const problems = checkSignatures(file, JSON.parse(parsed.written), trust)
    return problems.length > 0 ? { problems } : parsed
  }
  const problem = { code: 'config.unreadable', problem: `the file ${read.failure}` } as const
  return {
    problems: [{ ...problem, file, line: 1, column: 1, path: '', allowed: '', suggestion: '', override: '' }],
  }
}

/** `file` names the text in messages. */
export function parseRulePack(
  file: string,
  text: string,
): LoadedRulePack | { readonly problems: readonly ConfigurationProblem[] } {
  const source = readPositionedYaml(file, text, { code: 'config.rule-pack' })
  const problems = [...source.problems]
  if (source.value === undefined) return { problems }
  const parsed = rulePackSchema.safeParse(source.value)
  if (!parsed.success) {
    problems.push(
      ...explainIssues(parsed.error.issues, { source, base: [], value: source.value, node: rulePackNode }),
    )
  } else {
    problems.push(...checkLaw(source, parsed.data))
  }
  if (problems.length > 0 || !parsed.success) return { problems }
  const pack: ParsedRulePack = parsed.data
  // What is written is hashed and signed, not what a version of the program makes of it.
  const written = canonicalJson(source.value)
  const sha256 = createHash('sha256').update(written).digest('hex')
  return { pack, ref: { name: pack.name, version: pack.version, sha256 }, written }
}

/** A pack from the journal's evidence, as `written` was kept; null where it is no pack any more. */
export function parseWrittenPack(written: string): Rules | null {
  const parsed = rulePackSchema.safeParse(JSON.parse(written))
  if (!parsed.success) return null
  const sha256 = createHash('sha256').update(written).digest('hex')
  const { name, version } = parsed.data
  return { pack: parsed.data, ref: { name, version, sha256 } }
}

function checkLaw(source: PositionedYaml, pack: Pick<RulePack, 'controls' | 'refusalCauses'>) {
  const problems: ConfigurationProblem[] = []
  const seen = new Map<string, number>()
  for (const [index, control] of pack.controls.entries()) {
    const place = ['controls', index]
    const name = `${control.party} ${control.kind} control on ${control.direction}`
    if (control.kind === 'border' && control.mode === 'off') {
      const problem = 'border control is never off (JC 4)'
      problems.push(source.problem([...place, 'mode'], 'value', problem, 'always, selective, on-call'))
    }
    const first = seen.get(name)
    if (first === undefined) seen.set(name, index)
    else problems.push(source.problem(place, 'value', `${name} stands in controls.${first} already`))
  }
  for (const party of partySchema.options) {
    for (const direction of ['exit', 'entry']) {
      const name = `${party} border control on ${direction}`
      if (!seen.has(name)) {
        problems.push(
          source.problem(['controls'], 'key', `${name} is missing: border control is never off (JC 4)`),
        )
      }
    }
  }
  for (const [index, cause] of pack.refusalCauses.entries()) {
    if (pack.refusalCauses.indexOf(cause) !== index) {
      problems.push(
        source.problem(['refusalCauses', index], 'value', `"${cause}" stands in the list already`),
      )
    }
  }
  return problems
}
