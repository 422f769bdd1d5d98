import { expect, test } from 'vitest'
import { canonicalJson, commitField } from '../../../edge/ports/proof/commitment.ts'

const salt = new Uint8Array(16).fill(7)

test('a commitment binds salt, path and value, whatever the order of members', () => {
  const one = commitField(salt, 'control', { party: 'KAZ', kind: 'customs' })
  expect(commitField(salt, 'control', { kind: 'customs', party: 'KAZ' })).toBe(one)
  expect(commitField(salt, 'control', { kind: 'border', party: 'KAZ' })).not.toBe(one)
  expect(commitField(salt, 'other', { kind: 'customs', party: 'KAZ' })).not.toBe(one)
  expect(commitField(new Uint8Array(16), 'control', { kind: 'customs', party: 'KAZ' })).not.toBe(one)
  expect(() => commitField(new Uint8Array(4), 'control', 1)).toThrow(RangeError)
})

test('canonical JSON sorts members at every depth and keeps the order of lists', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 'ә' }, 2], a: null })).toBe('{"a":null,"b":[{"c":"ә","d":1},2]}')
})
