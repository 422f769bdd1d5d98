import type { Database } from 'better-sqlite3'
import { appendLeaf, emptyFrontier, type ReadNode, type TreeNode } from '../ports/proof/stored-tree.ts'
import type { EventRow } from './event-row.ts'
import { leafOf } from './leaf.ts'

const digestBytes = 32

/**
 * Keeps complete nodes, which never change, within the transaction of their events. Those of one level that
 * follow each other go into one row: a commit then costs a row a level and not two an event.
 */
export function treeWriter(db: Database): (nodes: readonly TreeNode[]) => void {
  const insert = db.prepare('INSERT INTO tree (level, position, hash) VALUES (?, ?, ?)')
  return (nodes) => {
    for (const level of Map.groupBy(nodes, (node) => node.level).values()) {
      const [first] = level
      if (first !== undefined) {
        insert.run(first.level, first.index, Buffer.concat(level.map(({ hash }) => hash)))
      }
    }
  }
}

interface Run {
  readonly position: number
  readonly hash: Buffer
}

/** Throws for a node that is not kept. What was read last of a level is remembered: neighbours stand in it. */
export function nodeReader(db: Database): ReadNode {
  const find = findNode(db)
  return (level, index) => {
    const hash = find(level, index)
    if (hash === undefined) throw new Error(`the tree has no node ${index} of level ${level}`)
    return hash
  }
}

/** As `nodeReader`; undefined for a node that is not kept. */
export function findNode(db: Database): (level: number, index: number) => Buffer | undefined {
  const select = db.prepare<[number, number], Run>(
    'SELECT position, hash FROM tree WHERE level = ? AND position <= ? ORDER BY position DESC LIMIT 1',
  )
  const last = new Map<number, Run>()
  const within = (run: Run | undefined, index: number): Buffer | undefined => {
    if (run === undefined || index < run.position) return undefined
    const at = (index - run.position) * digestBytes
    return at + digestBytes <= run.hash.length ? run.hash.subarray(at, at + digestBytes) : undefined
  }
  return (level, index) => {
    const known = within(last.get(level), index)
    if (known !== undefined) return known
    const run = select.get(level, index)
    if (run !== undefined) last.set(level, run)
    return within(run, index)
  }
}

/** Leaves of the tree that is kept. */
export function treeSize(db: Database): number {
  const last = db
    .prepare<[], number>(
      `SELECT position + length(hash) / ${digestBytes} FROM tree WHERE level = 0 ORDER BY position DESC LIMIT 1`,
    )
    .pluck()
    .get()
  return last ?? 0
}

/** Gives the events of a file of before the tree their leaves; by pages, for a file may hold millions. */
export function growTree(db: Database): void {
  const write = treeWriter(db)
  const page = db.prepare<[number, number], EventRow>(
    'SELECT * FROM events WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT 1000',
  )
  let frontier = emptyFrontier
  let rows = page.all(0, 0)
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    const nodes: TreeNode[] = []
    for (const row of rows) {
      const grown = appendLeaf(frontier, leafOf(row))
      frontier = grown.frontier
      nodes.push(...grown.nodes)
    }
    write(nodes)
    rows = page.all(last.epoch, last.seq)
  }
}
