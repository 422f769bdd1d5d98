import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { takeList } from '../../../edge/composition/lists.ts'
import { runCommand } from '../../support/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'ayaldama-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const authority = generateKeyPairSync('ed25519')
writeFileSync(at('authority.pem'), authority.privateKey.export({ type: 'pkcs8', format: 'pem' }))
writeFileSync(at('authority.pub.pem'), authority.publicKey.export({ type: 'spki', format: 'pem' }))

const lanePcKey = () =>
  generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const [one, two, three] = [lanePcKey(), lanePcKey(), lanePcKey()]
function listed(version: number, keys: readonly (readonly [holder: string, key: string])[]): string {
  const file = at(`list-${version}.yaml`)
  const lines = keys.map(
    ([holder, key]) => `  - { key: ${key}, holder: ${holder}, from: 2026-11-24, until: 2027-11-23 }`,
  )
  writeFileSync(
    file,
    ['party: KAZ', 'list: lane-pcs', `version: ${version}`, 'keys:', ...lines, ''].join('\n'),
  )
  return file
}
const sign = (file: string, out: string, ...more: readonly string[]) =>
  runCommand('keys', 'sign', file, '--key', at('authority.pem'), '--out', at(out), ...more)

test('a list that the clerk signed is taken by the gateway, and a later one says what it adds and revokes', async () => {
  const first = await sign(
    listed(1, [
      ['desk 1', one],
      ['desk 2', two],
    ]),
    'v1.json',
  )
  expect(first).toMatchObject({ status: 0, stderr: '' })
  const second = await sign(
    listed(2, [
      ['desk 2', two],
      ['desk 3', three],
    ]),
    'v2.json',
    '--replaces',
    at('v1.json'),
  )
  expect(second.stdout.split('\n').slice(0, 2)).toEqual([
    `+ desk 3, 2026-11-24 to 2027-11-23: ${three}`,
    `- desk 1, revoked: ${one}`,
  ])
  const taken: unknown[] = []
  const options = {
    checkpoint: {
      receive: async (list: unknown) => {
        taken.push(list)
        return 'taken' as const
      },
    },
    ...{ keys: { KAZ: authority.publicKey }, from: null },
  }
  expect(await takeList(readFileSync(at('v2.json'), 'utf8'), 'v2.json', options as never)).toBe('taken')
  expect(taken).toMatchObject([{ kind: 'signing-keys', signingKeys: { version: 2, party: 'KAZ' } }])
  const verified = await runCommand('keys', 'verify', at('v2.json'), '--authority', at('authority.pub.pem'))
  expect(verified).toMatchObject({ status: 0, stdout: 'lane-pcs 2 of KAZ, 2 keys: signed\n' })
})

test('a list that was changed after it was signed is refused', async () => {
  await sign(listed(5, [['desk 1', one]]), 'v5.json')
  writeFileSync(at('changed.json'), readFileSync(at('v5.json'), 'utf8').replace('desk 1', 'desk 9'))
  const answer = await runCommand(
    'keys',
    'verify',
    at('changed.json'),
    '--authority',
    at('authority.pub.pem'),
  )
  expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining('signature of its Party') })
})

test('an earlier version, a list of another Party and a wrong line are refused with their place', async () => {
  await sign(listed(7, [['desk 1', one]]), 'v7.json')
  const older = await sign(listed(6, [['desk 1', one]]), 'v6.json', '--replaces', at('v7.json'))
  expect(older).toMatchObject({ status: 1, stderr: expect.stringContaining('Version 7 is in force') })
  const twice = await sign(
    listed(8, [
      ['desk 1', one],
      ['desk 2', one],
    ]),
    'v8.json',
  )
  expect(twice).toMatchObject({ status: 1, stderr: expect.stringMatching(/list-8\.yaml:6:\d+.*already/) })
  const wrong = await sign(listed(9, [['desk 1', 'AAAA']]), 'v9.json')
  expect(wrong).toMatchObject({ status: 1, stderr: expect.stringMatching(/list-9\.yaml:5:\d+/) })
})
