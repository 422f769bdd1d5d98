import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type ActName, actOutcomes } from '../../../edge/domain/crossing/act-outcomes.ts'
import type { OfficerActor } from '../../../edge/domain/party.ts'
import { judgeFact, type WalkedFact, walkMemory } from '../../../edge/ports/proof/act-walk.ts'
import { publicKeyOf } from '../../../edge/ports/proof/tree-head.ts'
import { actFault } from '../../../edge/ports/proof/verify-act.ts'
import { type LanePc, lanePc, testAuthority } from '../../support/signed-officer.ts'

const gateway = { checkpoint: 'karasu', gateway: 'gw-1' }
const control = { party: 'KAZ', kind: 'customs' } as const
const authority = testAuthority()
let pc: LanePc
let officer: OfficerActor

beforeAll(async () => {
  pc = await lanePc('KAZ')
  const stated = { control, decision: 'released', note: 'seal 4711' }
  officer = await pc.act('CompleteControl', stated, { crossing: 'c-1', version: 3 })
})

const data = { control, decision: 'released', note: 'seal 4711', lawInForce: 'KAZ' }
const fact = (change: object = {}): WalkedFact => ({
  ...{ actor: officer, type: 'ControlCompleted', data, crossing: 'c-1', lane: 'lane-1' },
  ...{ withheld: [], erased: false, epoch: 1, seq: 7, recordTime: '2026-05-01T10:00:01.000Z' },
  ...change,
})
function approved(pcs: readonly LanePc[]) {
  const memory = walkMemory()
  for (const one of pcs) {
    const { type, data } = one.approval(authority)
    judgeFact(fact({ actor: { kind: 'gateway' }, type, data }), memory, trust)
  }
  return memory
}
const trust = { authorities: { KAZ: authority.key }, gateway }
const judge = (change: object = {}, memory = approved([pc])) => judgeFact(fact(change), memory, trust)

test('an act that is what the officer signed is taken; one without a signature is told apart', () => {
  expect(judge()).toEqual({ act: 'signed' })
  const { act: _, ...unsigned } = officer
  expect(judge({ actor: unsigned })).toEqual({ act: 'unsigned' })
  expect(judge({ actor: { kind: 'gateway' } })).toEqual({ act: 'none' })
})

test.each([
  ['another decision', { data: { ...data, decision: 'detained' } }],
  ['another note', { data: { ...data, note: 'no seal' } }],
  ['a note that is left out', { data: { control, decision: 'released', lawInForce: 'KAZ' } }],
  ['another control', { data: { ...data, control: { party: 'KAZ', kind: 'border' } } }],
  ['another fact', { type: 'CrossingReleased', data: { releasedBy: 'KAZ', lawInForce: 'KAZ' } }],
  ['another crossing', { crossing: 'c-2' }],
  ['another lane', { lane: 'lane-2' }],
])('what the gateway writes over a signed act is found: %s', (_, change) => {
  expect(judge(change)).toHaveProperty('fault')
})

test('a statement, a signature and an opening cannot be changed in one byte', () => {
  const act = officer.act
  if (act === undefined) throw new Error('the act is signed')
  const key = publicKeyOf(act.key)
  const text = JSON.stringify(act)
  fc.assert(
    fc.property(fc.nat({ max: text.length - 1 }), fc.integer({ min: 1, max: 90 }), (at, by) => {
      const code = ((text.charCodeAt(at) - 33 + by) % 90) + 33
      const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)
      fc.pre(changed !== text)
      let other: typeof act
      try {
        other = JSON.parse(changed) as typeof act
      } catch {
        return
      }
      // Base64 has spare bits and JSON has other ways to write the same: what reads the same is the same.
      const same = (a: string, b: string) => Buffer.from(a, 'base64').equals(Buffer.from(b, 'base64'))
      fc.pre(!same(other.signature ?? '', act.signature) || changed.includes(act.signature))
      if (other.key !== act.key) return
      let found: string | null
      try {
        found = actFault({ ...fact(), actor: officer }, other, key, gateway)
      } catch {
        return
      }
      expect(found, changed).not.toBeNull()
    }),
    { numRuns: 300, seed: 6 },
  )
})

test('a key counts only while the Party’s authority has it on its newest list', async () => {
  const other = await lanePc('KAZ')
  const forged = await other.act('CompleteControl', data, { crossing: 'c-1' })
  expect(judge({ actor: forged })).toHaveProperty('fault')
  const memory = approved([pc])
  const { type, data: list } = pc.approval(authority, 2)
  const revoked = { ...list, keys: [] }
  // A list that the gateway wrote itself.
  expect(judge({ actor: { kind: 'gateway' }, type, data: revoked }, memory)).toHaveProperty('fault')
  expect(judge({}, memory)).toEqual({ act: 'signed' })
  expect(judge({ recordTime: '2019-05-01T10:00:00.000Z' }, approved([pc]))).toHaveProperty('fault')
})

test('one signature stands under the facts of one commit, and never again', () => {
  const memory = approved([pc])
  expect(judge({}, memory)).toEqual({ act: 'signed' })
  // Delivered again.
  expect(judge({}, memory)).toEqual({ act: 'signed' })
  expect(judge({ type: 'NoticeIssued', data: {}, seq: 8 }, memory)).toEqual({ act: 'signed' })
  expect(judge({ seq: 30 }, memory)).toHaveProperty('fault')
  expect(judge({ seq: 9, recordTime: '2026-05-01T10:05:00.000Z' }, memory)).toHaveProperty('fault')
})

test('who is not given a field verifies the rest, and no salt lets the field be guessed', () => {
  const { act } = officer
  if (act === undefined) throw new Error('the act is signed')
  const { note: _, ...opened } = act.opened
  const { note: __, ...shown } = data
  const change = { actor: { ...officer, act: { ...act, opened } }, data: shown }
  expect(judge({ ...change, withheld: ['note'] })).toEqual({ act: 'signed' })
  expect(judge(change)).toHaveProperty('fault')
})

test('every act has its facts, and says which', () => {
  for (const [name, { facts }] of Object.entries(actOutcomes) as [ActName, { facts: readonly string[] }][]) {
    expect(facts.length, name).toBeGreaterThan(0)
  }
})
