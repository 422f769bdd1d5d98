import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Configuration, loadConfiguration } from '../../../config/load-configuration.ts'
import { ConfigurationError, describeErrors } from '../../../config/problem.ts'
import { laneWith } from './messages.ts'
import { sampleRegistry } from './sample-registry.ts'

const config = resolve(import.meta.dirname, '../../../config')
const folder = mkdtempSync(join(tmpdir(), 'ayaldama-config-'))
const file = join(folder, 'lane.yaml')
afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(() => {
  copyFileSync(join(config, 'rule-packs/korday-ak-jol.yaml'), join(folder, 'rules.yaml'))
  copyFileSync(join(config, 'examples/officers.yaml'), join(folder, 'officers.yaml'))
  mkdirSync(join(folder, 'photographs'), { recursive: true })
})

function load(text: string): { readonly configuration?: Configuration; readonly lines: readonly string[] } {
  writeFileSync(file, text)
  try {
    return { configuration: loadConfiguration(file, { registry: sampleRegistry }), lines: [] }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return { lines: describeErrors(error).replaceAll(folder, '').split('\n') }
  }
}

describe('files that the configuration names', () => {
  test('are found beside it', () => {
    const { configuration } = load(laneWith())
    expect(configuration?.rulePack).toBe(join(folder, 'rules.yaml'))
    expect(configuration?.console.officers).toBe(join(folder, 'officers.yaml'))
    expect(configuration?.gateway.data).toBe(join(folder, 'data'))
  })

  test('must be there: position of the name', () => {
    const text = laneWith(
      ['./rules.yaml', './no-rules.yaml'],
      ['./officers.yaml', './no-officers.yaml'],
      ['devices:\n', 'recognition: { models: ./no-models }\ndevices:\n'],
    )
    expect(load(text).lines).toEqual([
      '/lane.yaml:6:11 rulePack: the file "/no-rules.yaml" does not exist',
      '/lane.yaml:8:13 console.officers: the file "/no-officers.yaml" does not exist',
      '/lane.yaml:9:24 recognition.models: the folder "/no-models" does not exist',
    ])
  })

  test('tell their own mistakes with the others, each under its own name', () => {
    writeFileSync(join(folder, 'rules.yaml'), 'name: x\n')
    writeFileSync(join(folder, 'officers.yaml'), '- 1\n')
    const { lines } = load(laneWith(['version: 1', 'version: 2']))
    expect(lines[0]).toBe('/lane.yaml:1:10 version: 2 is not allowed; allowed: 1')
    expect(lines.filter((line) => line.startsWith('/rules.yaml:1:1 '))).toHaveLength(4)
    expect(
      lines.filter((line) => line.startsWith('/officers.yaml:1:3 0: 1 is of the wrong type')),
    ).toHaveLength(1)
  })

  test('of keys hold keys', () => {
    const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' })
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
      format: 'pem',
      type: 'spki',
    })
    writeFileSync(join(folder, 'centre.pem'), ed25519)
    const text = laneWith([
      'lanes:\n',
      'replication:\n  KAZ: { broker: "mqtt://h", centreKeyFile: centre.pem }\nlanes:\n',
    ])
    expect(load(text).configuration?.replication.KAZ?.centreKeyFile).toBe(join(folder, 'centre.pem'))
    for (const wrong of [rsa, 'no key']) {
      writeFileSync(join(folder, 'centre.pem'), wrong)
      expect(load(text).lines).toEqual([
        '/lane.yaml:44:45 replication.KAZ.centreKeyFile: the file "/centre.pem" holds no ed25519 public key; allowed: a public key in PEM form',
      ])
    }
    rmSync(join(folder, 'centre.pem'))
    expect(load(text).lines).toEqual([
      '/lane.yaml:44:45 replication.KAZ.centreKeyFile: the file "/centre.pem" does not exist',
    ])
  })

  test('of passwords that everyone may read are warned of', () => {
    writeFileSync(join(folder, 'password'), 'sample')
    const key = generateKeyPairSync('ed25519')
      .publicKey.export({ format: 'der', type: 'spki' })
      .toString('base64')
    const text = laneWith([
      'lanes:\n',
      `replication:\n  KAZ: { broker: "mqtt://h", username: u, passwordFile: password, centreKey: ${key} }\nlanes:\n`,
    ])
    const warnings = () => describeErrors(load(text).configuration?.warnings ?? []).replaceAll(folder, '')
    chmodSync(join(folder, 'password'), 0o644)
    expect(warnings()).toContain(
      '/lane.yaml:44:57 replication.KAZ.passwordFile: every user of this machine can read "/password"',
    )
    chmodSync(join(folder, 'password'), 0o600)
    expect(warnings()).not.toContain('passwordFile')
  })

  test('that are folders of cameras may come later: a warning', () => {
    rmSync(join(folder, 'photographs'), { recursive: true })
    const { configuration, lines } = load(laneWith())
    expect(lines).toEqual([])
    expect(describeErrors(configuration?.warnings ?? []).replaceAll(folder, '')).toContain(
      '/lane.yaml:12:13 devices.camera.folder: the folder "/photographs" does not exist',
    )
  })

  test('a configuration that is not there, or no text', () => {
    const attempt = (name: string) => () => loadConfiguration(name, { registry: sampleRegistry })
    expect(attempt(join(folder, 'nothing.yaml'))).toThrow('nothing.yaml:1:1: the file does not exist')
    expect(attempt(folder)).toThrow('the file is a folder')
    writeFileSync(join(folder, 'binary.yaml'), Buffer.from([0xff, 0xfe, 0x00, 0x80]))
    expect(attempt(join(folder, 'binary.yaml'))).toThrow('the file is not UTF-8 text')
  })
})
