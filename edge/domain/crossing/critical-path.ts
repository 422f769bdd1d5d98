import type { ControlKind, Party } from '../party.ts'
import type { ControlKey, CrossingEvent } from './events.ts'

/** One control at work: a repeat is a span of its own. Times in milliseconds since 1970. */
export interface ControlSpan {
  readonly party: Party
  readonly kind: ControlKind
  readonly from: number
  /** null while the control runs. */
  readonly to: number | null
}

/** A piece of a crossing's time and the control that held the vehicle in it; null: none was at work. */
export interface PathSegment {
  readonly control: ControlKey | null
  readonly from: number
  readonly to: number
}

/** What of an envelope the time of a crossing is measured by. */
export interface TimedEvent {
  readonly event: CrossingEvent
  /** ISO 8601. */
  readonly eventTime: string
}

/** Controls of a crossing as its events tell them. A control that is still open at the end of the path ends there. */
export function controlSpans(events: readonly TimedEvent[]): readonly ControlSpan[] {
  const spans: ControlSpan[] = []
  for (const { event, eventTime } of events) {
    const at = Date.parse(eventTime)
    if (event.type === 'ControlStarted') {
      const { party, kind } = event.data.control
      spans.push({ party, kind, from: at, to: null })
    } else if (event.type === 'ControlCompleted' || event.type === 'ControlWaived') {
      const { party, kind } = event.data.control
      const index = spans.findLastIndex(
        (span) => span.party === party && span.kind === kind && span.to === null,
      )
      const running = spans[index]
      // A clock that was set back may end a control before it began: it then took no time.
      if (running !== undefined) spans[index] = { ...running, to: Math.max(running.from, at) }
    }
  }
  return spans
}

/**
 * Which control held the vehicle at each moment (JC 9.2): seen from the end backwards, the control that ended
 * last held it, and before that began, the one that ended last before; where none was at work, it waited.
 * The segments follow one another from `from` to `to` without gap or overlap.
 */
export function criticalPath(
  spans: readonly ControlSpan[],
  from: number,
  to: number,
): readonly PathSegment[] {
  const path: PathSegment[] = []
  let at = to
  while (at > from) {
    const before = at
    const held = spans
      .filter((span) => span.from < before && Math.max(span.from, from) < Math.min(span.to ?? to, before))
      .map((span) => ({ span, end: Math.min(span.to ?? to, before) }))
      .toSorted((a, b) => b.end - a.end || a.span.from - b.span.from)[0]
    if (held === undefined) {
      path.unshift({ control: null, from, to: at })
      break
    }
    if (held.end < at) path.unshift({ control: null, from: held.end, to: at })
    const { party, kind } = held.span
    const begin = Math.max(held.span.from, from)
    path.unshift({ control: { party, kind }, from: begin, to: held.end })
    at = begin
  }
  return path
}

/** How the time under control went, in milliseconds. */
export interface ControlTimes {
  readonly elapsed: number
  /** At least one control was at work. */
  readonly working: number
  readonly waiting: number
  /** Sum of all control times / elapsed: over 1 where controls ran side by side (JC 9.2); 0 of no time. */
  readonly concurrency: number
}

export function controlTimes(spans: readonly ControlSpan[], from: number, to: number): ControlTimes {
  const elapsed = Math.max(0, to - from)
  const working = criticalPath(spans, from, to)
    .filter((segment) => segment.control !== null)
    .reduce((sum, segment) => sum + segment.to - segment.from, 0)
  const sum = spans.reduce((total, span) => total + clipped(span, from, to), 0)
  return { elapsed, working, waiting: elapsed - working, concurrency: elapsed === 0 ? 0 : sum / elapsed }
}

function clipped(span: ControlSpan, from: number, to: number): number {
  return Math.max(0, Math.min(span.to ?? to, to) - Math.max(span.from, from))
}

/** What holds the vehicle now, and since when. */
export interface Hold {
  /** null: no control is at work, the vehicle waits. */
  readonly control: ControlKey | null
  readonly since: number
}

/**
 * The hold at this moment. Of controls that run side by side it is the one that runs longest: which of them
 * will end last nobody knows yet.
 */
export function holdNow(spans: readonly ControlSpan[], openedAt: number): Hold {
  const running = spans.filter((span) => span.to === null).toSorted((a, b) => a.from - b.from)[0]
  if (running !== undefined) {
    return { control: { party: running.party, kind: running.kind }, since: running.from }
  }
  return { control: null, since: Math.max(openedAt, ...spans.map((span) => span.to ?? openedAt)) }
}
