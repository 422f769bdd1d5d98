import type { ControlKey } from '../crossing/events.ts'
import { isDone, type OpenCrossing, type Step } from '../crossing/state.ts'

/** Times of one crossing, all in milliseconds. Durations come from the journal's times, never from a clock here. */
export interface CrossingTiming {
  /** The control that holds the vehicle now, and for how long it runs; null where none runs. */
  readonly holding: { readonly control: ControlKey; readonly ms: number } | null
  /** Sum of all control times. */
  readonly controlMs: number
  /** From the first control's start to the last one's end, or to now. */
  readonly elapsedMs: number
  /** JC 9.2: control times / elapsed; above 1 where controls ran at the same time. 0 before the first. */
  readonly concurrency: number
  /** The controls without which the crossing would have been shorter, in their order. */
  readonly criticalPath: readonly { readonly control: ControlKey; readonly ms: number }[]
}

interface Span {
  readonly control: ControlKey
  readonly phase: 'exit' | 'entry'
  readonly from: number
  readonly to: number
  readonly runs: boolean
}

/** JC 9.2: several controls at one time or in the shortest time. `now`: ISO 8601, for what still runs. */
export function crossingTiming(state: OpenCrossing, now: string): CrossingTiming {
  const spans = state.steps.flatMap((step) => spanOf(step, Date.parse(now)))
  if (spans.length === 0) {
    return { holding: null, controlMs: 0, elapsedMs: 0, concurrency: 0, criticalPath: [] }
  }
  const controlMs = spans.reduce((sum, { from, to }) => sum + (to - from), 0)
  const elapsedMs = Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from))
  // The phase waits for the control that runs longest: the one that began first.
  const [first] = spans.filter(({ runs }) => runs).toSorted((a, b) => a.from - b.from)
  return {
    holding: first ? { control: first.control, ms: first.to - first.from } : null,
    controlMs,
    elapsedMs,
    concurrency: elapsedMs === 0 ? 0 : controlMs / elapsedMs,
    criticalPath: (['exit', 'entry'] as const).flatMap((phase) =>
      lastChain(spans.filter((span) => span.phase === phase)),
    ),
  }
}

/** Of one phase: the control that ended last, then the one that ended last before it began, and so on. */
function lastChain(spans: readonly Span[]): CrossingTiming['criticalPath'] {
  const chain: Span[] = []
  let before = Number.POSITIVE_INFINITY
  for (;;) {
    const earlier = spans.filter((span) => !chain.includes(span) && span.to <= before)
    const [last] = earlier.toSorted((a, b) => b.to - a.to || a.from - b.from)
    if (!last) return chain.reverse().map(({ control, from, to }) => ({ control, ms: to - from }))
    chain.push(last)
    before = last.from
  }
}

function spanOf(step: Step, now: number): readonly Span[] {
  const { party, kind, phase } = step.control
  if (step.startedAt === null) return []
  const from = Date.parse(step.startedAt)
  const to = step.endedAt === null ? now : Date.parse(step.endedAt)
  // A clock that was set back between two facts gives no negative time.
  return [{ control: { party, kind }, phase, from, to: Math.max(from, to), runs: !isDone(step) }]
}
