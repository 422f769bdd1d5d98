import Database from 'better-sqlite3'
import type { Party } from '../domain/party.ts'
import type { Cosignature } from '../ports/heads.ts'
import type { CrossingRow, RecordedEvent, StreamEntry, StreamPosition } from '../ports/journal.ts'
import { consistencyOf, inclusionOf, readFrontier, rootOfFrontier } from '../ports/proof/stored-tree.ts'
import type { SignedTreeHead } from '../ports/proof/tree-head.ts'
import { type RecordedRow, recordedEvent, type StreamRow, streamEntry } from './rows.ts'
import { nodeReader, treeSize } from './tree-table.ts'

/** Most rows of one read: a long read would hold the write-ahead log and block the caller's thread. */
const maxPage = 1_000

export interface Reader {
  read(after: StreamPosition, limit: number): readonly RecordedEvent[]
  /** The last events of the journal, oldest first. */
  newest(count: number): readonly RecordedEvent[]
  readCrossing(crossing: string): readonly RecordedEvent[]
  /** Rows of a crossing as the tree has them, each with the number of its leaf. */
  leavesOf(crossing: string): readonly { readonly index: number; readonly row: RecordedRow }[]
  openCrossings(): readonly string[]
  recentCrossings(limit: number): readonly CrossingRow[]
  ofTypes(types: readonly string[]): readonly RecordedEvent[]
  crossingsOpened(from: string, before: string): readonly CrossingRow[]
  latest(lane: string, types: readonly string[]): RecordedEvent | null
  readStream(party: Party, after: StreamPosition, limit: number): readonly StreamEntry[]
  streamHead(party: Party): StreamPosition | undefined
  streamCount(party: Party, after: StreamPosition): number
  cursor(party: Party): StreamPosition | undefined
  latestHead(): SignedTreeHead | undefined
  /** Hex; null for a tree that is larger than the one kept. */
  rootAt(size: number): string | null
  consistency(from: number, size: number): readonly string[]
  /** Hex, lowest first: that the leaf stands at `index` of the tree of `size`. */
  inclusion(index: number, size: number): readonly string[]
  /** Leaves of the tree that is kept. */
  size(): number
  cosignature(party: Party): Cosignature | undefined
  close(): void
}

