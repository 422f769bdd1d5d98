import type { AnyEvent, EvidenceRef } from '../domain/crossing/events.ts'
import type { Actor, Party } from '../domain/party.ts'
import type { Unsubscribe } from './devices.ts'

/** Dotted paths within `data` that a Party does not get; null = the whole event is withheld. */
export type Share = { readonly withheld: readonly string[] } | null

/** A fact on its way into the journal. The journal adds `seq`, `epoch` and `recordTime`. */
export interface NewEvent {
  /** UUID v7 of the fact, made by the caller: writing it twice is refused. */
  readonly id: string
  readonly event: AnyEvent
  /** Crossing id; null for facts of the lane or the gateway. */
  readonly crossing: string | null
  readonly lane: string | null
  /** ISO 8601 with milliseconds, UTC: when it happened. */
  readonly eventTime: string
  readonly actor: Actor
  /** Id of the event that this one corrects. */
  readonly corrects?: string
  readonly reason?: string
  /** What each Party gets to see, by the sharing policy of the rule pack. */
  readonly shares: Readonly<Record<Party, Share>>
}

export interface RecordedEvent extends NewEvent {
  /** Order of the journal is (epoch, seq); both start at 1. */
  readonly epoch: number
  readonly seq: number
  /** ISO 8601: when it was written. */
  readonly recordTime: string
}

/** One message of a Party's stream: the event with the withheld fields taken out. */
export interface StreamEntry {
  readonly party: Party
  readonly epoch: number
  /** Gap-free per Party and epoch, from 1. */
  readonly seq: number
  /** `data` lacks the withheld paths. */
  readonly event: RecordedEvent
  /** Paths that were taken out, so that a reader knows that something is there. */
  readonly withheld: readonly string[]
  /** Texts of its personal fields, and what opens a signed act, were erased after their time. */
  readonly erased?: true
}

export interface StreamPosition {
  readonly epoch: number
  readonly seq: number
}

/**
 * The one durable record. `append` resolves when the events would survive a power cut;
 * calls are committed in the order in which they were made, those of one call together.
 */
export interface Journal {
  /** Rejects with `journal.busy`, `journal.full` or `journal.append`; then none of the events is written. */
  append(events: readonly NewEvent[]): Promise<readonly RecordedEvent[]>
  /** Events after a position in journal order, oldest first, at most `limit`. */
  read(after: StreamPosition, limit: number): Promise<readonly RecordedEvent[]>
  /** All events of one crossing, in order. */
  readCrossing(crossing: string): Promise<readonly RecordedEvent[]>
  /** Crossings that have no `CrossingClosed` yet, with their events, to go on after a restart. */
  openCrossings(): Promise<
    readonly { readonly crossing: string; readonly events: readonly RecordedEvent[] }[]
  >
  /** Newest crossings first, for the console: id, lane, last event and times. */
  recentCrossings(limit: number): Promise<readonly CrossingRow[]>
  /** Crossings opened from an instant on and before another (ISO 8601, UTC), oldest first. */
  crossingsOpened(from: string, before: string): Promise<readonly CrossingRow[]>
  /** All events of one crossing as a Party may see them: what the sharing policy withholds is not in them. */
  readCrossingAs(crossing: string, party: Party): Promise<readonly RecordedEvent[]>
  /** The newest event of one of these types in a lane, null where there is none: what outlives a restart. */
  latest(lane: string, types: readonly AnyEvent['type'][]): Promise<RecordedEvent | null>
  /** All events of these types that carry a lane, in order: what a state beside the crossings is folded from. */
  ofTypes(types: readonly AnyEvent['type'][]): Promise<readonly RecordedEvent[]>
  /** Writes and syncs the file before it resolves: evidence is durable before the event that names it. */
  putEvidence(bytes: Uint8Array, mediaType: string): Promise<EvidenceRef>
  /** null where there is none, or where its bytes no longer match their name. */
  getEvidence(sha256: string): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null>
  /** Called after commit, in order. */
  onRecorded(listener: (events: readonly RecordedEvent[]) => void): Unsubscribe
  /**
   * Erases text and salts of personal fields recorded before an instant (ISO 8601), in closed crossings that
   * both Parties have cosigned; every proof still verifies. Answers of how many events.
   */
  eraseFields(before: string): Promise<number>
  /** Epoch of this run of the journal. */
  epoch(): number
  close(): Promise<void>
}

export interface CrossingRow {
  readonly crossing: string
  readonly lane: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly outcome: string | null
  readonly plate: string | null
}

/** What replication needs of the journal: streams and cursors, nothing else. */
export interface StreamSource {
  readStream(party: Party, after: StreamPosition, limit: number): Promise<readonly StreamEntry[]>
  /** Last position of the stream in the epoch of this run, {epoch, seq: 0} where that has none. */
  streamHead(party: Party): Promise<StreamPosition>
  /** Number of entries of the stream after a position. */
  streamCount(party: Party, after: StreamPosition): Promise<number>
  /** Last position that the Party's centre acknowledged. */
  cursor(party: Party): Promise<StreamPosition>
  /** Durable when it resolves. A lower position than before is accepted: a restored centre asks again. */
  moveCursor(party: Party, position: StreamPosition): Promise<void>
  onRecorded(listener: (events: readonly RecordedEvent[]) => void): Unsubscribe
}
