import { valueAt } from './fit.ts'
import type { TextLine } from './text-lines.ts'

/** Lines of one MRZ, top first, by their place in the list given. */
export type Zone = readonly number[]

const capitalOf = (line: TextLine) => valueAt(line.capital, 0)

function follows(a: TextLine, b: TextLine): boolean {
  if (a.dx * b.dx + a.dy * b.dy < 0.97) return false
  const capital = (capitalOf(a) + capitalOf(b)) / 2
  const ratio = capitalOf(a) / capitalOf(b)
  if (ratio < 0.65 || ratio > 1.55) return false
  const along = (b.x - a.x) * a.dx + (b.y - a.y) * a.dy
  const down = (b.y - a.y) * a.dx - (b.x - a.x) * a.dy
  // Of a line in glare only a piece may be found, anywhere along the other.
  const overlap = Math.min(a.half, along + b.half) - Math.max(-a.half, along - b.half)
  return down > capital && down < 4.2 * capital && overlap > 1.5 * Math.min(a.half, b.half)
}

/** Runs of two or three lines that stand below one another; longer runs first. */
export function groupLines(lines: readonly TextLine[]): readonly Zone[] {
  const next = lines.map((line, i) => {
    const below = lines
      .map((other, k) => ({
        k,
        down: (other.y - line.y) * line.dx - (other.x - line.x) * line.dy,
      }))
      .filter(({ k }) => k !== i && follows(line, lines[k] ?? line))
    return below.toSorted((a, b) => a.down - b.down)[0]?.k
  })
  const zones: Zone[] = []
  for (const [first, second] of next.entries()) {
    if (second === undefined) continue
    const third = next[second]
    if (third !== undefined && third !== first) zones.push([first, second, third])
    zones.push([first, second])
  }
  return zones.toSorted((a, b) => b.length - a.length)
}
