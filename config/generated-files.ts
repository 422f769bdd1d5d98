import { configurationDocumentation } from './documentation.ts'
import { configurationJsonSchema, rulePackJsonSchema } from './json-schema.ts'
import type { DeviceRegistry } from './schema/device-kinds.ts'

/** What is made from the schemas and kept in the project: name from the project's folder, and text. */
export function generatedFiles(
  registry: DeviceRegistry,
): readonly { readonly file: string; readonly text: string }[] {
  return [
    { file: 'docs/configuration.md', text: configurationDocumentation(registry) },
    { file: 'config/configuration.schema.json', text: `${printed(configurationJsonSchema(registry), '')}\n` },
    { file: 'config/rule-pack.schema.json', text: `${printed(rulePackJsonSchema(), '')}\n` },
  ]
}

/** Line width of the project's formatter (`biome.json`). */
const lineWidth = 110

/**
 * As the formatter of the project prints JSON: lists of plain values on one line where they fit. `around`
 * is how many signs stand beside the value on its line: key, colon, comma.
 */
function printed(value: unknown, indent: string, around = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const plain = value.every((entry) => typeof entry !== 'object' || entry === null)
    const line = `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`
    if (value.length === 0 || (plain && indent.length + around + line.length <= lineWidth)) return line
    return `[\n${value.map((entry) => inner + printed(entry, inner)).join(',\n')}\n${indent}]`
  }
  const members = Object.entries(value)
  if (members.length === 0) return '{}'
  const lines = members.map(([key, member], index) => {
    const named = `${JSON.stringify(key)}: `
    const comma = index < members.length - 1 ? 1 : 0
    return `${inner}${named}${printed(member, inner, named.length + comma)}`
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}
