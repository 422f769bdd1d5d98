import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkConfigurationFile } from '../../../edge/commands/doctor/configuration-check.ts'
import { signRulePack } from '../../../edge/commands/rule-pack.ts'
import { lines, told, writeSite } from './site.ts'

const draft = 'law: { draft: true }\n'
const broker =
  'broker: "mqtts://b", centreKey: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="'
const check = (file: string) => checkConfigurationFile(file, []).findings

it('a site that is right, by a draft of rules: only the missing signatures are told', () => {
  const { folder, file } = writeSite('', draft)
  chmodSync(join(folder, 'officers.yaml'), 0o640)
  const findings = check(file)
  expect(findings.filter(({ level }) => level !== 'ok').map(({ check: of }) => of)).toEqual(['rule-pack'])
  expect(findings.some(({ level }) => level === 'problem')).toBe(false)
})

it('a value that is not allowed is told with its line; what hangs on the file is not looked at', () => {
  const { file } = writeSite('  scale: { kind: scales }', draft)
  const { findings, configuration } = checkConfigurationFile(file, [])
  expect(configuration).toBeUndefined()
  expect(findings[0]).toMatchObject({ level: 'problem', subject: expect.stringMatching(/lane\.yaml:7:/) })
  expect(findings[0]?.todo).toMatch(/scale/)
})

it('a file that is missing is told once, and the rest is looked at', () => {
  const { file } = writeSite('', `${draft}replication: { KAZ: { ${broker}, ca: ./no.pem } }\n`)
  const missing = lines(check(file)).filter((line) => line.includes('no.pem'))
  expect(missing).toHaveLength(1)
})

it('a credential of the service is no problem of the one who asks', () => {
  const secret = '/run/credentials/ayaldama.service/key.pem'
  const { file } = writeSite(
    '',
    `${draft}replication: { KAZ: { ${broker}, certificate: ./pack.yaml, key: ${secret} } }\n`,
  )
  const [finding] = check(file).filter(({ what }) => what.includes(secret))
  expect(finding).toMatchObject({ level: 'warning', todo: expect.stringMatching(/LoadCredential/) })
})

it('JC 8: a pack that nobody signed is a problem where no draft is allowed; signed by both it is well', () => {
  const keys = { KAZ: generateKeyPairSync('ed25519'), KGZ: generateKeyPairSync('ed25519') }
  const der = (party: 'KAZ' | 'KGZ') =>
    keys[party].publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const { folder, file } = writeSite('', `law: { keys: { KAZ: "${der('KAZ')}", KGZ: "${der('KGZ')}" } }\n`)
  const pack = join(folder, 'pack.yaml')
  expect(told(check(file), pack)).toMatchObject({ level: 'problem', check: 'rule-pack' })
  for (const party of ['KAZ', 'KGZ'] as const) {
    const key = keys[party].privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    writeFileSync(`${pack}.${party}.sig`, signRulePack(pack, key))
  }
  expect(check(file).find(({ subject }) => subject === pack)).toMatchObject({ level: 'ok' })
  appendFileSync(pack, '\n# changed\n')
  writeFileSync(`${pack}.KGZ.sig`, 'AAAA')
  expect(told(check(file), pack)?.what).toMatch(/not that of KGZ/)
})

it('officers: a wrong entry is a problem, hashes that all may read are a warning', () => {
  const { folder, file } = writeSite('', draft)
  const officers = join(folder, 'officers.yaml')
  chmodSync(officers, 0o644)
  expect(told(check(file), officers)).toMatchObject({ level: 'warning' })
  expect(check(file).filter(({ what }) => what.includes('hashes'))).toHaveLength(1)
  writeFileSync(officers, '- officer: X\n')
  expect(told(check(file), officers)).toMatchObject({ level: 'problem', check: 'officers' })
})
