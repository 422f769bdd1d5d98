import type { StreamPosition } from '../ports/journal.ts'
import type { AcknowledgementVerdict } from './acknowledgement.ts'
import { comparePositions } from './position.ts'

/** A range that the centre asked for again. */
export interface Repair {
  readonly epoch: number
  readonly from: number
  readonly to: number
}

/** Ranges that wait at most: a centre that lacks more is served faster by going back. */
const maxRepairs = 64

/**
 * Where one Party's stream stands: what is acknowledged, what was sent after it, what is asked for again.
 * Pure bookkeeping, so that every order of answers can be tried.
 */
export interface StreamState {
  readonly cursor: () => StreamPosition
  /** Everything up to here was handed to the broker in this session. */
  readonly sentTo: () => StreamPosition
  /** Highest position ever handed to a broker by this process, or acknowledged before it began. */
  readonly sentHigh: () => StreamPosition
  /** Messages sent and not acknowledged by the centre. */
  readonly outstanding: () => number
  sent(to: StreamPosition): void
  /** A new connection knows nothing of what an old one sent. */
  goBackToCursor(): void
  apply(verdict: Exclude<AcknowledgementVerdict, { verdict: 'journal-behind' }>): void
  askAgain(repair: Repair): void
  nextRepair(): Repair | undefined
  /** The part of the first repair up to `seq` was sent. */
  repaired(seq: number): void
}

export function createStreamState(start: StreamPosition): StreamState {
  let cursor = start
  let sentTo = start
  let sentHigh = start
  let messages: readonly StreamPosition[] = []
  let repairs: readonly Repair[] = []

  const goBackToCursor = (): void => {
    sentTo = cursor
    messages = []
    repairs = []
  }

  return {
    cursor: () => cursor,
    sentTo: () => sentTo,
    sentHigh: () => sentHigh,
    outstanding: () => messages.length,
    sent: (to) => {
      sentTo = to
      if (comparePositions(to, sentHigh) > 0) sentHigh = to
      messages = [...messages, to]
    },
    goBackToCursor,
    apply: ({ verdict, to }) => {
      if (verdict === 'same') return
      cursor = to
      if (comparePositions(cursor, sentHigh) > 0) sentHigh = cursor
      if (verdict === 'back') {
        goBackToCursor()
        return
      }
      if (comparePositions(sentTo, cursor) < 0) sentTo = cursor
      messages = messages.filter((position) => comparePositions(position, cursor) > 0)
    },
    askAgain: ({ epoch, from, to }) => {
      if (repairs.length >= maxRepairs || from > to) return
      if (comparePositions({ epoch, seq: to }, sentHigh) > 0) return
      if (repairs.some((asked) => asked.epoch === epoch && asked.from <= from && asked.to >= to)) return
      repairs = [...repairs, { epoch, from, to }]
    },
    nextRepair: () => repairs[0],
    repaired: (seq) => {
      const [first, ...rest] = repairs
      if (first === undefined) return
      repairs = seq >= first.to ? rest : [{ ...first, from: seq + 1 }, ...rest]
    },
  }
}
