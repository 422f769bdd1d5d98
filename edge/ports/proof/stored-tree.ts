import { type Digest, nodeHash, splitOf } from './merkle.ts'

/** A node over 2^level leaves: the `index`-th of its level, counted from 0. Complete ones never change. */
export interface TreeNode {
  readonly level: number
  readonly index: number
  readonly hash: Digest
}

/** Reads a complete node of a kept tree. Throws where it is not kept. */
export type ReadNode = (level: number, index: number) => Digest

/** The complete subtrees that cover a tree of `size` leaves, largest first: all that the next leaf needs. */
export interface Frontier {
  readonly size: number
  readonly peaks: readonly TreeNode[]
}

export const emptyFrontier: Frontier = { size: 0, peaks: [] }

/** The tree with one leaf more, and the nodes which that completes (the leaf first). */
export function appendLeaf(
  { size, peaks }: Frontier,
  leaf: Digest,
): { readonly frontier: Frontier; readonly nodes: readonly TreeNode[] } {
  const open = [...peaks]
  let node: TreeNode = { level: 0, index: size, hash: leaf }
  const nodes = [node]
  for (let left = open.at(-1); left?.level === node.level; left = open.at(-1)) {
    open.pop()
    node = { level: left.level + 1, index: left.index / 2, hash: nodeHash(left.hash, node.hash) }
    nodes.push(node)
  }
  return { frontier: { size: size + 1, peaks: [...open, node] }, nodes }
}

/** Head of the tree (RFC 6962 2.1); null for the empty one, of which nothing is signed. */
export function rootOfFrontier({ peaks }: Frontier): Digest | null {
  const [last, ...rest] = peaks.toReversed()
  return last === undefined ? null : rest.reduce((right, { hash }) => nodeHash(hash, right), last.hash)
}

/** The frontier of a kept tree of `size` leaves: as many reads as `size` has bits set. */
export function readFrontier(size: number, read: ReadNode): Frontier {
  const peaks: TreeNode[] = []
  let covered = 0
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level--) {
    const leaves = 2 ** level
    if (covered + leaves > size) continue
    const index = covered / leaves
    peaks.push({ level, index, hash: read(level, index) })
    covered += leaves
  }
  return { size, peaks }
}

/** PROOF of RFC 6962 2.1.2 from kept nodes: that the first `from` leaves of `size` are a tree of before. */
export function consistencyOf(from: number, size: number, read: ReadNode): readonly Digest[] {
  if (from < 1 || from > size) throw new RangeError(`a tree of ${from} within one of ${size}`)
  const hash = (low: number, high: number) => subtree(low, high, read)
  const proof = (low: number, high: number, before: number, whole: boolean): readonly Digest[] => {
    if (before === high - low) return whole ? [] : [hash(low, high)]
    const split = splitOf(high - low)
    return before <= split
      ? [...proof(low, low + split, before, whole), hash(low + split, high)]
      : [...proof(low + split, high, before - split, false), hash(low, low + split)]
  }
  return proof(0, size, from, true)
}

/** PATH of RFC 6962 2.1.1 from kept nodes, lowest first: that the leaf stands at `index` of `size` leaves. */
export function inclusionOf(index: number, size: number, read: ReadNode): readonly Digest[] {
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} of a tree of ${size}`)
  const path = (low: number, high: number): readonly Digest[] => {
    if (high - low === 1) return []
    const split = low + splitOf(high - low)
    return index < split
      ? [...path(low, split), subtree(split, high, read)]
      : [...path(split, high), subtree(low, split, read)]
  }
  return path(0, size)
}

/** Head of the tree over the leaves from `low` to before `high`, of which `low` begins a subtree. */
function subtree(low: number, high: number, read: ReadNode): Digest {
  const leaves = high - low
  const level = Math.log2(leaves)
  if (Number.isInteger(level)) return read(level, low / leaves)
  const split = low + splitOf(leaves)
  return nodeHash(subtree(low, split, read), subtree(split, high, read))
}
