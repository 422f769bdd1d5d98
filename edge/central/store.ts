import Database from 'better-sqlite3'
import type { AnyEvent } from '../domain/crossing/events.ts'
import { type CloudEvent, type EventsMessage, eventTypePrefix } from '../ports/feed/messages.ts'
import type { StreamPosition } from '../ports/journal.ts'
import { type ErasureOrder, type ErasureRecord, type EventRow, openErasureTable } from './erasure-table.ts'

/** What a centre holds, of one gateway or of all. */
export interface CentreSummary {
  /** Events stored. */
  readonly received: number
  /** Events below the highest seq seen that are not there. */
  readonly missing: number
  /** Events stored more than once, counted by their id over the stored rows. */
  readonly duplicates: number
  /** Events that came again and were ignored. */
  readonly redelivered: number
  /** Events whose place in the stream was taken by another id: a gateway used a number twice. */
  readonly conflicts: number
  /** Messages that were not valid. */
  readonly invalid: number
  /** Of the named gateway, or of the only one; null where there is none or more than one. */
  readonly watermark: StreamPosition | null
}

/** An event as the centre holds it; `event.data` lacks the paths of `withheld`. */
export interface CentreEvent {
  /** `{checkpoint}/{gateway}` */
  readonly gateway: string
  readonly epoch: number
  readonly seq: number
  readonly id: string
  readonly crossing: string | null
  readonly lane: string | null
  readonly eventTime: string
  readonly recordTime: string
  readonly withheld: readonly string[]
  readonly event: AnyEvent
  /** As it came, but for what was erased since. */
  readonly cloudEvent: CloudEvent
}

export interface Arrived {
  readonly gateway: string
  readonly message: EventsMessage
}

export interface Stored {
  readonly watermark: StreamPosition
  readonly stored: number
  readonly redelivered: number
  readonly conflicts: number
}

