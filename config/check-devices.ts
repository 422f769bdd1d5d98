import type { DeviceRole } from '../drivers/definition.ts'
import { allowedText, schemaNodeOf } from './allowed-values.ts'
import { explainIssues, valueAt } from './explain-issues.ts'
import { withAbsoluteOptions } from './file-names.ts'
import { nearestName } from './nearest-name.ts'
import type { PositionedYaml } from './positioned-yaml.ts'
import { type ConfigurationProblem, shown } from './problem.ts'
import { idSchema } from './schema/common.ts'
import type { DeviceKind } from './schema/device-kinds.ts'

export interface ConfiguredDevice {
  readonly id: string
  readonly kind: string
  readonly role: DeviceRole
  /** As the schema of the kind gives them: defaults filled in, file and folder names absolute. */
  readonly options: unknown
}

/** Each device against the options of its own kind, so that one wrong device hides no other. */
export function checkDevices(
  source: PositionedYaml,
  kinds: readonly DeviceKind[],
): { readonly devices: readonly ConfiguredDevice[]; readonly problems: readonly ConfigurationProblem[] } {
  const devices: ConfiguredDevice[] = []
  const problems: ConfigurationProblem[] = []
  const all = valueAt(source.value, ['devices'])
  if (typeof all !== 'object' || all === null || Array.isArray(all)) return { devices, problems }
  for (const [id, value] of Object.entries(all)) {
    const path = ['devices', id]
    if (!idSchema.safeParse(id).success) {
      const problem = `the name ${JSON.stringify(id)} is not allowed`
      problems.push(source.problem(path, 'key', problem, allowedText(schemaNodeOf(idSchema))))
    }
    const outcome = checkDevice(source, kinds, id, value)
    if (Array.isArray(outcome)) problems.push(...outcome)
    else devices.push(outcome)
  }
  return { devices, problems }
}

function checkDevice(
  source: PositionedYaml,
  kinds: readonly DeviceKind[],
  id: string,
  value: unknown,
): ConfiguredDevice | ConfigurationProblem[] {
  const path = ['devices', id]
  const names = kinds.map((kind) => kind.kind)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const problem = value === null ? 'is empty' : `${shown(value, path)} is of the wrong type`
    return [
      source.problem(path, value === null ? 'key' : 'value', problem, 'a mapping with kind and its options'),
    ]
  }
  const { kind: word, ...given } = value as Record<string, unknown>
  const kind = kinds.find((one) => one.kind === word)
  if (kind === undefined) {
    const at = [...path, 'kind']
    if (word === undefined) return [source.problem(at, 'key', 'is missing', names.join(', '))]
    const problem = `unknown device kind ${shown(word, at)}`
    return [source.problem(at, 'value', problem, names.join(', '), nearestName(String(word), names))]
  }
  const parsed = kind.options.safeParse(given)
  if (!parsed.success) {
    const node = schemaNodeOf(kind.options)
    return explainIssues(parsed.error.issues, { source, base: path, value: given, node, extraKeys: ['kind'] })
  }
  return { id, kind: kind.kind, role: kind.role, options: withAbsoluteOptions(source, path, parsed.data) }
}
