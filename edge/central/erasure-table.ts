import type { Database } from 'better-sqlite3'
import { withoutPersonalTexts } from '../domain/control/personal-fields.ts'
import { type CloudEvent, eventTypePrefix } from '../ports/feed/messages.ts'
import type { StreamPosition } from '../ports/journal.ts'

/** What is to be erased: events up to a position of the stream that were recorded before an instant (ISO 8601). */
export interface ErasureOrder {
  readonly before: string
  readonly upTo: StreamPosition
}

/** A `FieldsErased` of a gateway's stream, and what became of it here. */
export interface ErasureRecord {
  readonly gateway: string
  /** Position of the notice. */
  readonly epoch: number
  readonly seq: number
  /** null: it was carried out. */
  readonly refused: string | null
  /** Events whose texts were erased here. */
  readonly events: number
}

/** An event as it lies in the store: JSON of a CloudEvent. */
export interface EventRow {
  readonly gateway: string
  readonly event: string
}

/** Rows that are read at once: a long list of a gateway's events is no reason for much memory. */
const page = 1_000

interface Candidate extends StreamPosition {
  readonly event: string
}

/** Carries out what gateways tell a centre to erase, and keeps what became of it. */
export function openErasureTable(db: Database): {
  open(gateway: string, watermark: StreamPosition): readonly EventRow[]
  erase(gateway: string, at: StreamPosition, order: ErasureOrder): number
  refuse(gateway: string, at: StreamPosition, why: string): void
  records(gateway: string): readonly ErasureRecord[]
  unexplained(gateway: string): number
} {
  const notices = db.prepare<[string, number, number], EventRow>(
    `SELECT e.gateway, e.event FROM events e
     WHERE e.gateway = ? AND e.type = '${eventTypePrefix}FieldsErased' AND (e.epoch, e.seq) <= (?, ?)
       AND NOT EXISTS (SELECT 1 FROM erasures d WHERE (d.gateway, d.epoch, d.seq) = (e.gateway, e.epoch, e.seq))
     ORDER BY e.epoch, e.seq`,
  )
  // As the gateway decides: of crossings that were closed when it erased, and of what belongs to none.
  const candidates = db.prepare<
    [string, number, number, number, number, string, number, number, number],
    Candidate
  >(
    `SELECT e.epoch, e.seq, e.event FROM events e
     WHERE e.gateway = ? AND (e.epoch, e.seq) > (?, ?) AND (e.epoch, e.seq) <= (?, ?)
       AND json_extract(e.event, '$.recordtime') < ? AND json_extract(e.event, '$.erased') IS NULL
       AND (e.crossing IS NULL
         OR NOT EXISTS (SELECT 1 FROM events o WHERE o.gateway = e.gateway AND o.crossing = e.crossing
           AND o.type = '${eventTypePrefix}CrossingOpened')
         OR EXISTS (SELECT 1 FROM events c WHERE c.gateway = e.gateway AND c.crossing = e.crossing
           AND c.type = '${eventTypePrefix}CrossingClosed' AND (c.epoch, c.seq) < (?, ?)))
     ORDER BY e.epoch, e.seq LIMIT ?`,
  )
  const replace = db.prepare<[string, string, number, number]>(
    'UPDATE events SET event = ? WHERE gateway = ? AND epoch = ? AND seq = ?',
  )
  const keep = db.prepare(
    `INSERT INTO erasures (gateway, epoch, seq, before, to_epoch, to_seq, refused, events)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const records = db.prepare<[string], ErasureRecord>(
    'SELECT gateway, epoch, seq, refused, events FROM erasures WHERE gateway = ? ORDER BY epoch, seq',
  )
  const unexplained = db
    .prepare<[string], number>(
      `SELECT count(*) FROM events e WHERE e.gateway = ? AND json_extract(e.event, '$.erased')
         AND NOT EXISTS (SELECT 1 FROM erasures d WHERE d.gateway = e.gateway AND d.refused IS NULL
           AND (e.epoch, e.seq) <= (d.to_epoch, d.to_seq) AND json_extract(e.event, '$.recordtime') < d.before)`,
    )
    .pluck()

  const erase = db.transaction((gateway: string, at: StreamPosition, { before, upTo }: ErasureOrder) => {
    let events = 0
    let from: StreamPosition = { epoch: 0, seq: 0 }
    for (let more = true; more; ) {
      const [after, to] = [
        [from.epoch, from.seq],
        [upTo.epoch, upTo.seq],
      ] as const
      const rows = candidates.all(gateway, ...after, ...to, before, at.epoch, at.seq, page)
      for (const { epoch, seq, event } of rows) {
        const bare = withoutTexts(JSON.parse(event) as CloudEvent)
        if (bare === null) continue
        replace.run(JSON.stringify(bare), gateway, epoch, seq)
        events += 1
      }
      from = rows.at(-1) ?? from
      more = rows.length === page
    }
    keep.run(gateway, at.epoch, at.seq, before, upTo.epoch, upTo.seq, null, events)
    return events
  })

  return {
    open: (gateway, { epoch, seq }) => notices.all(gateway, epoch, seq),
    erase: (gateway, at, order) => {
      const events = erase.immediate(gateway, at, order)
      // The log still has the pages of before.
      if (events > 0) db.pragma('wal_checkpoint(TRUNCATE)')
      return events
    },
    refuse: (gateway, { epoch, seq }, why) => {
      keep.run(gateway, epoch, seq, '', 0, 0, why, 0)
    },
    records: (gateway) => records.all(gateway),
    unexplained: (gateway) => unexplained.get(gateway) ?? 0,
  }
}

/** Without personal texts and without what opens a signed act; null where it has neither. */
function withoutTexts(event: CloudEvent): CloudEvent | null {
  const { actopened, ...rest } = event
  const data = withoutPersonalTexts(event.type.slice(eventTypePrefix.length), event.data)
  if (data === null && actopened === undefined) return null
  return { ...rest, erased: true, data: { ...(data ?? event.data) } }
}