export interface CentreStore {
  /** One transaction: rows and watermark together, durable when it returns. */
  store(gateway: string, message: EventsMessage): Stored
  /** The same for messages that came together: they share the wait for the disk. All of them or none. */
  storeAll(arrived: readonly Arrived[]): readonly Stored[]
  watermark(gateway: string): StreamPosition
  /** Missing ranges in the epoch of the watermark, first ones first. */
  gaps(gateway: string, limit: number): readonly (readonly [from: number, to: number])[]
  gateways(): readonly string[]
  /** `FieldsErased` behind the watermark that were neither carried out nor refused, in order. */
  openErasures(gateway: string): readonly CentreEvent[]
  /**
   * Erases texts of personal fields and what opens signed acts, of crossings that were closed before the notice.
   * One transaction with the record of it; what was erased is in no page of the file afterwards.
   */
  erase(gateway: string, at: StreamPosition, notice: ErasureOrder): number
  refuseErasure(gateway: string, at: StreamPosition, why: string): void
  erasures(gateway: string): readonly ErasureRecord[]
  /** Events that came erased and of which no notice that was carried out speaks. */
  erasedUnexplained(gateway: string): number
  countInvalid(): void
  summary(gateway?: string): CentreSummary
  events(crossing: string | null): readonly CentreEvent[]
  /** Events of one gateway after a position, in order, at most `limit`. */
  eventsAfter(gateway: string, after: StreamPosition, limit: number): readonly CentreEvent[]
  close(): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    gateway TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    crossing TEXT,
    event TEXT NOT NULL CHECK (json_valid(event)),
    PRIMARY KEY (gateway, epoch, seq)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_by_id ON events (id);
  CREATE INDEX IF NOT EXISTS events_by_crossing ON events (crossing) WHERE crossing IS NOT NULL;
  CREATE TABLE IF NOT EXISTS gateways (
    gateway TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    watermark INTEGER NOT NULL,
    redelivered INTEGER NOT NULL DEFAULT 0,
    conflicts INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS events_of_crossings ON events (gateway, crossing, type) WHERE crossing IS NOT NULL;
  CREATE INDEX IF NOT EXISTS erasure_notices ON events (gateway, epoch, seq) WHERE type = '${eventTypePrefix}FieldsErased';
  CREATE INDEX IF NOT EXISTS erased_events ON events (gateway, epoch, seq) WHERE json_extract(event, '$.erased');
  CREATE TABLE IF NOT EXISTS erasures (
    gateway TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    before TEXT NOT NULL,
    to_epoch INTEGER NOT NULL,
    to_seq INTEGER NOT NULL,
    refused TEXT,
    events INTEGER NOT NULL,
    PRIMARY KEY (gateway, epoch, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/** `gateway` is `{checkpoint}/{gateway}` throughout. */
export function openCentreStore(file: string): CentreStore {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  // What is acknowledged is gone from the gateway's duty, so it must survive a power cut here.
  db.pragma('synchronous = FULL')
  db.pragma('secure_delete = ON')
  db.exec(schema)

  const insert = db.prepare(
    `INSERT INTO events (gateway, epoch, seq, id, type, crossing, event) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (gateway, epoch, seq) DO NOTHING`,
  )
  const idAt = db
    .prepare<[string, number, number], string>(
      'SELECT id FROM events WHERE gateway = ? AND epoch = ? AND seq = ?',
    )
    .pluck()
  const position = db.prepare<[string], { epoch: number; watermark: number }>(
    'SELECT epoch, watermark FROM gateways WHERE gateway = ?',
  )
  const setPosition = db.prepare(
    `INSERT INTO gateways (gateway, epoch, watermark, redelivered, conflicts) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET epoch = excluded.epoch, watermark = excluded.watermark,
       redelivered = redelivered + excluded.redelivered, conflicts = conflicts + excluded.conflicts`,
  )
  const seqsAfter = db
    .prepare<[string, number, number], number>(
      'SELECT seq FROM events WHERE gateway = ? AND epoch = ? AND seq > ? ORDER BY seq',
    )
    .pluck()
  const invalid = db.prepare(
    `INSERT INTO counters (name, count) VALUES ('invalid', 1) ON CONFLICT DO UPDATE SET count = count + 1`,
  )
  const byCrossing = db.prepare<[string], EventRow>(
    'SELECT gateway, event FROM events WHERE crossing = ? ORDER BY gateway, epoch, seq',
  )
  const all = db.prepare<[], EventRow>('SELECT gateway, event FROM events ORDER BY gateway, epoch, seq')
  const after = db.prepare<[string, number, number, number], EventRow>(
    `SELECT gateway, event FROM events WHERE gateway = ? AND (epoch, seq) > (?, ?)
     ORDER BY epoch, seq LIMIT ?`,
  )
  const gatewayNames = db.prepare<[], string>('SELECT gateway FROM gateways ORDER BY gateway').pluck()

  const watermark = (gateway: string): StreamPosition => {
    const row = position.get(gateway)
    return row === undefined ? { epoch: 1, seq: 0 } : { epoch: row.epoch, seq: row.watermark }
  }

  /** Goes on from `from` over what is stored without a gap. */
  const contiguous = (gateway: string, from: StreamPosition): StreamPosition => {
    let seq = from.seq
    for (const next of seqsAfter.iterate(gateway, from.epoch, from.seq)) {
      if (next !== seq + 1) break
      seq = next
    }
    return { epoch: from.epoch, seq }
  }

  const storeOne = (gateway: string, message: EventsMessage): Stored => {
    let stored = 0
    let redelivered = 0
    let conflicts = 0
    for (const event of message.events) {
      const { changes } = insert.run(
        gateway,
        message.epoch,
        event.seq,
        event.id,
        event.type,
        event.subject ?? null,
        JSON.stringify(event),
      )
      if (changes === 1) stored += 1
      else if (idAt.get(gateway, message.epoch, event.seq) === event.id) redelivered += 1
      else conflicts += 1
    }
    const before = watermark(gateway)
    const begins =
      message.epoch > before.epoch &&
      message.from === 1 &&
      message.after !== undefined &&
      (message.after.epoch < before.epoch ||
        (message.after.epoch === before.epoch && message.after.seq <= before.seq))
    const now = contiguous(gateway, begins ? { epoch: message.epoch, seq: 0 } : before)
    setPosition.run(gateway, now.epoch, now.seq, redelivered, conflicts)
    return { watermark: now, stored, redelivered, conflicts }
  }
  const storeAll = db.transaction((arrived: readonly Arrived[]) =>
    arrived.map(({ gateway, message }) => storeOne(gateway, message)),
  )
  const store = db.transaction(storeOne)

  const erasureTable = openErasureTable(db)

  const number = (sql: string, ...values: unknown[]): number =>
    db
      .prepare<unknown[], number | null>(sql)
      .pluck()
      .get(...values) ?? 0

  return {
    store: (gateway, message) => store.immediate(gateway, message),
    storeAll: (arrived) => storeAll.immediate(arrived),
    watermark,
    gaps: (gateway, limit) => {
      const { epoch, seq } = watermark(gateway)
      const gaps: (readonly [number, number])[] = []
      let expected = seq + 1
      for (const next of seqsAfter.iterate(gateway, epoch, seq)) {
        if (next > expected) gaps.push([expected, next - 1])
        if (gaps.length >= limit) break
        expected = next + 1
      }
      return gaps
    },
    gateways: () => gatewayNames.all(),
    openErasures: (gateway) => erasureTable.open(gateway, watermark(gateway)).map(centreEvent),
    erase: erasureTable.erase,
    refuseErasure: erasureTable.refuse,
    erasures: erasureTable.records,
    erasedUnexplained: erasureTable.unexplained,
    countInvalid: () => {
      invalid.run()
    },
    summary: (gateway) => {
      const where = gateway === undefined ? '' : 'WHERE gateway = ?'
      const values = gateway === undefined ? [] : [gateway]
      const names = gateway === undefined ? gatewayNames.all() : [gateway]
      const [only] = names
      return {
        received: number(`SELECT count(*) FROM events ${where}`, ...values),
        missing: number(
          `SELECT sum(highest - held) FROM (
             SELECT max(seq) AS highest, count(*) AS held FROM events ${where} GROUP BY gateway, epoch)`,
          ...values,
        ),
        duplicates: number(
          `SELECT sum(copies - 1) FROM (SELECT count(*) AS copies FROM events ${where} GROUP BY gateway, id)`,
          ...values,
        ),
        redelivered: number(`SELECT sum(redelivered) FROM gateways ${where}`, ...values),
        conflicts: number(`SELECT sum(conflicts) FROM gateways ${where}`, ...values),
        invalid: number(`SELECT count FROM counters WHERE name = 'invalid'`),
        watermark: only !== undefined && names.length === 1 ? watermark(only) : null,
      }
    },
    events: (crossing) => (crossing === null ? all.all() : byCrossing.all(crossing)).map(centreEvent),
    eventsAfter: (gateway, { epoch, seq }, limit) => after.all(gateway, epoch, seq, limit).map(centreEvent),
    close: () => {
      db.close()
    },
  }
}

function centreEvent({ gateway, event }: EventRow): CentreEvent {
  const cloudEvent = JSON.parse(event) as CloudEvent
  const { epoch, seq, id, subject, lane, time, recordtime, withheld, type, data } = cloudEvent
  return {
    gateway,
    epoch,
    seq,
    id,
    crossing: subject ?? null,
    lane: lane ?? null,
    eventTime: time,
    recordTime: recordtime,
    withheld: withheld === undefined ? [] : withheld.split(','),
    event: { type: type.slice(eventTypePrefix.length), data } as unknown as AnyEvent,
    cloudEvent,
  }
}
