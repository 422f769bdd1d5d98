import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Configuration, loadConfiguration } from '../../../config/load-configuration.ts'
import { ConfigurationError, describeErrors } from '../../../config/problem.ts'
import { signatureFile } from '../../../config/rule-pack-signatures.ts'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { signRulePack } from '../../../edge/commands/rule-pack.ts'
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

function load(
  text: string,
  set: readonly string[] = ['law.draft=true'],
): { readonly configuration?: Configuration; readonly lines: readonly string[] } {
  writeFileSync(file, text)
  try {
    return { configuration: loadConfiguration(file, { registry: sampleRegistry, set }), lines: [] }
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

  test('of the page: certificate and key, both or neither; without them a page of the network is warned of', () => {
    const page = (options: string) => laneWith(['./officers.yaml\n', `./officers.yaml\n  ${options}\n`])
    const warnings = (options: string) => {
      const { configuration, lines } = load(page(options))
      return [...lines, describeErrors(configuration?.warnings ?? []).replaceAll(folder, '')].join('\n')
    }
    expect(warnings('certificate: page.pem')).toContain(
      '/lane.yaml:9:3 console.certificate: certificate stands alone; allowed: certificate and key, or neither',
    )
    const open =
      'console.host: other machines reach the page, and without console.certificate it is not encrypted'
    expect(warnings('host: 0.0.0.0')).toContain(open)
    expect(warnings('host: 127.0.0.2')).not.toContain(open)
    writeFileSync(join(folder, 'page.pem'), 'a certificate')
    writeFileSync(join(folder, 'page.key'), 'a key', { mode: 0o644 })
    const both = 'host: 0.0.0.0\n  certificate: page.pem\n  key: page.key'
    expect(warnings(both)).not.toContain(open)
    expect(warnings(both)).toContain('console.key: every user of this machine can read "/page.key"')
    expect(load(page(both)).configuration?.console).toMatchObject({
      certificate: join(folder, 'page.pem'),
      key: join(folder, 'page.key'),
    })
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

describe('JC 8: the rule pack is signed by both Parties', () => {
  const keys = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }
  const configured = [`law.keys.KAZ=${keys.KAZ.publicKey}`, `law.keys.KGZ=${keys.KGZ.publicKey}`]
  const pack = join(folder, 'rules.yaml')
  const signAs = (party: 'KAZ' | 'KGZ', key: string) =>
    writeFileSync(signatureFile(pack, party), `${signRulePack(pack, key)}\n`)
  const problems = (set: readonly string[]) => load(laneWith(), set).lines

  beforeEach(() => {
    signAs('KAZ', keys.KAZ.privateKey)
    signAs('KGZ', keys.KGZ.privateKey)
  })

  test('is taken with the signatures of both', () => {
    expect(problems(configured)).toEqual([])
  })

  test('is refused without one of them, and says what to do', () => {
    rmSync(signatureFile(pack, 'KGZ'))
    expect(problems(configured)).toEqual([
      '/rules.yaml.KGZ.sig:1:1: the rule pack is not signed by KGZ: the signature does not exist; allowed: ayaldama rule-pack sign; or law.draft: true for a pack that is not agreed yet',
    ])
    expect(problems([...configured, 'law.draft=true'])).toEqual([])
    expect(problems([...configured, 'gateway.simulation=true'])).toEqual([])
  })

  test('is refused where one rule was changed after it was signed, even as a draft', () => {
    const text = readFileSync(pack, 'utf8').replace('reopening: withEntryAssent', 'reopening: never')
    writeFileSync(pack, text)
    for (const set of [configured, [...configured, 'law.draft=true']]) {
      expect(problems(set)).toHaveLength(2)
      expect(problems(set)[0]).toContain('the signature is not that of KAZ over this pack')
    }
  })

  test('is refused with the signature of another key, and where no key is configured', () => {
    signAs('KAZ', keys.KGZ.privateKey)
    expect(problems(configured)[0]).toContain('the signature is not that of KAZ')
    signAs('KAZ', keys.KAZ.privateKey)
    expect(problems(configured.slice(0, 1))[0]).toContain('there is no key of KGZ to check with')
  })

  test('stays signed when only remarks and order change', () => {
    writeFileSync(pack, `# a remark\n${readFileSync(pack, 'utf8')}`)
    expect(problems(configured)).toEqual([])
  })
})
