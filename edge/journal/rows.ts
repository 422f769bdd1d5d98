import type { AnyEvent } from '../domain/crossing/events.ts'
import type { Actor, Party } from '../domain/party.ts'
import { parties } from '../domain/party.ts'
import type { NewEvent, RecordedEvent, Share, StreamEntry } from '../ports/journal.ts'
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
  readonly type: string
  readonly crossing: string | null
  readonly lane: string | null
  readonly eventTime: string
  /** JSON, as are `data` and `shares`. */
  readonly actor: string
  readonly corrects: string | null
  readonly reason: string | null
  readonly data: string
  readonly shares: string
  /** Streams that get the event, with the JSON list of the paths that are taken out for each. */
  readonly streams: readonly { readonly party: Party; readonly withheld: string }[]
  readonly change: CrossingChange
}

/** Throws where the event is no JSON. */
export function prepare(event: NewEvent): PreparedEvent {
  const data = JSON.stringify(event.event.data)
  const plain = JSON.parse(data) as Json
  return {
    id: event.id,
    type: event.event.type,
    crossing: event.crossing,
    lane: event.lane,
    eventTime: event.eventTime,
    actor: JSON.stringify(event.actor),
    corrects: event.corrects ?? null,
    reason: event.reason ?? null,
    data,
    shares: JSON.stringify(event.shares),
    streams: parties.flatMap((party) => {
      const share = event.shares[party]
      return share === null
        ? []
        : [{ party, withheld: JSON.stringify(withhold(plain, share.withheld).taken) }]
    }),
    change: crossingChange(event),
  }
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

/** A row of `events` as it is read. */
export interface EventRow {
  readonly epoch: number
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly crossing: string | null
  readonly lane: string | null
  readonly event_time: string
  readonly record_time: string
  readonly actor: string
  readonly corrects: string | null
  readonly reason: string | null
  readonly data: string
  readonly shares: string
}

export interface StreamRow extends EventRow {
  readonly stream_epoch: number
  readonly stream_seq: number
  readonly withheld: string
}

export function recordedEvent(row: EventRow): RecordedEvent {
  return {
    epoch: row.epoch,
    seq: row.seq,
    id: row.id,
    event: { type: row.type, data: JSON.parse(row.data) } as AnyEvent,
    crossing: row.crossing,
    lane: row.lane,
    eventTime: row.event_time,
    recordTime: row.record_time,
    actor: JSON.parse(row.actor) as Actor,
    ...(row.corrects === null ? {} : { corrects: row.corrects }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    shares: JSON.parse(row.shares) as Record<Party, Share>,
  }
}

export function streamEntry(party: Party, row: StreamRow): StreamEntry {
  const withheld = JSON.parse(row.withheld) as readonly string[]
  const event = recordedEvent(row)
  const { data } = withhold(event.event.data as unknown as Json, withheld)
  return {
    party,
    epoch: row.stream_epoch,
    seq: row.stream_seq,
    event: { ...event, event: { type: row.type, data } as unknown as AnyEvent },
    withheld,
  }
}
