import { fitPolynomial } from './fit.ts'

/** A line of an MRZ in a picture, px where a whole number is an edge of a pixel. */
export interface TextLine {
  /** Middle of the line, its reading direction, and half its length. */
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
  readonly half: number
  /** Way of the line's middle off the straight (px downwards) and height of a capital (px), over -1 … 1 along the line. */
  readonly bend: readonly number[]
  readonly capital: readonly number[]
  /** How strongly its cells say that it is read this way and not the other. */
  readonly vote: number
}

export interface ZoneMaps {
  /** Planes: line probability, cos and sin of the direction, way to the middle in capitals, log2 of capital / 8 px. */
  readonly data: Float32Array
  readonly rows: number
  readonly columns: number
}

/** A place on the middle of a line, px of the picture, with the direction and the capital height there. */
export interface LinePoint {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
  readonly capital: number
  readonly weight: number
}

/** Fewer cells are a speck. */
const leastCells = 6
const mostLines = 24

/**
 * Lines where the maps exceed `least`: cells that touch are joined, then pieces that continue one another.
 * `scale`: px of the zone input for one px of the picture.
 */
export function findTextLines(
  maps: ZoneMaps,
  stride: number,
  scale: number,
  least: number,
): readonly TextLine[] {
  const points = pointsOf(maps, stride, scale, least)
  let groups: (readonly LinePoint[])[] = []
  const seen = new Set<number>()
  for (const start of points.keys()) {
    if (seen.has(start)) continue
    seen.add(start)
    const group: LinePoint[] = []
    const open = [start]
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      const point = points.get(cell)
      if (point === undefined) continue
      group.push(point)
      const column = cell % maps.columns
      for (let r = -1; r <= 1; r++) {
        for (let c = -1; c <= 1; c++) {
          const other = cell + r * maps.columns + c
          if (column + c < 0 || column + c >= maps.columns || seen.has(other)) continue
          const next = points.get(other)
          if (next === undefined || !isOfSameLine(point, next)) continue
          seen.add(other)
          open.push(other)
        }
      }
    }
    if (group.length >= leastCells) groups.push(group)
  }
  groups = joinPieces(groups.toSorted((x, y) => y.length - x.length).slice(0, 2 * mostLines))
  const lines = groups
    .toSorted((x, y) => y.length - x.length)
    .slice(0, mostLines)
    .flatMap((group) => {
      const line = lineOf(group)
      return line !== null && line.half > 4 * (line.capital[0] ?? 0) ? line : []
    })
  // Lines of one page are read the same way: those that say so more strongly decide.
  return lines.map((line) => {
    const votes = lines.map((other) => {
      const along = line.dx * other.dx + line.dy * other.dy
      return Math.abs(along) > 0.94 ? Math.sign(along) * other.vote : 0
    })
    return votes.reduce((a, b) => a + b, 0) < 0 ? reversed(line) : line
  })
}

/** Lines of a card stand so close that their cells may touch: what tells them apart is where their middles lie. */
function isOfSameLine(a: LinePoint, b: LinePoint): boolean {
  const aside = Math.abs((b.y - a.y) * a.dx - (b.x - a.x) * a.dy) / Math.max(0.1, Math.hypot(a.dx, a.dy))
  return aside < 0.6 * Math.max(a.capital, b.capital)
}

/** Joins pieces of one line that glare or a stain has parted. */
function joinPieces(pieces: readonly (readonly LinePoint[])[]): (readonly LinePoint[])[] {
  const groups: (readonly LinePoint[])[] = []
  for (const piece of pieces) {
    const small = lineOf(piece)
    const at = groups.findIndex((group) => {
      const line = lineOf(group)
      if (line === null || small === null) return false
      const along = Math.abs((small.x - line.x) * line.dx + (small.y - line.y) * line.dy)
      const aside = Math.abs((small.y - line.y) * line.dx - (small.x - line.x) * line.dy)
      const cap = line.capital[0] ?? 0
      return (
        line.half > 3 * cap && aside < 0.7 * cap + 0.02 * along && along < line.half + small.half + 10 * cap
      )
    })
    const group = groups[at]
    if (group === undefined) groups.push(piece)
    else groups[at] = [...group, ...piece]
  }
  return groups
}

function pointsOf(maps: ZoneMaps, stride: number, scale: number, least: number): Map<number, LinePoint> {
  const cells = maps.rows * maps.columns
  const plane = (i: number, cell: number) => maps.data[i * cells + cell] ?? 0
  const points = new Map<number, LinePoint>()
  for (let cell = 0; cell < cells; cell++) {
    const weight = plane(0, cell)
    if (!(weight > least)) continue
    const capital = (8 * 2 ** Math.min(4, Math.max(-4, plane(4, cell)))) / scale
    if (!Number.isFinite(capital)) continue
    const dx = plane(1, cell)
    const dy = plane(2, cell)
    const way = plane(3, cell) * capital
    const x = (((cell % maps.columns) + 0.5) * stride) / scale - dy * way
    const y = ((Math.floor(cell / maps.columns) + 0.5) * stride) / scale + dx * way
    if (Number.isFinite(x) && Number.isFinite(y)) points.set(cell, { x, y, dx, dy, capital, weight })
  }
  return points
}

/** The line through the points, as long as they reach; null where they make none. */
export function lineOf(group: readonly LinePoint[]): TextLine | null {
  const sum = (of: (point: LinePoint) => number) =>
    group.reduce((total, point) => total + of(point) * point.weight, 0)
  const weight = sum(() => 1)
  const cx = sum((p) => p.x) / weight
  const cy = sum((p) => p.y) / weight
  // The axis by where the cells lie, the head of it by what they say.
  const xx = sum((p) => (p.x - cx) ** 2)
  const yy = sum((p) => (p.y - cy) ** 2)
  const xy = sum((p) => (p.x - cx) * (p.y - cy))
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const said = sum((p) => p.dx) * Math.cos(angle) + sum((p) => p.dy) * Math.sin(angle)
  const head = said < 0 ? -1 : 1
  const dx = head * Math.cos(angle)
  const dy = head * Math.sin(angle)
  const along = group.map((p) => (p.x - cx) * dx + (p.y - cy) * dy).sort((a, b) => a - b)
  const low = along[0] ?? 0
  const high = along.at(-1) ?? 0
  const half = (high - low) / 2
  const capital = sum((p) => p.capital) / weight
  if (!(half > 0.5 * capital)) return null
  const x = cx + ((low + high) / 2) * dx
  const y = cy + ((low + high) / 2) * dy
  const samples = group.map((p) => ({
    x: ((p.x - x) * dx + (p.y - y) * dy) / half,
    down: (p.y - y) * dx - (p.x - x) * dy,
    capital: p.capital,
    weight: p.weight,
  }))
  const bend = fitPolynomial(
    samples.map(({ x, down, weight }) => ({ x, y: down, weight })),
    3,
  )
  const size = fitPolynomial(
    samples.map(({ x, capital, weight }) => ({ x, y: capital, weight })),
    1,
  )
  return bend === null || size === null
    ? null
    : { x, y, dx, dy, half, bend, capital: size, vote: Math.abs(said) }
}

/** The same line read the other way round: its head is where its end was. */
export function reversed(line: TextLine): TextLine {
  const sign = (i: number) => (i % 2 === 0 ? 1 : -1)
  return {
    ...line,
    dx: -line.dx,
    dy: -line.dy,
    bend: line.bend.map((value, i) => -sign(i) * value),
    capital: line.capital.map((value, i) => sign(i) * value),
  }
}
