/** The part of JSON Schema (draft 7) that the schema of the configuration uses. */
export interface SchemaNode {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly additionalProperties?: SchemaNode | boolean
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
}

/** How a value is asked for. */
export type Field =
  | { readonly ask: 'choice'; readonly words: readonly unknown[] }
  | { readonly ask: 'yesNo' }
  | { readonly ask: 'number'; readonly least?: number; readonly most?: number }
  | { readonly ask: 'text' }
  /** A list of single values. */
  | { readonly ask: 'words' }
  | { readonly ask: 'list'; readonly item: SchemaNode }
  | { readonly ask: 'group'; readonly node: SchemaNode }
  /** Names of the technician's choice, each with a value. */
  | { readonly ask: 'table'; readonly item: SchemaNode }
  /** Forms that tell themselves apart by a word under one key, e.g. `type: tcp`. */
  | { readonly ask: 'variants'; readonly by: string; readonly variants: readonly Variant[] }

export interface Variant {
  readonly word: string
  readonly node: SchemaNode
}

export function fieldOf(node: SchemaNode): Field {
  const alternatives = node.oneOf ?? node.anyOf
  if (alternatives) {
    const words = alternatives.flatMap((one) => one.enum ?? ('const' in one ? [one.const] : []))
    if (words.length >= alternatives.length) return { ask: 'choice', words }
    const by = tellingKey(alternatives)
    const variants = alternatives.map((one) => ({
      word: String(one.properties?.[by ?? '']?.const),
      node: one,
    }))
    if (by !== undefined) return { ask: 'variants', by, variants }
    return { ask: 'text' }
  }
  if (node.enum) return { ask: 'choice', words: node.enum }
  if (node.const !== undefined) return { ask: 'choice', words: [node.const] }
  switch (node.type) {
    case 'boolean':
      return { ask: 'yesNo' }
    case 'integer':
    case 'number':
      return {
        ask: 'number',
        ...(node.minimum !== undefined && { least: node.minimum }),
        ...(node.maximum !== undefined && { most: node.maximum }),
      }
    case 'array':
      return node.items?.type === 'object' ? { ask: 'list', item: node.items } : { ask: 'words' }
    case 'object':
      if (node.properties === undefined && typeof node.additionalProperties === 'object')
        return { ask: 'table', item: node.additionalProperties }
      return { ask: 'group', node }
    default:
      return { ask: 'text' }
  }
}

/** The key that has a constant in every alternative. */
function tellingKey(alternatives: readonly SchemaNode[]): string | undefined {
  const keys = Object.keys(alternatives[0]?.properties ?? {})
  return keys.find((key) => alternatives.every((one) => one.properties?.[key]?.const !== undefined))
}

/** What a field begins with where the technician adds it: what must be there, and nothing that has a default. */
export function emptyValue(node: SchemaNode): unknown {
  const field = fieldOf(node)
  switch (field.ask) {
    case 'choice':
      return node.default ?? field.words[0]
    case 'yesNo':
      return node.default ?? false
    case 'number':
      return node.default ?? field.least ?? 0
    case 'text':
      return node.default ?? ''
    case 'words':
    case 'list':
      return []
    case 'table':
      return {}
    case 'group':
      return begun(field.node)
    case 'variants': {
      const [first] = field.variants
      return first ? begun(first.node) : {}
    }
  }
}

function begun(node: SchemaNode): Record<string, unknown> {
  const required = Object.entries(node.properties ?? {}).filter(([key]) => node.required?.includes(key))
  return Object.fromEntries(required.map(([key, one]) => [key, emptyValue(one)]))
}
