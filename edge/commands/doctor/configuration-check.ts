import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Configuration, loadConfiguration } from '../../../config/load-configuration.ts'
import { readOfficers } from '../../../config/load-officers.ts'
import { readRulePack } from '../../../config/load-rule-pack.ts'
import { ConfigurationError, type ConfigurationProblem } from '../../../config/problem.ts'
import { signatureFile } from '../../../config/rule-pack-signatures.ts'
import { driverRegistry } from '../../../drivers/registry.ts'
import { packTrust } from '../../composition/rules.ts'
import { parties } from '../../domain/party.ts'
import { about, credentialsFolder, type Finding, forTheService } from './finding.ts'

export interface ConfigurationChecked {
  readonly findings: readonly Finding[]
  /** Undefined where it cannot be understood: what hangs on it is not checked then. */
  readonly configuration: Configuration | undefined
}

/** The file itself first; files that it names may be missing and the rest can still be checked. */
export function checkConfigurationFile(file: string, set: readonly string[]): ConfigurationChecked {
  const load = (checkFiles: boolean) => loadConfiguration(file, { registry: driverRegistry, set, checkFiles })
  let configuration: Configuration
  try {
    configuration = load(false)
  } catch (error) {
    return { findings: problemsOf(error).map((one) => found(one)), configuration: undefined }
  }
  const named = [...packFindings(configuration), ...officersFindings(configuration)]
  const elsewhere = new Set(named.map(({ subject }) => subject))
  const own: Finding[] = []
  try {
    own.push(...load(true).warnings.map((one) => found(one, 'warning')))
  } catch (error) {
    own.push(...problemsOf(error).map((one) => found(one)))
  }
  const findings = own.filter(({ subject }) => !elsewhere.has(resolve(subject.replace(/:\d+:\d+$/, ''))))
  if (!findings.some(({ level }) => level === 'problem')) {
    const { lanes, devices } = configuration
    findings.push(about('configuration', file).ok(`${lanes.length} lane(s), ${devices.length} device(s)`))
  }
  return { findings: [...findings, ...named], configuration }
}

function problemsOf(error: unknown): readonly ConfigurationProblem[] {
  if (error instanceof ConfigurationError) return error.problems
  throw error
}

function found(problem: ConfigurationProblem, level: Finding['level'] = 'problem'): Finding {
  const place = about('configuration', `${problem.file}:${problem.line}:${problem.column}`)
  const path = problem.path === '' ? '' : `${problem.path}: `
  if (problem.problem.includes(credentialsFolder)) {
    return place.warning(`${path}${problem.problem}`, forTheService)
  }
  const near = problem.suggestion === '' ? '' : ` Did you mean "${problem.suggestion}"?`
  const missing = problem.problem.endsWith('does not exist')
  const right = missing ? 'Put it there, or correct its name' : 'Correct it'
  const todo = `${problem.allowed === '' ? right : `Allowed: ${problem.allowed}`}.${near}`
  const what = `${path}${problem.problem}`
  return level === 'problem' ? place.problem(what, todo) : place.warning(what, todo)
}

function packFindings(configuration: Configuration): readonly Finding[] {
  const trust = packTrust(configuration)
  return [configuration.rulePack, ...configuration.law.laterPacks].flatMap((file): readonly Finding[] => {
    // That it is missing was said of the configuration.
    if (!existsSync(file)) return []
    const read = readRulePack(file, trust)
    const pack = about('rule-pack', file)
    if ('problems' in read) {
      return read.problems.map(({ file: place, line, problem, allowed }) =>
        pack.problem(`${place}:${line}: ${problem}`, allowed === '' ? 'Correct the pack.' : allowed),
      )
    }
    const name = `${read.ref.name} ${read.ref.version}`
    const unsigned = parties.filter((party) => !existsSync(signatureFile(file, party)))
    if (unsigned.length === 0) return [pack.ok(`${name}, signed by both Parties`)]
    const todo = 'Let both Parties sign it (ayaldama rule-pack sign) before it is worked by.'
    return [pack.warning(`${name} is a draft: not signed by ${unsigned.join(' and ')}`, todo)]
  })
}

function officersFindings({ console: { officers: file } }: Configuration): readonly Finding[] {
  if (!existsSync(file)) return []
  const officers = about('officers', file)
  const read = readOfficers(file)
  if ('problems' in read) {
    return read.problems.map(({ line, path, problem, allowed }) =>
      officers.problem(`line ${line}: ${path} ${problem}`, allowed === '' ? 'Correct the file.' : allowed),
    )
  }
  if (read.officers.length === 0) return [officers.problem('nobody may sign in', 'Write the officers in.')]
  return [
    officers.ok(`${read.officers.length} officer(s)`),
    ...read.warnings.map(({ problem, allowed }) => officers.warning(problem, allowed)),
  ]
}
