import type { z } from 'zod'
import { type SchemaNode, schemaNodeOf } from './allowed-values.ts'
import { idSchema } from './schema/common.ts'
import { configurationSchema } from './schema/configuration.ts'
import { type DeviceRegistry, deviceKinds } from './schema/device-kinds.ts'
import { rulePackSchema } from './schema/rule-pack.ts'

/** JSON Schema (draft 7) of the configuration file, for editors: devices by their kind. */
export function configurationJsonSchema(registry: DeviceRegistry): SchemaNode {
  const whole = published(configurationSchema)
  const kinds = deviceKinds(registry).map(({ kind, title, options }) => {
    const node = published(options)
    return {
      ...node,
      description: title,
      properties: { kind: { const: kind }, ...node.properties },
      required: ['kind', ...(node.required ?? [])],
    }
  })
  const devices = {
    ...whole.properties?.devices,
    propertyNames: published(idSchema),
    additionalProperties: { oneOf: kinds },
  }
  return { ...whole, properties: { ...whole.properties, devices } }
}

/** JSON Schema (draft 7) of a rule pack. */
export function rulePackJsonSchema(): SchemaNode {
  return published(rulePackSchema)
}

/** Without our own words for messages: strict validators refuse keywords that they do not know. */
function published(schema: z.ZodType): SchemaNode {
  return JSON.parse(
    JSON.stringify(schemaNodeOf(schema), (key, value: unknown) =>
      key === 'allowed' && typeof value === 'string' ? undefined : value,
    ),
  ) as SchemaNode
}
