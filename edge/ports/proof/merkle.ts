import { hash } from 'node:crypto'

/** A SHA-256 value of 32 bytes. */
export type Digest = Uint8Array

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** RFC 6962 2.1, of a text its UTF-8: the prefix keeps a leaf from being taken for a node. */
export function leafHash(bytes: Uint8Array | string): Digest {
  return sha256(typeof bytes === 'string' ? `\u0000${bytes}` : Buffer.concat([leafPrefix, bytes]))
}

/** Head of the tree over leaf hashes (RFC 6962 2.1, MTH). */
export function rootOf(leaves: readonly Digest[]): Digest {
  const [first] = leaves
  if (first === undefined) return sha256('')
  if (leaves.length === 1) return first
  const split = splitOf(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

/** PATH of RFC 6962 2.1.1, lowest node first. Throws RangeError for an index outside the tree. */
export function inclusionProof(leaves: readonly Digest[], index: number): readonly Digest[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError(`leaf ${index} of a tree of ${leaves.length}`)
  }
  if (leaves.length === 1) return []
  const split = splitOf(leaves.length)
  const left = leaves.slice(0, split)
  const right = leaves.slice(split)
  return index < split
    ? [...inclusionProof(left, index), rootOf(right)]
    : [...inclusionProof(right, index - split), rootOf(left)]
}

/** PROOF of RFC 6962 2.1.2 that the first `size` leaves are a tree of before. Throws RangeError. */
export function consistencyProof(leaves: readonly Digest[], size: number): readonly Digest[] {
  if (!Number.isInteger(size) || size < 1 || size > leaves.length) {
    throw new RangeError(`a tree of ${size} within one of ${leaves.length}`)
  }
  return subProof(leaves, size, true)
}

function subProof(leaves: readonly Digest[], size: number, whole: boolean): readonly Digest[] {
  if (size === leaves.length) return whole ? [] : [rootOf(leaves)]
  const split = splitOf(leaves.length)
  const left = leaves.slice(0, split)
  const right = leaves.slice(split)
  return size <= split
    ? [...subProof(left, size, whole), rootOf(right)]
    : [...subProof(right, size - split, false), rootOf(left)]
}

/** True where the leaf stands at `index` in the tree of `size` with this root (RFC 9162 2.1.3.2). */
export function provesInclusion(
  { leaf, index, size, root }: { leaf: Digest; index: number; size: number; root: Digest },
  proof: readonly Digest[],
): boolean {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return false
  let at = index
  let last = size - 1
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash)
      while (at % 2 === 0 && at !== 0) {
        at = half(at)
        last = half(last)
      }
    } else hash = nodeHash(hash, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && same(hash, root)
}

export interface TreeState {
  readonly size: number
  readonly root: Digest
}

/** True where the tree of before is the beginning of the later one (RFC 9162 2.1.4.2). */
export function provesConsistency(before: TreeState, after: TreeState, proof: readonly Digest[]): boolean {
  if (!Number.isSafeInteger(before.size) || !Number.isSafeInteger(after.size)) return false
  if (before.size < 1 || before.size > after.size) return false
  if (before.size === after.size) return proof.length === 0 && same(before.root, after.root)
  const path = isPowerOfTwo(before.size) ? [before.root, ...proof] : proof
  const [first, ...rest] = path
  if (first === undefined || proof.length === 0) return false
  let at = before.size - 1
  let last = after.size - 1
  while (at % 2 === 1) {
    at = half(at)
    last = half(last)
  }
  let old = first
  let fresh = first
  for (const sibling of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      old = nodeHash(sibling, old)
      fresh = nodeHash(sibling, fresh)
      while (at % 2 === 0 && at !== 0) {
        at = half(at)
        last = half(last)
      }
    } else fresh = nodeHash(fresh, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && same(old, before.root) && same(fresh, after.root)
}

/** RFC 6962 2.1: the node over two. */
export function nodeHash(left: Digest, right: Digest): Digest {
  return sha256(Buffer.concat([nodePrefix, left, right]))
}

function sha256(bytes: string | Uint8Array): Digest {
  return hash('sha256', bytes, 'buffer')
}

/** Largest power of two below `size`, for 2 leaves and more. */
export function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

// Not a shift: those end at 32 bits.
function half(value: number): number {
  return Math.floor(value / 2)
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value))
}

function same(a: Digest, b: Digest): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
