import {
  type ControlTimes,
  controlSpans,
  controlTimes,
  criticalPath,
  type TimedEvent,
} from '../crossing/critical-path.ts'
import type { CrossingOutcome } from '../crossing/events.ts'
import type { ControlKind, Party } from '../party.ts'

/** How one crossing went, in milliseconds. */
export interface CrossingTimes {
  readonly lane: string
  /** Date in the checkpoint's time zone on which it was opened, YYYY-MM-DD. */
  readonly day: string
  readonly outcome: CrossingOutcome | null
  /** From opening to `CrossingClosed`; null where it is still open. */
  readonly inLane: number | null
  /** From opening to the decision that let the vehicle go; null where there is none yet. */
  readonly underControl: ControlTimes | null
  readonly controls: readonly ControlShare[]
}

/** One kind of control of one Party in one crossing; repeats are added up. */
export interface ControlShare {
  readonly party: Party
  readonly kind: ControlKind
  readonly took: number
  /** Of it, the time in which this control held the vehicle (JC 9.2). */
  readonly held: number
}

const lettingGo = new Set<string>([
  'CrossingReleased',
  'ReadmissionAccepted',
  'CrossingReturned',
  'CrossingDetained',
])

/**
 * The times of one crossing from its events in order; null without `CrossingOpened`. The vehicle is under
 * control until it is released, returned or readmitted: what follows is the barrier's and the driver's time.
 * @param dayOf local date of an instant (ISO 8601); the recorded one where it is left out
 */
export function crossingTimes(
  events: readonly TimedEvent[],
  dayOf?: (eventTime: string) => string,
): CrossingTimes | null {
  const opening = events.find(({ event }) => event.type === 'CrossingOpened')
  if (opening?.event.type !== 'CrossingOpened') return null
  const { lane, localDate } = opening.event.data
  const from = Date.parse(opening.eventTime)
  const closing = events.find(({ event }) => event.type === 'CrossingClosed')
  const goes = events.find(({ event }) => lettingGo.has(event.type)) ?? closing
  const spans = controlSpans(events)
  const to = goes === undefined ? null : Math.max(from, Date.parse(goes.eventTime))
  return {
    lane,
    day: dayOf?.(opening.eventTime) ?? localDate,
    outcome: closing?.event.type === 'CrossingClosed' ? closing.event.data.outcome : null,
    inLane: closing === undefined ? null : Math.max(0, Date.parse(closing.eventTime) - from),
    underControl: to === null ? null : controlTimes(spans, from, to),
    controls: to === null ? [] : shares(spans, from, to),
  }
}

function shares(spans: ReturnType<typeof controlSpans>, from: number, to: number): readonly ControlShare[] {
  const path = criticalPath(spans, from, to)
  const same = (a: { party: Party; kind: ControlKind }, b: { party: Party; kind: ControlKind }) =>
    a.party === b.party && a.kind === b.kind
  return spans
    .filter((span, index) => spans.findIndex((other) => same(other, span)) === index)
    .map(({ party, kind }) => ({
      party,
      kind,
      took: spans
        .filter((span) => same(span, { party, kind }))
        .reduce((sum, span) => sum + Math.max(0, Math.min(span.to ?? to, to) - Math.max(span.from, from)), 0),
      held: path
        .filter((segment) => segment.control !== null && same(segment.control, { party, kind }))
        .reduce((sum, segment) => sum + segment.to - segment.from, 0),
    }))
}
