/** Time as an input, so that tests and replays decide it. */
export interface Clock {
  /** Wall clock: for people and records, never for order or durations. */
  now(): Date
  /** Milliseconds that never jump: for durations, ages and time-outs. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
}
