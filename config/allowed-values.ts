import { z } from 'zod'

/** The part of JSON Schema that zod writes and that messages and documentation read. */
export interface SchemaNode {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly format?: string
  readonly default?: unknown
  readonly description?: string
  /** Ours: in words, what a text must look like. Taken out of the published schema. */
  readonly allowed?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly additionalProperties?: SchemaNode | boolean
  readonly propertyNames?: SchemaNode
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
  readonly allOf?: readonly SchemaNode[]
}

/** JSON Schema (draft 7) of what may be written, defaults not yet filled in. */
export function schemaNodeOf(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    reused: 'inline',
  }) as SchemaNode
}

/** The schema of a value within a value; alternatives are chosen by what the value already says. */
export function nodeAt(
  root: SchemaNode,
  path: readonly PropertyKey[],
  value: unknown,
): SchemaNode | undefined {
  let node: SchemaNode | undefined = alternativeFor(root, value)
  let seen = value
  for (const part of path) {
    const next: SchemaNode | undefined = childOf(node, part)
    if (next === undefined) return undefined
    seen = child(seen, part)
    node = alternativeFor(next, seen)
  }
  return node
}

function childOf(node: SchemaNode | undefined, part: PropertyKey): SchemaNode | undefined {
  if (node === undefined) return undefined
  const key = String(part)
  if (node.properties !== undefined && Object.hasOwn(node.properties, key)) return node.properties[key]
  if (node.items !== undefined && /^\d+$/.test(key)) return node.items
  if (typeof node.additionalProperties === 'object') return node.additionalProperties
  const found = alternativesOf(node).flatMap((alternative) => childOf(alternative, part) ?? [])
  return found.length > 1 ? { anyOf: found } : found[0]
}

function child(value: unknown, part: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
  return (value as Record<PropertyKey, unknown>)[part]
}

export function alternativesOf(node: SchemaNode): readonly SchemaNode[] {
  return node.anyOf ?? node.oneOf ?? node.allOf ?? []
}

/** Of alternatives that tell themselves apart by a constant (`type: tcp`), the one that the value names. */
function alternativeFor(node: SchemaNode, value: unknown): SchemaNode {
  const fitting = alternativesOf(node).find((alternative) => {
    const constants = Object.entries(alternative.properties ?? {}).filter(([, at]) => at.const !== undefined)
    return constants.length > 0 && constants.every(([key, at]) => child(value, key) === at.const)
  })
  return fitting ?? node
}

/** Names of the keys that may stand here. */
export function keysOf(node: SchemaNode | undefined): readonly string[] {
  if (node === undefined) return []
  const own = Object.keys(node.properties ?? {})
  return [...new Set([...own, ...alternativesOf(node).flatMap(keysOf)])]
}

/** The words that may stand here, where they are a fixed set. */
export function wordsOf(node: SchemaNode | undefined): readonly string[] {
  if (node === undefined) return []
  if (node.const !== undefined) return [String(node.const)]
  if (node.enum !== undefined) return node.enum.map(String)
  return alternativesOf(node).flatMap(wordsOf)
}

/** What may stand here, in words: `a whole number from 500 to 30000`. */
export function allowedText(node: SchemaNode | undefined): string {
  if (node === undefined) return ''
  if (node.allowed !== undefined) return node.allowed
  const words = wordsOf(node)
  if (words.length > 0) return words.join(', ')
  const alternatives = alternativesOf(node)
  if (alternatives.length > 0) return [...new Set(alternatives.map(allowedText))].join(' or ')
  if (node.type === 'integer' || node.type === 'number') return numberText(node)
  if (node.type === 'boolean') return 'true, false'
  if (node.type === 'string') return stringText(node)
  if (node.type === 'array') return `a list${countText(node.minItems, node.maxItems, 'entries')}`
  if (node.type === 'object') {
    const keys = keysOf(node)
    return keys.length === 0 ? 'a mapping of names to values' : `a mapping with ${keys.join(', ')}`
  }
  return ''
}

function numberText(node: SchemaNode): string {
  const noun = node.type === 'integer' ? 'a whole number' : 'a number'
  const least =
    node.minimum === undefined || node.minimum <= Number.MIN_SAFE_INTEGER ? undefined : node.minimum
  const most =
    node.maximum === undefined || node.maximum >= Number.MAX_SAFE_INTEGER ? undefined : node.maximum
  const above = node.exclusiveMinimum === undefined ? '' : ` above ${node.exclusiveMinimum}`
  const below = node.exclusiveMaximum === undefined ? '' : ` below ${node.exclusiveMaximum}`
  return `${noun}${countText(least, most, '')}${above}${below}`
}

function stringText(node: SchemaNode): string {
  if (node.format === 'uri') return 'a URL'
  if (node.pattern !== undefined) return `text of the form ${node.pattern}`
  if (node.minLength === 1 && node.maxLength === undefined) return 'text'
  return `text${countText(node.minLength, node.maxLength, 'characters')}`
}

function countText(least: number | undefined, most: number | undefined, unit: string): string {
  const tail = unit === '' ? '' : ` ${unit}`
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}${tail}`
  if (least !== undefined) return ` of at least ${least}${tail}`
  return most === undefined ? '' : ` of at most ${most}${tail}`
}
