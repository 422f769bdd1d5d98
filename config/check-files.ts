import { type Party, parties } from '../edge/domain/party.ts'
import { partyKey } from '../edge/ports/party-signature.ts'
import type { ConfiguredDevice } from './check-devices.ts'
import { valueAt } from './explain-issues.ts'
import { openableName } from './file-names.ts'
import { readOfficers } from './load-officers.ts'
import { readRulePack } from './load-rule-pack.ts'
import type { PositionedYaml } from './positioned-yaml.ts'
import { type ConfigurationProblem, shown } from './problem.ts'
import type { PackTrust } from './rule-pack-signatures.ts'
import { isCentreKey, isCentreKeyPem } from './schema/replication.ts'
import { isFile, isFolder, isWorldReadable, readTextFile } from './text-file.ts'

/** Keys of a centre that name files. */
export const centreFiles = ['passwordFile', 'ca', 'certificate', 'key', 'centreKeyFile'] as const

/**
 * Files that the configuration names: they are there, and the rule pack and the officers are valid.
 * A missing folder of a camera is a warning only: it may be mounted later, and the lane must start.
 */
export function checkFiles(
  source: PositionedYaml,
  devices: readonly ConfiguredDevice[],
): {
  readonly problems: readonly ConfigurationProblem[]
  readonly warnings: readonly ConfigurationProblem[]
} {
  const problems: ConfigurationProblem[] = []
  const warnings: ConfigurationProblem[] = []
  const missing = (path: readonly PropertyKey[], what: string) =>
    source.problem(path, 'value', `the ${what} ${shown(openableName(source, path), [])} does not exist`)

  const trust = trustOf(source)
  const later = valueAt(source.value, ['law', 'laterPacks'])
  const packs = [
    ['rulePack'],
    ...(Array.isArray(later) ? later.map((_, at) => ['law', 'laterPacks', at]) : []),
  ]
  for (const path of packs) {
    const rulePack = openableName(source, path)
    if (rulePack === undefined) continue
    if (!isFile(rulePack)) problems.push(missing(path, 'file'))
    else {
      const read = readRulePack(rulePack, trust)
      if ('problems' in read) problems.push(...read.problems)
    }
  }
  const lists = openableName(source, ['law', 'lists'])
  if (lists !== undefined && !isFolder(lists)) problems.push(missing(['law', 'lists'], 'folder'))
  const officersPath = ['console', 'officers']
  const officers = openableName(source, officersPath)
  if (officers !== undefined) {
    if (!isFile(officers)) problems.push(missing(officersPath, 'file'))
    else {
      const read = readOfficers(officers)
      if ('problems' in read) problems.push(...read.problems)
      else warnings.push(...read.warnings)
    }
  }
  const modelsPath = ['recognition', 'models']
  const models = openableName(source, modelsPath)
  if (models !== undefined && !isFolder(models)) problems.push(missing(modelsPath, 'folder'))
  const namedFiles = [
    ...parties.flatMap((party) => centreFiles.map((key) => ['replication', party, key])),
    ['console', 'certificate'],
    ['console', 'key'],
  ]
  for (const path of namedFiles) {
    const key = path.at(-1)
    const name = openableName(source, path)
    if (name === undefined) continue
    const read = readTextFile(name)
    if (isWorldReadable(name) && (key === 'passwordFile' || key === 'key')) {
      const problem = `every user of this machine can read ${shown(name, [])}`
      warnings.push(source.problem(path, 'value', problem, 'only the owner reads it: chmod 600'))
    }
    if (!isFile(name)) problems.push(missing(path, 'file'))
    else if ('failure' in read) {
      problems.push(source.problem(path, 'value', `the file ${shown(name, [])} ${read.failure}`))
    } else if (key === 'centreKeyFile' && !isCentreKeyPem(read.text)) {
      const problem = `the file ${shown(name, [])} holds no ed25519 public key`
      problems.push(source.problem(path, 'value', problem, 'a public key in PEM form'))
    }
  }
  warnings.push(...openOverTheNetwork(source))
  for (const { id } of devices) {
    const path = ['devices', id, 'folder']
    if (typeof valueAt(source.value, path) !== 'string') continue
    const folder = openableName(source, path)
    if (folder !== undefined && !isFolder(folder)) warnings.push(missing(path, 'folder'))
  }
  return { problems, warnings }
}

/** PINs and pictures of travellers go over the line: by HTTPS, unless the line is this machine's own. */
function openOverTheNetwork(source: PositionedYaml): ConfigurationProblem[] {
  const path = ['console', 'host']
  const host = valueAt(source.value, path)
  if (typeof host !== 'string' || host === 'localhost' || host === '::1' || host.startsWith('127.')) return []
  if (valueAt(source.value, ['console', 'certificate']) !== undefined) return []
  const problem = 'other machines reach the page, and without console.certificate it is not encrypted'
  return [source.problem(path, 'value', problem, 'certificate and key, or the host 127.0.0.1')]
}

/** Whose signatures a rule pack of this file needs; a key that is none has its own error already. */
function trustOf(source: PositionedYaml): PackTrust {
  const at = (...path: readonly PropertyKey[]) => valueAt(source.value, path)
  const keys = parties.flatMap((party): [Party, PackTrust['keys'][Party]][] => {
    const key = at('law', 'keys', party)
    return typeof key === 'string' && isCentreKey(key) ? [[party, partyKey(key)]] : []
  })
  return {
    keys: Object.fromEntries(keys),
    draft: at('law', 'draft') === true || at('gateway', 'simulation') === true,
  }
}
