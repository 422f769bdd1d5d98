import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { eventDataSchemas } from '../edge/ports/feed/event-data.ts'
import {
  acknowledgementSchema,
  birthSchema,
  cloudEventSchema,
  commandSchema,
  cosignatureSchema,
  deathSchema,
  eventsMessageSchema,
  eventTypePrefix,
  headSchema,
  statusSchema,
} from '../edge/ports/feed/messages.ts'
import { signedListSchema } from '../edge/ports/lists.ts'

/** Base of the `$id`s: a name, not an address. */
const base = 'https://ayaldama.example/feed/v1/'

function jsonSchema(name: string, title: string, schema: z.ZodType): Record<string, unknown> {
  // Input mode: a reader ignores what it does not know, so that a field may be added.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
  return { $schema, $id: `${base}${name}`, title, ...rest }
}

/** JSON Schema 2020-12 files of the feed by their path in `docs/schemas`, made from the zod schemas. */
export function feedSchemas(): ReadonlyMap<string, object> {
  const files = new Map<string, object>()
  const types = Object.entries(eventDataSchemas)
  for (const [type, schema] of types) {
    const name = `events/${type}.schema.json`
    files.set(name, jsonSchema(name, `data of ${eventTypePrefix}${type}`, schema))
  }
  files.set('cloud-event.schema.json', {
    ...jsonSchema('cloud-event.schema.json', 'One event, CloudEvents 1.0', cloudEventSchema),
    // Where a path is withheld, `data` is what is left and need not be complete.
    allOf: types.map(([type]) => ({
      if: {
        properties: { type: { const: `${eventTypePrefix}${type}` } },
        required: ['type'],
        not: { required: ['withheld'] },
      },
      // biome-ignore lint/suspicious/noThenProperty: a key word of JSON Schema
      then: { properties: { data: { $ref: `events/${type}.schema.json` } } },
    })),
  })
  const events = jsonSchema('evt.schema.json', 'evt: consecutive events of one stream', eventsMessageSchema)
  const { events: list, ...properties } = events.properties as Record<string, object>
  files.set('evt.schema.json', {
    ...events,
    properties: { ...properties, events: { ...list, items: { $ref: 'cloud-event.schema.json' } } },
  })
  const others = [
    ['ack', 'ack: what the centre has stored', acknowledgementSchema],
    ['cmd', 'cmd: what the centre lacks', commandSchema],
    ['list', 'list: a certified list, or a watch list of the own Party, signed', signedListSchema],
    ['birth', 'birth: a gateway came', birthSchema],
    ['death', 'death: a gateway is gone', deathSchema],
    ['head', 'head: newest signed head of the tree over the journal', headSchema],
    ['cosign', 'cosign: the head that the centre has seen and cosigned', cosignatureSchema],
    ['status', 'status: latest state of a stream', statusSchema],
  ] as const
  for (const [channel, title, schema] of others) {
    files.set(`${channel}.schema.json`, jsonSchema(`${channel}.schema.json`, title, schema))
  }
  return files
}

export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`
}

if (import.meta.main) {
  const folder = new URL('./schemas/', import.meta.url)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(new URL('events/', folder), { recursive: true })
  for (const [path, schema] of feedSchemas()) writeFileSync(new URL(path, folder), schemaText(schema))
}
