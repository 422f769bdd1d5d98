export interface PaceOptions {
  /** Messages that may be out at most. */
  readonly most: number
}

/**
 * How many messages may wait for the centre: as many as keep it busy, and no more. What waits in brokers
 * and sockets beyond that only makes a new event wait behind it.
 */
export interface Pace {
  /** Messages that may be out now. */
  window(): number
  /** The centre acknowledged `messages`, the last of which was sent `waitMs` ago. */
  acknowledged(messages: number, waitMs: number, nowMs: number): void
}

const firstWindow = 16
const leastWindow = 2
/** Wait behind other messages, in ms, over the shortest that was seen, at which the window grows no more … */
const enoughMs = 40
/** … and at which it shrinks. */
const tooMuchMs = 100

export function createPace({ most }: PaceOptions): Pace {
  let window = Math.min(firstWindow, most)
  let shortest = Number.POSITIVE_INFINITY
  let doubling = true
  let shrunkAt = Number.NEGATIVE_INFINITY
  return {
    window: () => Math.max(1, Math.floor(window)),
    acknowledged: (messages, waitMs, nowMs) => {
      shortest = Math.min(shortest, waitMs)
      const queued = waitMs - shortest
      if (queued < enoughMs) window = Math.min(most, window + (doubling ? messages : messages / window))
      else if (queued > tooMuchMs && nowMs - shrunkAt > waitMs) {
        // Once for all that was sent before it shrank: their waits tell of the window of then.
        window = Math.max(Math.min(leastWindow, most), window * 0.7)
        shrunkAt = nowMs
        doubling = false
      }
    },
  }
}
