import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type SchemaNode, schemaNodeOf } from '../../../config/allowed-values.ts'
import { generatedFiles } from '../../../config/generated-files.ts'
import { configurationJsonSchema, rulePackJsonSchema } from '../../../config/json-schema.ts'
import { loadConfiguration } from '../../../config/load-configuration.ts'
import { driverRegistry } from '../../../drivers/registry.ts'

const project = resolve(import.meta.dirname, '../../..')
const example = (name: string) => resolve(project, 'config/examples', name)

function validator(schema: SchemaNode) {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true })
  addFormats.default(ajv)
  return ajv.compile(schema)
}

describe('the examples', () => {
  test('lane.yaml is a whole lane', () => {
    const { lanes, devices, replication } = loadConfiguration(example('lane.yaml'), { checkFiles: false })
    expect(Object.keys(lanes[0]?.barriers ?? {})).toEqual(['approach', 'release'])
    expect(devices.map(({ role }) => role)).toEqual([
      'camera',
      'documentReader',
      'ioBoard',
      'barrier',
      'barrier',
    ])
    expect(replication.KAZ?.broker).toMatch(/^mqtts:/)
    expect(replication.KGZ?.centreKeyFile).toBe(example('tls/kgz-centre.pub.pem'))
  })

  test('photographs.yaml runs on any folder of photographs', () => {
    const { devices, console, gateway } = loadConfiguration(example('photographs.yaml'), {
      set: [`camera.folder=${project}`],
    })
    expect(devices).toHaveLength(1)
    expect(devices[0]).toMatchObject({ id: 'camera', kind: 'camera-folder', options: { folder: project } })
    expect(console.port).toBe(8080)
    expect(gateway.data).toBe(resolve(project, 'data/photographs'))
  })

  test.each(['lane.yaml', 'photographs.yaml'])('%s is valid by the JSON Schema for editors', (name) => {
    const validate = validator(configurationJsonSchema(driverRegistry))
    validate(parse(readFileSync(example(name), 'utf8')))
    expect(validate.errors ?? []).toEqual([])
    validate({ version: 1, colour: 'red' })
    expect(validate.errors).not.toEqual([])
  })

  test('the rule pack is valid by its JSON Schema', () => {
    const validate = validator(rulePackJsonSchema())
    validate(parse(readFileSync(resolve(project, 'config/rule-packs/korday-ak-jol.yaml'), 'utf8')))
    expect(validate.errors ?? []).toEqual([])
  })
})

describe('drivers', () => {
  test.each(driverRegistry.map((driver) => [driver.kind, driver] as const))(
    '%s refuses keys that it does not know, at every depth',
    (_kind, driver) => {
      const open: string[] = []
      const walk = (node: SchemaNode, path: string) => {
        if (node.properties !== undefined && node.additionalProperties !== false) open.push(path)
        for (const [key, child] of Object.entries(node.properties ?? {})) walk(child, `${path}.${key}`)
        for (const child of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) walk(child, path)
        if (node.items !== undefined) walk(node.items, `${path}[]`)
        if (typeof node.additionalProperties === 'object') walk(node.additionalProperties, `${path}.*`)
      }
      walk(schemaNodeOf(driver.options), driver.kind)
      expect(open).toEqual([])
    },
  )
})

describe('files made from the schemas are up to date (node config/generate-docs.ts)', () => {
  test.each(generatedFiles(driverRegistry).map(({ file, text }) => [file, text] as const))(
    '%s',
    (file, text) => {
      expect(readFileSync(resolve(project, file), 'utf8')).toBe(text)
    },
  )
})
