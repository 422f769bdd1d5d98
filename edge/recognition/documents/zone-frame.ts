import { fitPolynomial, valueAt } from './fit.ts'
import type { TextLine } from './text-lines.ts'

/** Share of the zone's length that a line must cover for its own bend to be believed. */
const leastCover = 0.9
const samples = Array.from({ length: 13 }, (_, i) => i / 6 - 1)

interface Sample {
  readonly along: number
  readonly down: number
  readonly capital: number
}

/** The line in the frame of another: px along it and down from it. */
function seenFrom(ref: TextLine, line: TextLine): readonly Sample[] {
  return samples.map((t) => {
    const down = valueAt(line.bend, t)
    const x = line.x + t * line.half * line.dx - down * line.dy - ref.x
    const y = line.y + t * line.half * line.dy + down * line.dx - ref.y
    return {
      along: x * ref.dx + y * ref.dy,
      down: y * ref.dx - x * ref.dy,
      capital: Math.max(2, valueAt(line.capital, t)),
    }
  })
}

/**
 * The lines of one MRZ on one axis and of one length, so that their signs stand in columns: all reach as far as any
 * does. A line of which only a part was found takes its bend and its heights from the longest.
 */
export function commonFrame(zone: readonly TextLine[]): readonly TextLine[] {
  const ref = zone.reduce((a, b) => (b.half > a.half ? b : a))
  const seen = zone.map((line) => seenFrom(ref, line))
  const reach = seen.flat().map(({ along }) => along)
  const low = Math.min(...reach)
  const high = Math.max(...reach)
  const half = (high - low) / 2
  const middle = (high + low) / 2
  const x = ref.x + middle * ref.dx
  const y = ref.y + middle * ref.dy
  const at = (along: number) => (along - middle) / half
  const own = (points: readonly Sample[], degree: number) =>
    fitPolynomial(
      points.map(({ along, down }) => ({ x: at(along), y: down, weight: 1 })),
      degree,
    )
  const heights = (points: readonly Sample[], degree: number) =>
    fitPolynomial(
      points.map(({ along, capital }) => ({ x: at(along), y: capital, weight: 1 })),
      degree,
    )
  const refPoints = seen[zone.indexOf(ref)] ?? []
  const refBend = own(refPoints, ref.half > leastCover * half ? 3 : 2) ?? [0]
  const refHeights = heights(refPoints, 1) ?? [valueAt(ref.capital, 0)]
  return zone.map((line, i) => {
    const points = seen[i] ?? []
    let bend: readonly number[] = refBend
    let capital: readonly number[] = refHeights
    if (line.half > leastCover * half) {
      bend = own(points, 3) ?? refBend
      capital = heights(points, 1) ?? refHeights
    } else if (line !== ref) {
      const rest = points.map((point) => ({
        ...point,
        down: point.down - valueAt(refBend, at(point.along)),
      }))
      // A short piece tells how far down it lies, not how its line leans.
      const aside = own(rest, line.half > 0.5 * half ? 1 : 0) ?? [0]
      bend = refBend.map((value, k) => value + (aside[k] ?? 0))
    }
    return { ...line, x, y, dx: ref.dx, dy: ref.dy, half, bend, capital }
  })
}
