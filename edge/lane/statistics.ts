import type { Percentiles } from '../ports/lane.ts'

/** Durations in milliseconds; keeps the newest `capacity`, so that a long run stays small. */
export interface Durations {
  add(ms: number): void
  percentiles(): Percentiles
}

export function createDurations(capacity = 4096): Durations {
  const values: number[] = []
  let next = 0
  return {
    add(ms) {
      values[next] = ms
      next = (next + 1) % capacity
    },
    percentiles() {
      const sorted = values.toSorted((a, b) => a - b)
      return { p50: rank(sorted, 0.5), p99: rank(sorted, 0.99), n: sorted.length }
    },
  }
}

/** Nearest-rank percentile, rounded to 0.1 ms; 0 where nothing was measured. */
function rank(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return Math.round(value * 10) / 10
}
