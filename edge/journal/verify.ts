import { createHash, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Party, parties } from '../domain/party.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { PartyKeys } from '../ports/party-signature.ts'
import { appendLeaf, emptyFrontier, type Frontier, rootOfFrontier } from '../ports/proof/stored-tree.ts'
import { actChecks } from './act-checks.ts'
import { cosignatureChecks } from './cosignature-checks.ts'
import type { EventRow } from './event-row.ts'
import { readGatewayKeys } from './gateway-key.ts'
import { headChecks } from './heads.ts'
import { leafOf } from './leaf.ts'
import { type RecordedRow, recordedEvent } from './rows.ts'
import { schemaVersion } from './schema.ts'
import { findNode, treeSize } from './tree-table.ts'
import { type Json, withhold } from './withheld.ts'

/** What is wrong, and at which event: `position` counts from 0, as the leaves of the tree do. */
export interface Finding {
  readonly position: number
  /** null where the event is not there, or where no one event is at fault. */
  readonly id: string | null
  readonly what: string
}

export interface JournalVerdict {
  readonly events: number
  /** Head of the tree computed anew from the events, in hex; null for none. */
  readonly root: string | null
  /** Evidence files whose bytes were hashed. */
  readonly evidence: number
  /** Signed heads that are those of the events. */
  readonly heads: number
  /** Cosignatures of the centres over heads of these events. */
  readonly cosignatures: { readonly checked: number; readonly unchecked: number }
  /** Facts of officers, by whether an approved key signed the act. */
  readonly acts: { readonly signed: number; readonly unsigned: number }
  /** The first event that is not as it was recorded; null where all is whole. */
  readonly bad: Finding | null
}

/** Public keys, as whoever verifies knows them; what is left out proves less. */
export interface VerifyKeys {
  /** Of the gateway, base64 of SPKI DER; left out: those beside the journal. */
  readonly gateway?: readonly string[]
  /** Of the centres that cosign. */
  readonly centres?: Readonly<Partial<Record<Party, KeyObject>>>
  /** Of the authorities that approve the keys of lane PCs. */
  readonly authorities?: PartyKeys
  /** Heads that a centre or an auditor keeps (root in hex): the journal must still be the one they are of. */
  readonly known?: readonly { readonly size: number; readonly root: string }[]
  /** An act without a signature is a fault. */
  readonly signedActsOnly?: boolean
}

/**
 * Recomputes the journal from its events: numbers without a gap, each leaf, each node of the tree, the
 * streams that the Parties get, the bytes of the evidence, and every signature: heads of the gateway,
 * cosignatures of the centres, acts of officers and the approvals of their keys. Reads only, at one moment,
 * beside a gateway at work or not. Keys of the gateway that lie beside the journal prove less, for whoever
 * rewrites a journal can rewrite them too. Throws `journal.open` where there is no journal of this version.
 */
export function verifyJournal(directory: string, keys: VerifyKeys = {}): JournalVerdict {
  const file = join(directory, 'journal.db')
  const db = openFor(file)
  try {
    db.exec('BEGIN')
    return walk(db, directory, {
      heads: headChecks(db, keys.gateway ?? readGatewayKeys(directory)),
      known: knownChecks(keys.known ?? []),
      cosignatures: cosignatureChecks(db, keys.centres ?? {}),
      acts: actChecks(db, keys.authorities ?? {}, keys.signedActsOnly ?? false),
    })
  } finally {
    db.close()
  }
}

function openFor(file: string): Database.Database {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, fileMustExist: true })
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version !== schemaVersion) {
      throw new Error(
        `It has version ${version}, not ${schemaVersion}: open it once with this version of Ayaldama.`,
      )
    }
    return db
  } catch (cause) {
    db?.close()
    throw new AyaldamaError('journal.open', file, cause instanceof Error ? cause.message : undefined, {
      cause,
    })
  }
}

