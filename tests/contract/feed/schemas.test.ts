import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { feedSchemas, schemaText } from '../../../docs/generate-schemas.ts'
import { feedChannels } from '../../../edge/ports/feed/topics.ts'

const docs = new URL('../../../docs/', import.meta.url).pathname

test('the schema files are what the code makes of them: run docs/generate-schemas.ts after a change', () => {
  const made = feedSchemas()
  const found = readdirSync(join(docs, 'schemas'), { recursive: true, encoding: 'utf8' })
  expect(found.filter((name) => name.endsWith('.json')).sort()).toEqual([...made.keys()].sort())
  for (const [name, schema] of made) {
    expect(readFileSync(join(docs, 'schemas', name), 'utf8'), name).toBe(schemaText(schema))
  }
})

test('every event type of the domain has a schema of its data', () => {
  const files = [
    'crossing/events.ts',
    'crossing/law-events.ts',
    'checkpoint/events.ts',
    'maintenance/events.ts',
  ]
  const source = files
    .map((file) => readFileSync(new URL(`../../../edge/domain/${file}`, import.meta.url), 'utf8'))
    .join('\n')
  const types = [...source.matchAll(/\bEvent<\s*'([A-Za-z]+)'/g)].map(([, type]) => type)
  expect(types.length).toBeGreaterThan(25)
  const described = [...feedSchemas().keys()].filter((name) => name.startsWith('events/'))
  expect(described.sort()).toEqual(types.map((type) => `events/${type}.schema.json`).sort())
})

test('the schemas compile as JSON Schema 2020-12, and each message type is told from the others', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false })
  formats.default(ajv)
  for (const schema of feedSchemas().values()) ajv.addSchema(schema)
  const validate = ajv.getSchema('https://ayaldama.example/feed/v1/evt.schema.json')
  const sender = { gateway: 'gw-1', checkpoint: 'karasu', party: 'KAZ', session: 's1' }
  const event = {
    specversion: '1.0',
    id: 'e1',
    source: '/jbc/v1/karasu/gw-1',
    type: 'kz.kg.jbc.BarrierOpened',
    time: '2026-05-01T10:00:00.000Z',
    datacontenttype: 'application/json',
    epoch: 1,
    seq: 1,
    recordtime: '2026-05-01T10:00:00.000Z',
    actorkind: 'gateway',
    data: { barrier: 'releaseBarrier' },
  }
  const message = (changes: object) => ({
    ...sender,
    epoch: 1,
    from: 1,
    to: 1,
    events: [{ ...event, ...changes }],
  })
  expect(validate?.(message({}))).toBe(true)
  expect(validate?.(message({ data: { barrier: 'roof' } }))).toBe(false)
  expect(validate?.(message({ data: {} }))).toBe(false)
  expect(validate?.(message({ data: {}, withheld: 'barrier' }))).toBe(true)
  expect(validate?.(message({ specversion: '0.3' }))).toBe(false)
  expect(validate?.({ ...sender, epoch: 1, from: 1, to: 1, events: [] })).toBe(false)
  expect(ajv.getSchema('https://ayaldama.example/feed/v1/ack.schema.json')?.(message({}))).toBe(false)
})

interface AsyncApi {
  readonly asyncapi: string
  readonly channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>
  readonly operations: Record<string, { action: string; channel: { $ref: string } }>
  readonly components: { messages: Record<string, { payload: { schema: { $ref: string } } }> }
}

test('the AsyncAPI document names every channel once, with a message whose schema exists', () => {
  const api = parse(readFileSync(join(docs, 'asyncapi.yaml'), 'utf8')) as AsyncApi
  expect(api.asyncapi).toBe('3.0.0')
  expect(Object.keys(api.channels).sort()).toEqual([...feedChannels].sort())
  for (const [name, { address, messages }] of Object.entries(api.channels)) {
    expect(address).toBe(`jbc/v1/{party}/{checkpoint}/{gateway}/${name}`)
    for (const { $ref } of Object.values(messages)) {
      const message = api.components.messages[$ref.replace('#/components/messages/', '')]
      const file = message?.payload.schema.$ref
      expect(file).toBe(`./schemas/${name}.schema.json`)
      expect(existsSync(join(docs, file ?? ''))).toBe(true)
    }
    expect(
      Object.values(api.operations).filter(({ channel }) => channel.$ref === `#/channels/${name}`),
    ).toHaveLength(1)
  }
})
