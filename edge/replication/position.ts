import type { StreamPosition } from '../ports/journal.ts'

/** Negative where `a` comes before `b` in the stream. */
export function comparePositions(a: StreamPosition, b: StreamPosition): number {
  return a.epoch === b.epoch ? a.seq - b.seq : a.epoch - b.epoch
}