function walk(
  db: Database.Database,
  directory: string,
  {
    heads,
    known,
    cosignatures,
    acts,
  }: {
    readonly known: ReturnType<typeof knownChecks>
    readonly heads: ReturnType<typeof headChecks>
    readonly cosignatures: ReturnType<typeof cosignatureChecks>
    readonly acts: ReturnType<typeof actChecks>
  },
): JournalVerdict {
  const node = findNode(db)
  const checkStreams = streamChecks(db)
  const checkEvidence = evidenceChecks(directory)
  let frontier = emptyFrontier
  let expected = { epoch: 1, seq: 1 }
  const verdict = (bad: Finding | null): JournalVerdict => {
    const root = rootOfFrontier(frontier)
    return {
      events: frontier.size,
      root: root && Buffer.from(root).toString('hex'),
      evidence: checkEvidence.files(),
      heads: heads.count(),
      cosignatures: cosignatures.counts(),
      acts: acts.counts(),
      bad,
    }
  }
  try {
    const rows = db.prepare<[], RecordedRow>('SELECT * FROM recorded ORDER BY epoch, seq').iterate()
    for (const row of rows) {
      const position = frontier.size
      const bad = (what: string, id: string | null = row.id) => verdict({ position, id, what })
      // A restore begins a new epoch at 1; within one no number may be missing.
      const begins = row.epoch > expected.epoch && row.seq === 1
      if (!begins && (row.epoch !== expected.epoch || row.seq !== expected.seq)) {
        return bad(`event ${expected.epoch}/${expected.seq} is missing`, null)
      }
      expected = { epoch: row.epoch, seq: row.seq + 1 }
      const grown = appendLeaf(frontier, leafOf(row))
      for (const { level, index, hash } of grown.nodes) {
        const kept = node(level, index)
        if (kept === undefined) return bad(`the tree has no node ${index} of level ${level}`)
        if (!kept.equals(hash)) {
          return bad(
            level === 0
              ? 'it is not what its leaf was made of'
              : `node ${index} of level ${level} is not that of the leaves`,
          )
        }
      }
      frontier = grown.frontier
      const wrong =
        heads.at(frontier) ??
        known.at(frontier) ??
        cosignatures.at(frontier) ??
        checkStreams.of(row) ??
        acts.of(row, position) ??
        checkEvidence.of(row)
      if (wrong !== null) return bad(wrong)
    }
    const size = treeSize(db)
    if (size !== frontier.size) {
      const what = `the tree has ${size} leaves, and events end here`
      return verdict({ position: frontier.size, id: null, what })
    }
    const cut = heads.beyond(size) ?? cosignatures.beyond(size) ?? known.beyond(size)
    if (cut !== null) return verdict({ position: size, id: null, what: cut })
    const streams = checkStreams.rest() ?? acts.rest()
    if (streams !== null) return verdict({ position: frontier.size, id: null, what: streams })
    // Indexes and free pages, which the walk above does not read.
    const intact = String(db.pragma('integrity_check(1)', { simple: true }))
    return verdict(
      intact === 'ok' ? null : { position: frontier.size, id: null, what: `the file: ${intact}` },
    )
  } catch (error) {
    const what = `it cannot be read: ${error instanceof Error ? error.message : String(error)}`
    return verdict({ position: frontier.size, id: null, what })
  }
}

/** Heads that somebody else keeps: no one who holds the journal can have taken them away. */
function knownChecks(heads: NonNullable<VerifyKeys['known']>): {
  readonly at: (tree: Frontier) => string | null
  readonly beyond: (size: number) => string | null
} {
  return {
    at: (tree) => {
      const here = heads.filter(({ size }) => size === tree.size)
      const root = here.length === 0 ? null : rootOfFrontier(tree)
      const other = here.some((head) => root === null || head.root !== Buffer.from(root).toString('hex'))
      return other ? `the head over ${tree.size} events that is kept elsewhere is not that of these` : null
    },
    beyond: (size) => {
      const ahead = heads.find((head) => head.size > size)
      return ahead ? `a head over ${ahead.size} events is kept elsewhere, and there are ${size}` : null
    },
  }
}

/** The streams must say of each event what its policy says, under numbers without a gap, and nothing more. */
function streamChecks(db: Database.Database): {
  readonly of: (row: RecordedRow) => string | null
  readonly rest: () => string | null
} {
  const entry = db.prepare<
    [Party, number, number],
    { event_epoch: number; event_seq: number; withheld: string }
  >('SELECT event_epoch, event_seq, withheld FROM streams WHERE party = ? AND epoch = ? AND seq = ?')
  const last = new Map<Party, { readonly epoch: number; readonly seq: number }>()
  let counted = 0
  return {
    of: (row) => {
      const { event, shares } = recordedEvent(row)
      for (const party of parties) {
        const share = shares[party]
        if (share === null) continue
        const before = last.get(party)
        const seq = before?.epoch === row.epoch ? before.seq + 1 : 1
        last.set(party, { epoch: row.epoch, seq })
        counted += 1
        const kept = entry.get(party, row.epoch, seq)
        const withheld = JSON.stringify(withhold(event.data as unknown as Json, share.withheld).taken)
        if (kept?.event_epoch !== row.epoch || kept.event_seq !== row.seq || kept.withheld !== withheld) {
          return `the stream of ${party} does not hold it as the sharing policy says`
        }
      }
      return null
    },
    rest: () => {
      const kept = db.prepare<[], number>('SELECT count(*) FROM streams').pluck().get()
      return kept === counted ? null : `the streams hold ${kept} entries, the events make ${counted}`
    },
  }
}

/** Each file is hashed once, however many events name it. */
function evidenceChecks(directory: string): {
  readonly of: (row: EventRow) => string | null
  readonly files: () => number
} {
  const whole = new Set<string>()
  return {
    of: (row) => {
      for (const sha256 of namedIn(JSON.parse(row.data))) {
        if (whole.has(sha256)) continue
        const place = join(directory, 'evidence', sha256.slice(0, 2), sha256.slice(2))
        if (!existsSync(place)) return `evidence ${sha256} is missing`
        const found = createHash('sha256').update(readFileSync(place)).digest('hex')
        if (found !== sha256) return `evidence ${sha256} has other bytes than its name says`
        whole.add(sha256)
      }
      return null
    },
    files: () => whole.size,
  }
}

/** Hashes of the evidence that `data` refers to, at any depth. */
export function namedIn(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null) return []
  const here =
    'sha256' in data && 'mediaType' in data && /^[0-9a-f]{64}$/.test(String(data.sha256))
      ? [String(data.sha256)]
      : []
  return [...here, ...Object.values(data).flatMap(namedIn)]
}
