import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { parties } from '../../edge/domain/party.ts'
import { gatewayKeyFile } from '../../edge/journal/gateway-key.ts'
import { leafOf } from '../../edge/journal/leaf.ts'
import { type RecordedRow, recordedEvent } from '../../edge/journal/rows.ts'
import { nodeReader, treeWriter } from '../../edge/journal/tree-table.ts'
import { type Json, withhold } from '../../edge/journal/withheld.ts'
import {
  appendLeaf,
  emptyFrontier,
  readFrontier,
  rootOfFrontier,
  type TreeNode,
} from '../../edge/ports/proof/stored-tree.ts'
import { type SignedTreeHead, treeHeadBytes } from '../../edge/ports/proof/tree-head.ts'

/**
 * Makes everything that can be computed from the events fit them again, as one who owns the machine and the
 * key of the gateway would: streams, tree, and the heads under new signatures.
 */
export function rebuild(db: Database, directory: string): void {
  db.exec('DELETE FROM streams; DELETE FROM tree')
  const insert = db.prepare('INSERT INTO streams VALUES (?, ?, ?, ?, ?, ?)')
  const rows = db.prepare<[], RecordedRow>('SELECT * FROM recorded ORDER BY epoch, seq').all()
  const nodes: TreeNode[] = []
  const next: Record<string, number> = { KAZ: 1, KGZ: 1 }
  let frontier = emptyFrontier
  for (const row of rows) {
    const grown = appendLeaf(frontier, leafOf(row))
    frontier = grown.frontier
    nodes.push(...grown.nodes)
    const { event, shares } = recordedEvent(row)
    for (const party of parties) {
      const share = shares[party]
      if (share === null) continue
      const { taken } = withhold(event.data as unknown as Json, share.withheld)
      const seq = next[party] ?? 1
      insert.run(party, row.epoch, seq, row.epoch, row.seq, JSON.stringify(taken))
      next[party] = seq + 1
    }
  }
  treeWriter(db)(nodes)
  resign(db, directory, rows.length)
}

function resign(db: Database, directory: string, size: number): void {
  const key = createPrivateKey(readFileSync(join(directory, gatewayKeyFile)))
  const read = nodeReader(db)
  db.prepare('DELETE FROM heads WHERE size > ?').run(size)
  for (const head of db.prepare<[], SignedTreeHead>('SELECT * FROM heads').all()) {
    const root = Buffer.from(rootOfFrontier(readFrontier(head.size, read)) ?? []).toString('hex')
    const signature = sign(null, treeHeadBytes({ ...head, root }), key).toString('base64')
    db.prepare('UPDATE heads SET root = ?, signature = ? WHERE size = ?').run(root, signature, head.size)
  }
}
