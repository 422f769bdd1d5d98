import type { KeyObject } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { type Party, parties } from '../domain/party.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { Cosignature } from '../ports/heads.ts'
import { type Frontier, rootOfFrontier } from '../ports/proof/stored-tree.ts'
import { isCosignedBy } from '../ports/proof/tree-head.ts'

/** Checks what the centres cosigned as the walk over the events passes their sizes. */
export function cosignatureChecks(
  db: Database,
  centres: Readonly<Partial<Record<Party, KeyObject>>>,
): {
  readonly at: (tree: Frontier) => string | null
  /** A centre has cosigned more events than there are. */
  readonly beyond: (size: number) => string | null
  /** `unchecked`: of a Party whose key was not given. */
  readonly counts: () => { readonly checked: number; readonly unchecked: number }
} {
  const gateway = db.prepare<[], GatewayIdentity>('SELECT checkpoint, gateway FROM heads LIMIT 1').get()
  const bySize = Map.groupBy(
    db.prepare<[], Cosignature>('SELECT * FROM cosignatures').all(),
    ({ size }) => size,
  )
  const counts = { checked: 0, unchecked: 0 }
  const fault = (one: Cosignature, root: string): string | null => {
    const { party, size, signature } = one
    if (!parties.includes(party)) return `no Party is called ${party}`
    if (one.root !== root) return `${party} cosigned another tree of ${size} events`
    const key = centres[party]
    if (key === undefined || gateway === undefined) {
      counts.unchecked += 1
      return null
    }
    if (!isCosignedBy({ ...gateway, party, size, root, signature }, key)) {
      return `the cosignature over ${size} events is not one of the centre of ${party}`
    }
    counts.checked += 1
    return null
  }
  return {
    at: (tree) => {
      const here = bySize.get(tree.size)
      const root = here && rootOfFrontier(tree)
      if (!here || !root) return null
      const hex = Buffer.from(root).toString('hex')
      return here.reduce<string | null>((found, one) => found ?? fault(one, hex), null)
    },
    beyond: (size) => {
      const ahead = [...bySize.values()].flat().find((one) => one.size > size || one.size < 1)
      return ahead === undefined
        ? null
        : `${ahead.party} cosigned ${ahead.size} events, and there are ${size}`
    },
    counts: () => counts,
  }
}
