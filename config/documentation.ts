import { allowedText, alternativesOf, type SchemaNode, schemaNodeOf } from './allowed-values.ts'
import { configurationSchema } from './schema/configuration.ts'
import { type DeviceRegistry, deviceKinds } from './schema/device-kinds.ts'
import { officerSchema } from './schema/officers.ts'
import { rulePackSchema } from './schema/rule-pack.ts'

interface Row {
  readonly key: string
  readonly meaning: string
  readonly allowed: string
  readonly fallback: string
}

/** docs/configuration.md: every key, what it means, what may stand there, what holds without it. */
export function configurationDocumentation(registry: DeviceRegistry): string {
  const whole = schemaNodeOf(configurationSchema)
  const sections = Object.entries(whole.properties ?? {}).flatMap(([key, node]) => {
    const required = whole.required?.includes(key) === true
    if (key === 'devices')
      return [`## ${key}`, node.description ?? '', deviceText, ...deviceSections(registry)]
    const rows = rowsOf(node, '')
    const head = [
      `## ${key}`,
      [node.description, required ? 'Required.' : 'Optional.'].filter(Boolean).join(' '),
    ]
    return rows.length === 0 ? [...head, `Allowed: ${allowedText(node)}.`] : [...head, table(rows)]
  })
  return `${[
    introduction,
    ...sections,
    '# Rule packs',
    rulePackText,
    table(rowsOf(schemaNodeOf(rulePackSchema), '')),
    '# Officers',
    officersText,
    table(rowsOf(schemaNodeOf(officerSchema), '')),
  ].join('\n\n')}\n`
}

const introduction = `# Configuration

<!-- Made by \`node config/generate-docs.ts\` from the schemas. Do not edit by hand. -->

\`ayaldama run --config FILE\` reads one YAML file. \`config/examples/lane.yaml\` is a whole lane with remarks,
\`config/examples/photographs.yaml\` the least that runs. \`ayaldama check-config FILE\` tells every mistake at
once, each with file, line, column and what is allowed, and exits with 1.

File and folder names that do not begin with \`/\` start at the folder of the file that they stand in.

\`--set path=value\` goes before the file: \`--set console.port=8081\`, \`--set lanes.0.hostParty=KAZ\`. A path that begins
with no key of the top level is looked for among the devices: \`--set camera.folder=DIR\` sets \`folder\` of the device
\`camera\`. File names in \`--set\` start where the command is given.

\`config/configuration.schema.json\` and \`config/rule-pack.schema.json\` let editors complete and check while you write:
\`# yaml-language-server: $schema=…\` in the first line.`

const deviceText = `Each device has a name of your own (lower-case letters, digits, hyphens), a \`kind\`, and the options of that kind.
Lanes refer to devices by name.`

const rulePackText = `A rule pack holds what the Parties agree on for one checkpoint in a protocol (JC 8), and the choices where the
agreements are silent. It is data: a new protocol is a new version of the file. Each crossing keeps name, version and
SHA-256 of the pack under which it began; the hash is over the content, so remarks and spaces may change.`

const officersText = `A list of officers of both Parties. The file holds hashes of PINs only; a PIN in plain text is refused, and a file
that every user of the machine may read is warned of.`

function deviceSections(registry: DeviceRegistry): string[] {
  return deviceKinds(registry).flatMap(({ kind, title, options }) => [
    `### ${kind}`,
    `${title}.`,
    table(rowsOf(schemaNodeOf(options), '')),
  ])
}

function rowsOf(node: SchemaNode, prefix: string): Row[] {
  if (node.type === 'array' && node.items !== undefined) return rowsOf(node.items, `${prefix}[]`)
  const alternatives = alternativesOf(node).filter((one) => one.properties !== undefined)
  if (alternatives.length > 0) return alternatives.flatMap((one) => alternativeRows(one, prefix))
  const told = new Map<string, string>()
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`
    const required = node.required?.includes(key) === true
    const rows = keyRows(child, name, required)
    const shape = JSON.stringify(child.properties ?? name)
    const before = told.get(shape)
    told.set(shape, before ?? name)
    return before === undefined
      ? rows
      : rows.slice(0, 1).map((row) => ({ ...row, allowed: `as \`${before}\`` }))
  })
  const { additionalProperties: any } = node
  return typeof any === 'object' && Object.keys(any).length > 0
    ? [...own, ...rowsOf(any, `${prefix}.<name>`)]
    : own
}

function keyRows(node: SchemaNode, key: string, required: boolean): Row[] {
  const inner = rowsOf(node, key)
  const fallback =
    node.default === undefined ? (required ? 'required' : '') : `\`${JSON.stringify(node.default)}\``
  const allowed = inner.length > 0 ? '' : allowedText(node)
  return [{ key, meaning: node.description ?? '', allowed, fallback }, ...inner]
}

/** Alternatives that a constant tells apart: its value stands in the key, `transport(tcp).host`. */
function alternativeRows(node: SchemaNode, prefix: string): Row[] {
  const constants = Object.entries(node.properties ?? {}).filter(([, child]) => child.const !== undefined)
  const words = constants.map(([, child]) => String(child.const)).join(', ')
  const head = constants.map(([key, child]) => ({
    key: `${prefix}.${key}`,
    meaning: child.description ?? '',
    allowed: String(child.const),
    fallback: 'required',
  }))
  const rest = Object.fromEntries(
    Object.entries(node.properties ?? {}).filter(([, child]) => child.const === undefined),
  )
  return [...head, ...rowsOf({ ...node, properties: rest }, words === '' ? prefix : `${prefix}(${words})`)]
}

function table(rows: readonly Row[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;')
  const lines = rows.map(
    ({ key, meaning, allowed, fallback }) =>
      `| \`${key}\` | ${cell(meaning)} | ${cell(allowed)} | ${cell(fallback)} |`,
  )
  return ['| Key | Meaning | Allowed | Default |', '|---|---|---|---|', ...lines].join('\n')
}
