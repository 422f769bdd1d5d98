import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  consistencyProof,
  type Digest,
  inclusionProof,
  leafHash,
  provesConsistency,
  provesInclusion,
  rootOf,
} from '../../../edge/ports/proof/merkle.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const most = 33
const leaves = Array.from({ length: most }, (_, index) => leafHash(Buffer.from(`event ${index}`)))
const sizes = Array.from({ length: most }, (_, index) => index + 1)
const treeOf = (size: number) => ({ size, root: rootOf(leaves.slice(0, size)) })
const bent = (proof: readonly Digest[], at: number) =>
  proof.map((node, index) =>
    index === at ? node.map((byte, place) => (place === 7 ? byte ^ 4 : byte)) : node,
  )

test('RFC 6962 2.1: the empty tree is the hash of nothing, a leaf carries 00 and a node 01', () => {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex')
  expect(hex(rootOf([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(hex(leafHash(Buffer.from('a')))).toBe(sha(Buffer.from([0]), Buffer.from('a')))
  const two = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))]
  expect(hex(rootOf(two))).toBe(sha(Buffer.from([1]), ...two))
})

const python = `
import hashlib
h = lambda b: hashlib.sha256(b).digest()
level = []
for n in range(1, ${most + 1}):
    nodes = [h(b'\\0' + b'event %d' % i) for i in range(n)]
    while len(nodes) > 1:
        nodes = [h(b'\\1' + b''.join(nodes[i:i+2])) if i + 1 < len(nodes) else nodes[i] for i in range(0, len(nodes), 2)]
    print(nodes[0].hex())
`

test('roots agree with a program of another language that builds the tree level by level', (context) => {
  const run = spawnSync('python3', ['-c', python], { encoding: 'utf8' })
  if (run.error !== undefined) return context.skip('python3 is not installed')
  expect(run.stdout.trim().split('\n')).toEqual(sizes.map((size) => hex(treeOf(size).root)))
})

test('every leaf of every size is proved, at its own place only, and by no proof that was bent', () => {
  for (const size of sizes) {
    for (let index = 0; index < size; index += 1) {
      const proof = inclusionProof(leaves.slice(0, size), index)
      const claim = { leaf: leaves[index] ?? leafHash(Buffer.of()), index, ...treeOf(size) }
      expect(provesInclusion(claim, proof)).toBe(true)
      expect(provesInclusion({ ...claim, index: (index + 1) % size }, proof)).toBe(size === 1)
      expect(provesInclusion({ ...claim, leaf: leafHash(Buffer.from('forged')) }, proof)).toBe(false)
      expect(provesInclusion(claim, [...proof, claim.leaf])).toBe(false)
      for (const at of proof.keys()) expect(provesInclusion(claim, bent(proof, at))).toBe(false)
    }
  }
})

test('every earlier tree is proved to begin a later one; a rewritten, bent or smaller one is not', () => {
  for (const size of sizes) {
    for (let before = 1; before <= size; before += 1) {
      const proof = consistencyProof(leaves.slice(0, size), before)
      expect(provesConsistency(treeOf(before), treeOf(size), proof)).toBe(true)
      const rewritten = leaves.slice(0, before).with(before - 1, leafHash(Buffer.from('rewritten')))
      const other = { size: before, root: rootOf(rewritten) }
      expect(provesConsistency(other, treeOf(size), proof)).toBe(false)
      for (const at of proof.keys()) {
        expect(provesConsistency(treeOf(before), treeOf(size), bent(proof, at))).toBe(false)
      }
      if (before < size) expect(provesConsistency(treeOf(size), treeOf(before), proof)).toBe(false)
    }
  }
})

test('a proof that ends below the head of a tree of the size stated proves nothing', () => {
  for (const size of sizes) {
    const proof = inclusionProof(leaves.slice(0, size), 0)
    const claim = { leaf: leaves[0] ?? leafHash(Buffer.of()), index: 0, ...treeOf(size) }
    expect(provesInclusion({ ...claim, size: size * 2 }, proof)).toBe(false)
  }
})
