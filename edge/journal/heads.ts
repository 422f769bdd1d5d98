import { type KeyObject, sign } from 'node:crypto'
import { join } from 'node:path'
import Connection, { type Database } from 'better-sqlite3'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import { type Frontier, rootOfFrontier } from '../ports/proof/stored-tree.ts'
import { isSignedBy, publicKeyOf, type SignedTreeHead, treeHeadBytes } from '../ports/proof/tree-head.ts'

export interface HeadSigner extends GatewayIdentity {
  readonly privateKey: KeyObject
}

/** Signs and keeps the head of the tree; answers its size, 0 where one of that size is kept already. */
export function headTable(
  db: Database,
  signer: HeadSigner,
  epoch: number,
): (tree: Frontier, at: string) => number {
  const insert = db.prepare(
    `INSERT INTO heads (size, epoch, root, at, checkpoint, gateway, signature)
     VALUES (@size, @epoch, @root, @at, @checkpoint, @gateway, @signature)`,
  )
  const last = db.prepare<[], number | null>('SELECT max(size) FROM heads').pluck()
  const { checkpoint, gateway, privateKey } = signer
  return (tree, at) => {
    const root = rootOfFrontier(tree)
    if (root === null || tree.size <= (last.get() ?? 0)) return 0
    const head = { checkpoint, gateway, epoch, size: tree.size, root: Buffer.from(root).toString('hex'), at }
    insert.run({ ...head, signature: sign(null, treeHeadBytes(head), privateKey).toString('base64') })
    return tree.size
  }
}

/** In whose name the newest head of a journal was signed; null where none was. Reads only. */
export function signedAs(directory: string): GatewayIdentity | null {
  const db = new Connection(join(directory, 'journal.db'), { readonly: true, fileMustExist: true })
  try {
    const newest = db.prepare<[], GatewayIdentity>(
      'SELECT checkpoint, gateway FROM heads ORDER BY size DESC LIMIT 1',
    )
    return newest.get() ?? null
  } finally {
    db.close()
  }
}

/** Checks heads as the walk over the events passes their sizes. */
export function headChecks(
  db: Database,
  publicKeys: readonly string[],
): {
  /** What is wrong with the head at this size, where there is one. */
  readonly at: (tree: Frontier) => string | null
  /** Heads of more events than there are. */
  readonly beyond: (size: number) => string | null
  readonly count: () => number
} {
  const keys = publicKeys.map(publicKeyOf)
  const heads = new Map(
    db
      .prepare<[], SignedTreeHead>('SELECT * FROM heads ORDER BY size')
      .all()
      .map((head) => [head.size, head]),
  )
  let checked = 0
  return {
    at: (tree) => {
      const head = heads.get(tree.size)
      if (head === undefined) return null
      const root = rootOfFrontier(tree)
      if (root === null || Buffer.from(root).toString('hex') !== head.root) {
        return `the head that was signed over ${head.size} events is not that of the events`
      }
      if (!keys.some((key) => isSignedBy(head, key))) {
        return `the head over ${head.size} events is not signed with a key of this gateway`
      }
      checked += 1
      return null
    },
    beyond: (size) => {
      const last = Math.max(0, ...heads.keys())
      if (Math.min(1, ...heads.keys()) < 1) return 'a head is of no tree'
      return last > size ? `a head was signed over ${last} events, and there are ${size}` : null
    },
    count: () => checked,
  }
}
