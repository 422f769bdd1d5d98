import type { BarrierReadings, BarrierSettings, InputReading } from './types.ts'

export type Judged = 'on' | 'off' | 'unknown'

/**
 * What a reading is worth at `now` (monotonic ms): older than `maxAgeMs`, missing, or dated in the future
 * it is worth nothing (rule 1).
 */
export function judge(reading: InputReading | undefined, now: number, maxAgeMs: number): Judged {
  if (reading === undefined) return 'unknown'
  const age = now - reading.at
  if (!(age >= 0 && age <= maxAgeMs)) return 'unknown'
  return reading.value ? 'on' : 'off'
}

/** The fact about an input in words, e.g. `loop is occupied (read 40 ms ago)`. */
export function describeReading(
  name: string,
  on: string,
  off: string,
  reading: InputReading | undefined,
  now: number,
  maxAgeMs: number,
): string {
  if (reading === undefined) return `${name} is unknown: not read`
  const age = Math.round(now - reading.at)
  const judged = judge(reading, now, maxAgeMs)
  if (judged === 'unknown') return `${name} is unknown: last read ${age} ms ago, ${maxAgeMs} ms allowed`
  return `${name} is ${judged === 'on' ? on : off} (read ${age} ms ago)`
}

/** True only on a fresh clear loop and a fresh clear photocell; unknown counts as occupied (rule 1). */
export function isWayClear(readings: BarrierReadings, now: number, settings: BarrierSettings): boolean {
  return (
    judge(readings.loop, now, settings.maxInputAgeMs) === 'off' &&
    judge(readings.photocell, now, settings.maxInputAgeMs) === 'off'
  )
}

/** What stands in the way, in words; for a way that is not clear. */
export function describeWay(readings: BarrierReadings, now: number, settings: BarrierSettings): string {
  const maxAge = settings.maxInputAgeMs
  const hindrances: string[] = []
  if (judge(readings.loop, now, maxAge) !== 'off') {
    hindrances.push(describeReading('loop', 'occupied', 'clear', readings.loop, now, maxAge))
  }
  if (judge(readings.photocell, now, maxAge) !== 'off') {
    hindrances.push(describeReading('photocell', 'interrupted', 'clear', readings.photocell, now, maxAge))
  }
  return hindrances.length === 0 ? 'loop and photocell are clear' : hindrances.join('; ')
}

/**
 * The newer reading of every point: an answer that arrives late never stands in for a later one.
 * A point missing from `next` becomes unknown.
 */
export function mergeReadings(previous: BarrierReadings, next: BarrierReadings): BarrierReadings {
  return {
    openLimit: newer(previous.openLimit, next.openLimit),
    closedLimit: newer(previous.closedLimit, next.closedLimit),
    loop: newer(previous.loop, next.loop),
    photocell: newer(previous.photocell, next.photocell),
    stop: newer(previous.stop, next.stop),
    openOutput: newer(previous.openOutput, next.openOutput),
    closeOutput: newer(previous.closeOutput, next.closeOutput),
  }
}

function newer(previous: InputReading | undefined, next: InputReading | undefined): InputReading | undefined {
  return previous !== undefined && next !== undefined && next.at < previous.at ? previous : next
}

export const noReadings: BarrierReadings = {
  openLimit: undefined,
  closedLimit: undefined,
  loop: undefined,
  photocell: undefined,
  stop: undefined,
  openOutput: undefined,
  closeOutput: undefined,
}
