import type { Database } from 'better-sqlite3'
import { parties } from '../domain/party.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { PartyKeys } from '../ports/party-signature.ts'
import { judgeFact, versionCounter, walkMemory } from '../ports/proof/act-walk.ts'
import { erasures } from './erasure.ts'
import { type RecordedRow, recordedEvent, type Sealed } from './rows.ts'
import { sealFault } from './sealed-fields.ts'
import type { Json } from './withheld.ts'

/** Checks the signatures of officers as the walk over the events passes them. */
export function actChecks(
  db: Database,
  authorities: PartyKeys,
  required: boolean,
): {
  readonly of: (row: RecordedRow, position: number) => string | null
  /** What opens events stands beside them, and beside nothing else. */
  readonly rest: () => string | null
  readonly counts: () => { readonly signed: number; readonly unsigned: number }
} {
  const gateway =
    db.prepare<[], GatewayIdentity>('SELECT checkpoint, gateway FROM heads LIMIT 1').get() ?? null
  const memory = walkMemory()
  const versions = versionCounter()
  const counts = { signed: 0, unsigned: 0 }
  const lawfullyErased = erasures(db)
  let sealed = 0
  return {
    of: (row, position) => {
      const erased = row.sealed === null && lawfullyErased(row, position)
      const { event, actor, crossing, lane, reason, recordTime, epoch, seq, shares } = recordedEvent(row)
      const { type, data } = event
      const verdict = judgeFact(
        {
          ...{ type, data, actor, crossing, lane, reason, recordTime, epoch, seq },
          withheld: [],
          erased,
        },
        memory,
        { authorities, gateway },
      )
      if ('fault' in verdict) return verdict.fault
      if (row.sealed !== null) sealed += 1
      if (verdict.act !== 'none') counts[verdict.act] += 1
      if (verdict.act === 'unsigned' && required) return 'the act is not signed'
      if (actor.kind === 'officer' && actor.act && !erased) {
        const { statement, opened } = actor.act
        const closed = Object.keys(statement.fields).find((field) => opened[field] === undefined)
        if (closed !== undefined) return `nothing opens field ${closed} of the act`
      }
      const open = row.sealed === null ? null : (JSON.parse(row.sealed) as Sealed)
      if (open?.act !== undefined && !(actor.kind === 'officer' && actor.act)) return 'no act is to be opened'
      const kept = sealFault(type, JSON.parse(row.data) as Json, erased ? null : (open?.data ?? {}))
      if (kept !== null) return kept
      if (actor.kind === 'officer' && actor.act && crossing !== null) {
        // Whose statement it is was compared with the actor before.
        const { version } = actor.act.statement
        if (version > versions.count(crossing, actor.party)) return 'the act was signed on a later state'
      }
      if (crossing !== null) {
        for (const party of parties) if (shares[party] !== null) versions.add(crossing, party)
      }
      return null
    },
    rest: () => {
      const kept = db.prepare<[], number>('SELECT count(*) FROM sealed').pluck().get()
      return kept === sealed ? null : `${kept} rows open events, and ${sealed} events have one`
    },
    counts: () => counts,
  }
}
