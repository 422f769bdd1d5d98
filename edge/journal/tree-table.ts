import type { Database } from 'better-sqlite3'
import type { Digest } from '../ports/proof/merkle.ts'
import {
  appendLeaf,
  emptyFrontier,
  type Frontier,
  type ReadNode,
  readFrontier,
} from '../ports/proof/stored-tree.ts'
import { leafOf } from './leaf.ts'
import type { EventRow } from './rows.ts'

export interface TreeTable {
  /** The tree as it is kept now. Throws where a node is missing. */
  frontier(): Frontier
  /** Keeps one leaf more, within the transaction of its event. */
  append(frontier: Frontier, leaf: Digest): Frontier
}

/** The tree as rows of `tree`: complete nodes only, which never change. */
export function treeTable(db: Database): TreeTable {
  const insert = db.prepare('INSERT INTO tree (level, position, hash) VALUES (?, ?, ?)')
  return {
    frontier: () => readFrontier(treeSize(db), nodeReader(db)),
    append: (before, leaf) => {
      const { frontier, nodes } = appendLeaf(before, leaf)
      for (const { level, index, hash } of nodes) insert.run(level, index, hash)
      return frontier
    },
  }
}

export function nodeReader(db: Database): ReadNode {
  const select = db
    .prepare<[number, number], Buffer>('SELECT hash FROM tree WHERE level = ? AND position = ?')
    .pluck()
  return (level, index) => {
    const hash = select.get(level, index)
    if (hash === undefined) throw new Error(`the tree has no node ${index} of level ${level}`)
    return hash
  }
}

/** Leaves of the tree that is kept. */
export function treeSize(db: Database): number {
  const last = db.prepare<[], number | null>('SELECT max(position) FROM tree WHERE level = 0').pluck().get()
  return last === undefined || last === null ? 0 : last + 1
}

/** Gives the events of a file of before the tree their leaves; by pages, for a file may hold millions. */
export function growTree(db: Database): void {
  const table = treeTable(db)
  const page = db.prepare<[number, number], EventRow>(
    'SELECT * FROM events WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT 1000',
  )
  let frontier = emptyFrontier
  let rows = page.all(0, 0)
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    for (const row of rows) frontier = table.append(frontier, leafOf(row))
    rows = page.all(last.epoch, last.seq)
  }
}
