import type { FastifySchema, FastifySchemaCompiler, FastifyTypeProvider } from 'fastify'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'
import { z } from 'zod'
import { AyaldamaError } from '../ports/errors.ts'

/** Lets a route's zod schemas give its handler's types. Replies are typed where they are made. */
export interface ZodTypeProvider extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  serializer: unknown
}

/** Refuses with `console.bad-request`; the text names places and rules, never the values sent. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data) => {
    const parsed = schema.safeParse(data)
    if (parsed.success) return { value: parsed.data }
    const detail = parsed.error.issues
      .slice(0, 5)
      .map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`)
      .join('; ')
    return { error: new AyaldamaError('console.bad-request', httpPart ?? 'request', detail) }
  }
}

export const serializerCompiler: FastifySerializerCompiler<unknown> = () => (data) => JSON.stringify(data)

/** Turns the zod schemas of a route into the JSON Schema 2020-12 that OpenAPI 3.1 speaks. */
export function describeForOpenApi<Schema extends FastifySchema>(schema: Schema): Schema {
  const described: FastifySchema = { ...schema }
  for (const part of ['body', 'params', 'querystring', 'headers'] as const) {
    const value = described[part]
    if (value instanceof z.ZodType) described[part] = jsonSchema(value)
  }
  const responses = schema.response
  if (typeof responses === 'object' && responses !== null) {
    described.response = Object.fromEntries(
      Object.entries(responses).map(([status, value]) => [
        status,
        value instanceof z.ZodType ? jsonSchema(value) : value,
      ]),
    )
  }
  return described as Schema
}

/** Answers may gain fields in a later version, so their schemas leave room for them (`io: input`). */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })
  return rest
}
