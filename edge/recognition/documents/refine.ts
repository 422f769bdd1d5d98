import { valueAt } from './fit.ts'
import type { LineOutput, SignGrid } from './sign-grid.ts'
import type { StripSize } from './strip.ts'
import { type LinePoint, lineOf, type TextLine } from './text-lines.ts'

/**
 * What the line net says of a strip's own place, [steps, 3]: way down to the line's middle in capitals, log2 of the
 * capital height against the strip's, probability of upright.
 */
export type FrameOutput = Float32Array

/** The strips of a zone's lines and what the net says of each. */
export interface ZoneLook {
  readonly zone: readonly TextLine[]
  readonly size: StripSize
  readonly outputs: readonly LineOutput[]
  readonly frames: readonly FrameOutput[]
  readonly grids: readonly SignGrid[]
}

const alongOf = (step: number, size: StripSize, stride: number) =>
  ((step + 0.5) * stride - size.width / 2) * size.step

/** Probability that the strip shows its line the right way up. */
export function uprightness(line: TextLine, frame: FrameOutput, size: StripSize, stride: number): number {
  let sum = 0
  let count = 0
  for (let s = 0; s * 3 < frame.length; s++) {
    if (Math.abs(alongOf(s, size, stride)) > line.half) continue
    sum += frame[3 * s + 2] ?? 0
    count += 1
  }
  return count === 0 ? 0.5 : sum / count
}

/**
 * The lines once more, as their own strips show them: where the signs of the zone begin and end, how each line's
 * middle runs, how tall its signs are. Null where there are too few signs.
 */
export function refineZone(look: ZoneLook, stride: number): readonly TextLine[] | null {
  const columns = look.grids[0]?.filled.length ?? 0
  const filled = Array.from({ length: columns }, (_, k) =>
    Math.max(...look.grids.map((grid) => grid.filled[k] ?? 0)),
  )
  const first = filled.findIndex((value) => value > 0.5)
  const last = filled.findLastIndex((value) => value > 0.5)
  if (last - first < 8) return null
  const lines = look.zone.flatMap((_, i) => refineLine(look, i, first, last, stride) ?? [])
  return lines.length === look.zone.length ? lines : null
}

function refineLine(
  { zone, size, outputs, frames, grids }: ZoneLook,
  i: number,
  first: number,
  last: number,
  stride: number,
): TextLine | null {
  const [line, output, frame, grid] = [zone[i], outputs[i], frames[i], grids[i]]
  if (line === undefined || output === undefined || frame === undefined || grid === undefined) return null
  const points: LinePoint[] = []
  for (let s = 0; s < output.steps; s++) {
    const place = grid.places[s] ?? -1
    if (place < first - 0.5 || place > last + 0.5) continue
    const inside = 1 - (output.signs[(s + 1) * output.classes - 1] ?? 1)
    const along = alongOf(s, size, stride)
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
