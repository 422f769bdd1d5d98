import { valueAt } from './fit.ts'
import type { LineOutput, SignGrid } from './sign-grid.ts'
import type { StripSize } from './strip.ts'
import { type LinePoint, lineOf, type TextLine } from './text-lines.ts'

/** What the line net says of the strip's own place, [steps, 3]: way down to the line's middle in capitals, log2 of the capital height against the strip's, probability of upright. */
export type FrameOutput = Float32Array

/** Probability that the strip shows its line the right way up. */
export function uprightness(line: TextLine, frame: FrameOutput, size: StripSize, stride: number): number {
  const step = valueAt(line.capital, 0) / size.capital
  let sum = 0
  let count = 0
  for (let s = 0; s * 3 < frame.length; s++) {
    if (Math.abs(((s + 0.5) * stride - size.width / 2) * step) > line.half) continue
    sum += frame[3 * s + 2] ?? 0
    count += 1
  }
  return count === 0 ? 0.5 : sum / count
}

/**
 * The line once more, as its own strip shows it: where its signs begin and end, how its middle runs, how tall they
 * are. Null where the strip holds too few signs.
 */
export function refineLine(
  line: TextLine,
  output: LineOutput,
  frame: FrameOutput,
  grid: SignGrid,
  size: StripSize,
  stride: number,
): TextLine | null {
  const step = Math.max(2, valueAt(line.capital, 0)) / size.capital
  const first = grid.filled.findIndex((value) => value > 0.5)
  const last = grid.filled.findLastIndex((value) => value > 0.5)
  if (last - first < 8) return null
  const points: LinePoint[] = []
  for (let s = 0; s < output.steps; s++) {
    const place = grid.places[s] ?? -1
    if (place < first - 0.5 || place > last + 0.5) continue
    const inside = 1 - (output.signs[(s + 1) * output.classes - 1] ?? 1)
    const along = ((s + 0.5) * stride - size.width / 2) * step
    const at = Math.min(1.05, Math.max(-1.05, along / line.half))
    const capital = Math.max(2, valueAt(line.capital, at))
    const down = valueAt(line.bend, at) + (frame[3 * s] ?? 0) * capital
    points.push({
      x: line.x + along * line.dx - down * line.dy,
      y: line.y + along * line.dy + down * line.dx,
      dx: line.dx,
      dy: line.dy,
      capital: capital * 2 ** Math.min(1, Math.max(-1, frame[3 * s + 1] ?? 0)),
      weight: 0.02 + inside,
    })
  }
  return lineOf(points)
}
