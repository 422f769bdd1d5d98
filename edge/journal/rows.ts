import type { AnyEvent } from '../domain/crossing/events.ts'
import type { Actor, Party } from '../domain/party.ts'
import { parties } from '../domain/party.ts'
import type { Opening } from '../domain/signed-act.ts'
import type { NewEvent, RecordedEvent, Share, StreamEntry } from '../ports/journal.ts'
import type { EventRow } from './event-row.ts'
import { columnsOf } from './leaf.ts'
import { type SealedFields, seal, unseal } from './sealed-fields.ts'
import { actorFor } from './seen-by.ts'
import { type Json, withhold } from './withheld.ts'

/** What an event changes in the table of crossings. */
export type CrossingChange =
  | { readonly change: 'opened'; readonly lane: string; readonly at: string }
  | { readonly change: 'plate'; readonly text: string; readonly accepted: boolean }
  | { readonly change: 'closed'; readonly outcome: string; readonly at: string }
  | null

/** An event made ready for the writer, which only numbers and stores it. */
export interface PreparedEvent {
  readonly id: string
  readonly crossing: string | null
  /** The row without its number, in the form that goes into the leaf: see `columnsOf`. */
  readonly columns: string
  /** JSON of what opens its commitments; null where it has none. */
  readonly sealed: string | null
  /** Streams that get the event, with the JSON list of the paths that are taken out for each. */
  readonly streams: readonly { readonly party: Party; readonly withheld: string }[]
  readonly change: CrossingChange
}

/** `recordTime`: when it is written, ISO 8601. Throws where the event is no JSON. */
export function prepare(event: NewEvent, recordTime: string): PreparedEvent {
  const text = JSON.stringify(event.event.data)
  const plain = JSON.parse(text) as Json
  const { data, fields } = seal(event.event.type, plain)
  return {
    id: event.id,
    crossing: event.crossing,
    columns: columnsOf({
      id: event.id,
      type: event.event.type,
      crossing: event.crossing,
      lane: event.lane,
      event_time: event.eventTime,
      record_time: recordTime,
      actor: JSON.stringify(closed(event.actor)),
      corrects: event.corrects ?? null,
      reason: event.reason ?? null,
      data: data === plain ? text : JSON.stringify(data),
      shares: JSON.stringify(event.shares),
    }),
    sealed: sealedOf(event.actor, fields),
    streams: parties.flatMap((party) => {
      const share = event.shares[party]
      if (share === null) return []
      const { taken } = withhold(plain, share.withheld)
      return [{ party, withheld: taken.length === 0 ? '[]' : JSON.stringify(taken) }]
    }),
    change: crossingChange(event),
  }
}

/** The actor as it stands in the row: of a signed act the commitments, and nothing that opens them. */
function closed(actor: Actor): Actor {
  if (actor.kind !== 'officer' || actor.act === undefined) return actor
  const { opened: _, ...act } = actor.act
  return { ...actor, act: { ...act, opened: {} } }
}

function sealedOf(actor: Actor, data: SealedFields): string | null {
  const act = actor.kind === 'officer' ? actor.act?.opened : undefined
  const sealed: Sealed = { ...(act && { act }), ...(Object.keys(data).length > 0 && { data }) }
  return Object.keys(sealed).length > 0 ? JSON.stringify(sealed) : null
}

/** What the table `sealed` holds of one event. */
export interface Sealed {
  readonly act?: Readonly<Record<string, Opening>>
  readonly data?: SealedFields
}

function crossingChange({ event, crossing, eventTime }: NewEvent): CrossingChange {
  if (crossing === null) return null
  switch (event.type) {
    case 'CrossingOpened':
      return { change: 'opened', lane: event.data.lane, at: eventTime }
    case 'PlateRead':
      if (event.data.part !== 'vehicle' || event.data.text === '') return null
      return {
        change: 'plate',
        text: event.data.text,
        accepted: event.data.accepted || event.data.source === 'officer',
      }
    case 'CrossingClosed':
      return { change: 'closed', outcome: event.data.outcome, at: eventTime }
    default:
      return null
  }
}

/** A row of `recorded`: the event with what opens it; null where nothing does or it is erased. */
export interface RecordedRow extends EventRow {
  readonly sealed: string | null
}

export interface StreamRow extends RecordedRow {
  readonly stream_epoch: number
  readonly stream_seq: number
  readonly withheld: string
}

export function recordedEvent(row: RecordedRow): RecordedEvent {
  return {
    epoch: row.epoch,
    seq: row.seq,
    id: row.id,
    event: { type: row.type, data: dataOf(row) } as unknown as AnyEvent,
    crossing: row.crossing,
    lane: row.lane,
    eventTime: row.event_time,
    recordTime: row.record_time,
    actor: actorOf(row),
    ...(row.corrects === null ? {} : { corrects: row.corrects }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    shares: JSON.parse(row.shares) as Record<Party, Share>,
  }
}

function dataOf({ type, data, sealed }: RecordedRow): Json {
  const fields = sealed === null ? null : ((JSON.parse(sealed) as Sealed).data ?? {})
  return unseal(type, JSON.parse(data) as Json, fields)
}

function actorOf({ actor: text, sealed: fields }: RecordedRow): Actor {
  const actor = JSON.parse(text) as Actor
  if (actor.kind !== 'officer' || actor.act === undefined || fields === null) return actor
  return { ...actor, act: { ...actor.act, opened: (JSON.parse(fields) as Sealed).act ?? {} } }
}

/** A row that holds commitments, with nothing left that opens them. */
function isErased({ sealed, data, actor }: RecordedRow): boolean {
  return sealed === null && (data.includes('{"sealed":"') || actor.includes('"opened":{}'))
}

export function streamEntry(party: Party, row: StreamRow): StreamEntry {
  const withheld = JSON.parse(row.withheld) as readonly string[]
  const event = recordedEvent(row)
  const { data } = withhold(event.event.data as unknown as Json, withheld)
  return {
    ...(isErased(row) && { erased: true }),
    party,
    epoch: row.stream_epoch,
    seq: row.stream_seq,
    event: {
      ...event,
      actor: actorFor(event.actor, data, event.reason),
      event: { type: row.type, data } as unknown as AnyEvent,
    },
    withheld,
  }
}
