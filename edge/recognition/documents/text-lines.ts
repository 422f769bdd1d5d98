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
}

export interface ZoneMaps {
  /** Planes: line probability, cos and sin of the direction, way to the middle in capitals, log2 of capital / 8 px. */
  readonly data: Float32Array
  readonly rows: number
  readonly columns: number
}

interface Point {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
  readonly capital: number
  readonly weight: number
}

/** Cells that lie within so many cells of one another may belong to one line. */
const reach = 6
const mostLines = 24

/**
 * Lines where the maps exceed `least`: each cell points at the middle of its line, cells whose points continue
 * one another are joined. `scale`: px of the zone input for one px of the picture.
 */
export function findTextLines(
  maps: ZoneMaps,
  stride: number,
  scale: number,
  least: number,
): readonly TextLine[] {
  const points = pointsOf(maps, stride, scale, least)
  const parent = new Int32Array(maps.rows * maps.columns).map((_, i) => i)
  const root = (i: number): number => {
    let at = i
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? 0] ?? 0
      at = parent[at] ?? 0
    }
    return at
  }
  for (const [cell, point] of points) {
    const row = Math.floor(cell / maps.columns)
    const column = cell % maps.columns
    for (let r = row; r <= Math.min(maps.rows - 1, row + reach); r++) {
      const from = r === row ? column + 1 : Math.max(0, column - reach)
      for (let c = from; c <= Math.min(maps.columns - 1, column + reach); c++) {
        const other = points.get(r * maps.columns + c)
        if (other !== undefined && continues(point, other)) parent[root(r * maps.columns + c)] = root(cell)
      }
    }
  }
  const groups = new Map<number, Point[]>()
  for (const [cell, point] of points) {
    const key = root(cell)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [point])
    else group.push(point)
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .slice(0, mostLines)
    .flatMap((group) => lineOf(group) ?? [])
}

function pointsOf(maps: ZoneMaps, stride: number, scale: number, least: number): Map<number, Point> {
  const cells = maps.rows * maps.columns
  const plane = (i: number, cell: number) => maps.data[i * cells + cell] ?? 0
  const points = new Map<number, Point>()
  for (let cell = 0; cell < cells; cell++) {
    const weight = plane(0, cell)
    if (!(weight > least)) continue
    const length = Math.hypot(plane(1, cell), plane(2, cell))
    const capital = (8 * 2 ** Math.min(4, Math.max(-4, plane(4, cell)))) / scale
    if (!(length > 0.3) || !Number.isFinite(capital)) continue
    const dx = plane(1, cell) / length
    const dy = plane(2, cell) / length
    const way = plane(3, cell) * capital
    const x = (((cell % maps.columns) + 0.5) * stride) / scale - dy * way
    const y = ((Math.floor(cell / maps.columns) + 0.5) * stride) / scale + dx * way
    if (Number.isFinite(x) && Number.isFinite(y)) points.set(cell, { x, y, dx, dy, capital, weight })
  }
  return points
}

function continues(a: Point, b: Point): boolean {
  if (a.dx * b.dx + a.dy * b.dy < 0.85) return false
  const dx = (a.dx + b.dx) / 2
  const dy = (a.dy + b.dy) / 2
  const aside = Math.abs((b.y - a.y) * dx - (b.x - a.x) * dy)
  return aside < 0.4 * Math.min(a.capital, b.capital)
}

function lineOf(group: readonly Point[]): TextLine | null {
  const sum = (of: (point: Point) => number) =>
    group.reduce((total, point) => total + of(point) * point.weight, 0)
  const weight = sum(() => 1)
  const length = Math.hypot(
    sum((p) => p.dx),
    sum((p) => p.dy),
  )
  const dx = sum((p) => p.dx) / length
  const dy = sum((p) => p.dy) / length
  const cx = sum((p) => p.x) / weight
  const cy = sum((p) => p.y) / weight
  const along = group.map((p) => (p.x - cx) * dx + (p.y - cy) * dy).sort((a, b) => a - b)
  const low = along[0] ?? 0
  const high = along.at(-1) ?? 0
  const half = (high - low) / 2
  const capital = sum((p) => p.capital) / weight
  if (!(half > 4 * capital)) return null
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
  return bend === null || size === null ? null : { x, y, dx, dy, half, bend, capital: size }
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