/** A second connection, read-only; in WAL mode it neither waits for the writer nor makes it wait. */
export function openReader(file: string): Reader {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  db.pragma('query_only = ON')

  // Within an epoch numbers have no gap, so that only whole epochs are counted.
  const before = db.prepare<[number], number>('SELECT count(*) FROM events WHERE epoch < ?').pluck()
  const events = db.prepare<[number, number, number], RecordedRow>(
    'SELECT * FROM recorded WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?',
  )
  const newest = db.prepare<[number], RecordedRow>(
    'SELECT * FROM recorded ORDER BY epoch DESC, seq DESC LIMIT ?',
  )
  const ofCrossing = db.prepare<[string], RecordedRow>(
    'SELECT * FROM recorded WHERE crossing = ? ORDER BY epoch, seq',
  )
  const open = db
    .prepare<[], string>(
      'SELECT crossing FROM crossings WHERE closed_at IS NULL ORDER BY opened_epoch, opened_seq',
    )
    .pluck()
  const recent = db.prepare<[number], CrossingRow>(
    `SELECT crossing, lane, opened_at AS openedAt, closed_at AS closedAt, outcome, plate
     FROM crossings ORDER BY opened_epoch DESC, opened_seq DESC LIMIT ?`,
  )
  const openedIn = db.prepare<[string, string], CrossingRow>(
    `SELECT crossing, lane, opened_at AS openedAt, closed_at AS closedAt, outcome, plate
     FROM crossings WHERE opened_at >= ? AND opened_at < ? ORDER BY opened_epoch, opened_seq`,
  )
  const ofType = db.prepare<[string, string], RecordedRow>(
    'SELECT * FROM recorded WHERE lane = ? AND type = ? ORDER BY epoch DESC, seq DESC LIMIT 1',
  )
  // The index has lane and type, so that no row of another type is read.
  const ofTypes = db.prepare<[string], RecordedRow>(
    `SELECT e.*, s.fields AS sealed FROM events e INDEXED BY events_by_lane
     LEFT JOIN sealed s ON s.epoch = e.epoch AND s.seq = e.seq
     WHERE e.lane IS NOT NULL AND e.type IN (SELECT value FROM json_each(?)) ORDER BY e.epoch, e.seq`,
  )
  const stream = db.prepare<[Party, number, number, number], StreamRow>(
    `SELECT s.epoch AS stream_epoch, s.seq AS stream_seq, s.withheld, e.*
     FROM streams s JOIN recorded e ON e.epoch = s.event_epoch AND e.seq = s.event_seq
     WHERE s.party = ? AND (s.epoch, s.seq) > (?, ?) ORDER BY s.epoch, s.seq LIMIT ?`,
  )
  const head = db.prepare<[Party], StreamPosition>(
    'SELECT epoch, seq FROM streams WHERE party = ? ORDER BY epoch DESC, seq DESC LIMIT 1',
  )
  const lastBelow = db.prepare<[Party, number], StreamPosition>(
    'SELECT epoch, seq FROM streams WHERE party = ? AND epoch < ? ORDER BY epoch DESC, seq DESC LIMIT 1',
  )
  const cursors = db.prepare<[Party], StreamPosition>('SELECT epoch, seq FROM cursors WHERE party = ?')

  const latestHead = db.prepare<[], SignedTreeHead>('SELECT * FROM heads ORDER BY size DESC LIMIT 1')
  const cosignature = db.prepare<[Party], Cosignature>(
    'SELECT * FROM cosignatures WHERE party = ? ORDER BY size DESC LIMIT 1',
  )
  const node = nodeReader(db)

  const page = (limit: number): number => Math.max(0, Math.min(Math.trunc(limit), maxPage))

  return {
    read: (after, limit) => events.all(after.epoch, after.seq, page(limit)).map(recordedEvent),
    newest: (count) => newest.all(count).reverse().map(recordedEvent),
    readCrossing: (crossing) => ofCrossing.all(crossing).map(recordedEvent),
    leavesOf: (crossing) =>
      ofCrossing.all(crossing).map((row) => ({ index: (before.get(row.epoch) ?? 0) + row.seq - 1, row })),
    openCrossings: () => open.all(),
    recentCrossings: (limit) => recent.all(page(limit)),
    ofTypes: (types) => ofTypes.all(JSON.stringify(types)).map(recordedEvent),
    crossingsOpened: (from, before) => openedIn.all(from, before),
    latest: (lane, types) => {
      const rows = types.flatMap((type) => ofType.get(lane, type) ?? [])
      const [newest] = rows.toSorted((a, b) => b.epoch - a.epoch || b.seq - a.seq)
      return newest === undefined ? null : recordedEvent(newest)
    },
    readStream: (party, after, limit) =>
      stream.all(party, after.epoch, after.seq, page(limit)).map((row) => streamEntry(party, row)),
    streamHead: (party) => head.get(party),
    streamCount: (party, after) => {
      // Streams have no gaps, so the last seq of an epoch is its count: no row needs to be visited.
      let count = 0
      let last = head.get(party)
      while (last !== undefined && last.epoch >= after.epoch) {
        count += last.epoch === after.epoch ? Math.max(0, last.seq - after.seq) : last.seq
        last = lastBelow.get(party, last.epoch)
      }
      return count
    },
    cursor: (party) => cursors.get(party),
    latestHead: () => latestHead.get(),
    rootAt: (size) => {
      const root = size > treeSize(db) ? null : rootOfFrontier(readFrontier(size, node))
      return root && hex(root)
    },
    consistency: (from, size) => consistencyOf(from, size, node).map(hex),
    inclusion: (index, size) => inclusionOf(index, size, node).map(hex),
    size: () => treeSize(db),
    cosignature: (party) => cosignature.get(party),
    close: () => {
      db.close()
    },
  }
}

function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex')
}
