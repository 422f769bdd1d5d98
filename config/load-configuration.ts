import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { driverRegistry } from '../drivers/registry.ts'
import { schemaNodeOf } from './allowed-values.ts'
import { type ConfiguredDevice, checkDevices } from './check-devices.ts'
import { centreFiles, checkFiles } from './check-files.ts'
import { crossCheck } from './cross-checks.ts'
import { explainIssues } from './explain-issues.ts'
import { absoluteName } from './file-names.ts'
import { type PositionedYaml, readPositionedYaml } from './positioned-yaml.ts'
import { ConfigurationError, type ConfigurationProblem } from './problem.ts'
import {
  type ConsoleSettings,
  configurationSchema,
  type GatewaySettings,
  type LawSettings,
  type RecognitionSettings,
  type ReplicationSettings,
  topLevelKeys,
} from './schema/configuration.ts'
import { type DeviceRegistry, deviceKinds } from './schema/device-kinds.ts'
import type { LaneSettings } from './schema/lanes.ts'
import { readTextFile } from './text-file.ts'

/** Everything valid, defaults filled in, all file and folder names absolute. */
export interface Configuration {
  /** Absolute name of the file. */
  readonly file: string
  /** Of the text of the file, hex. */
  readonly sha256: string
  readonly gateway: GatewaySettings
  /** Name of the file; `loadRulePack` reads it. */
  readonly rulePack: string
  readonly law: LawSettings
  readonly console: ConsoleSettings
  readonly recognition: RecognitionSettings
  /** {} where nothing is delivered. */
  readonly replication: ReplicationSettings
  /** In the order of the file. */
  readonly devices: readonly ConfiguredDevice[]
  readonly lanes: readonly LaneSettings[]
  /** What is allowed and yet worth a look. */
  readonly warnings: readonly ConfigurationProblem[]
}

interface LoadOptions {
  /** Default: every driver of the project. */
  readonly registry?: DeviceRegistry
  /** `path=value` texts that go before the file; relative file names in them start at the working folder. */
  readonly set?: readonly string[]
  /** false: named files are not looked at, so that a file can be checked away from its machine. */
  readonly checkFiles?: boolean
}

/** Reads a configuration. Throws `ConfigurationError` with everything that is wrong, and nothing else. */
export function loadConfiguration(file: string, options: LoadOptions = {}): Configuration {
  const read = readTextFile(file)
  if ('text' in read) return parseConfiguration(file, read.text, options)
  throw new ConfigurationError([
    {
      ...{ code: 'config.unreadable', file, line: 1, column: 1, path: '', override: '' },
      ...{ problem: `the file ${read.failure}`, allowed: '', suggestion: '' },
    },
  ])
}

/** `file` names the text in messages, and is where relative file names start. */
export function parseConfiguration(file: string, text: string, options: LoadOptions = {}): Configuration {
  const source = readPositionedYaml(file, text, {
    code: 'config.invalid',
    topLevelKeys,
    set: options.set ?? [],
  })
  const problems = [...source.problems]
  if (source.value === undefined) throw new ConfigurationError(problems)
  const kinds = deviceKinds(options.registry ?? driverRegistry)
  const parsed = configurationSchema.safeParse(source.value)
  if (!parsed.success) {
    const about = { source, base: [], value: source.value, node: configurationNode }
    problems.push(...explainIssues(parsed.error.issues, about))
  }
  const devices = checkDevices(source, kinds)
  problems.push(...devices.problems, ...crossCheck(source, kinds))
  const warnings: ConfigurationProblem[] = []
  if (options.checkFiles !== false) {
    const files = checkFiles(source, devices.devices)
    problems.push(...files.problems)
    warnings.push(...files.warnings)
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigurationError(inOrder(file, problems))
  const { gateway, recognition, replication } = parsed.data
  const absolute = (...path: PropertyKey[]) => absoluteName(source, path)
  return {
    file: resolve(file),
    sha256: createHash('sha256').update(text).digest('hex'),
    gateway: { ...gateway, data: absolute('gateway', 'data') ?? gateway.data },
    rulePack: absolute('rulePack') ?? parsed.data.rulePack,
    law: {
      ...parsed.data.law,
      laterPacks: parsed.data.law.laterPacks.map(
        (name, index) => absolute('law', 'laterPacks', index) ?? name,
      ),
      lists: absolute('law', 'lists'),
    },
    console: {
      ...parsed.data.console,
      officers: absolute('console', 'officers') ?? parsed.data.console.officers,
      certificate: absolute('console', 'certificate'),
      key: absolute('console', 'key'),
    },
    recognition: { ...recognition, models: absolute('recognition', 'models') ?? ownModels },
    replication: withAbsoluteNames(source, replication ?? {}),
    devices: devices.devices,
    lanes: parsed.data.lanes,
    warnings,
  }
}

/** Made once: messages read it. */
const configurationNode = schemaNodeOf(configurationSchema)

/** The models that come with Ayaldama. */
const ownModels = resolve(import.meta.dirname, '../models')

function withAbsoluteNames(source: PositionedYaml, replication: ReplicationSettings): ReplicationSettings {
  const named: Record<string, unknown> = {}
  for (const [party, centre] of Object.entries(replication)) {
    const files = centreFiles.flatMap((key) => {
      const name = absoluteName(source, ['replication', party, key])
      return name === undefined ? [] : [[key, name] as const]
    })
    named[party] = { ...centre, ...Object.fromEntries(files) }
  }
  return named
}

/** Of the file itself first, then of the files that it names; from top to bottom. */
function inOrder(own: string, problems: readonly ConfigurationProblem[]): ConfigurationProblem[] {
  return problems.toSorted(
    (a, b) =>
      Number(a.file !== own) - Number(b.file !== own) ||
      Number(a.override !== '') - Number(b.override !== '') ||
      (a.file === b.file ? a.line - b.line || a.column - b.column : 0),
  )
}
