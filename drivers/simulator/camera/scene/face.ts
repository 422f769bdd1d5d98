import { readFileSync } from 'node:fs'
import type { Point } from './projection.ts'

/** A type face as centre lines: hundredths of the digit height, y down. */
export interface Face {
  readonly name: string
  readonly digitHeight: number
  readonly strokeWidth: number
  readonly glyphs: Readonly<Record<string, Glyph>>
}

export interface Glyph {
  readonly advance: number
  readonly strokes: readonly (readonly (readonly [number, number])[])[]
}

/** `gost`: Kazakh and Russian plates; `fe`: Kyrgyz and Uzbek ones. */
export type FaceName = 'gost' | 'fe'

export function loadFace(name: FaceName): Face {
  return JSON.parse(readFileSync(new URL(`../faces/${name}.json`, import.meta.url), 'utf8'))
}

/** Longer points of sharp corners are cut off, as the stamped signs of plates are. */
const MITRE_LIMIT = 2.4

/**
 * The area that a pen of the face's width covers, as polygons that all turn the same way, so that filled as
 * one shape they make the glyph. Units of the face.
 */
export function outlineGlyph(glyph: Glyph, strokeWidth: number): Point[][] {
  return glyph.strokes.flatMap((stroke) => outlineStroke(stroke, strokeWidth / 2))
}

function outlineStroke(stroke: readonly (readonly [number, number])[], half: number): Point[][] {
  const points = stroke
    .map(([x, y]) => ({ x, y }))
    .filter((point, index, all) => {
      const previous = all[index - 1]
      return previous === undefined || Math.hypot(point.x - previous.x, point.y - previous.y) > 0.01
    })
  const segments = points.slice(1).flatMap((to, index) => {
    const from = points[index]
    return from === undefined ? [] : [segmentOf(from, to, half)]
  })
  const first = points[0]
  const last = points.at(-1)
  const closed = first && last && Math.hypot(first.x - last.x, first.y - last.y) < 0.01
  const joins = segments.flatMap((segment, index) => {
    const next = segments[index + 1] ?? (closed ? segments[0] : undefined)
    return next === undefined ? [] : joinOf(segment, next, half)
  })
  return [
    ...segments.map(({ from, to, normal: n }) => [
      { x: from.x + n.x, y: from.y + n.y },
      { x: to.x + n.x, y: to.y + n.y },
      { x: to.x - n.x, y: to.y - n.y },
      { x: from.x - n.x, y: from.y - n.y },
    ]),
    ...joins,
  ]
}

interface Segment {
  readonly from: Point
  readonly to: Point
  /** Half the pen's width, to one side. */
  readonly normal: Point
}

function segmentOf(from: Point, to: Point, half: number): Segment {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return { from, to, normal: { x: (-(to.y - from.y) / length) * half, y: ((to.x - from.x) / length) * half } }
}

function joinOf(a: Segment, b: Segment, half: number): Point[][] {
  const turn = a.normal.x * b.normal.y - a.normal.y * b.normal.x
  if (Math.abs(turn) < 1e-6) return []
  const side = turn > 0 ? -1 : 1
  const corner = a.to
  const p = { x: corner.x + side * a.normal.x, y: corner.y + side * a.normal.y }
  const q = { x: corner.x + side * b.normal.x, y: corner.y + side * b.normal.y }
  const sum = { x: a.normal.x + b.normal.x, y: a.normal.y + b.normal.y }
  const reach = (2 * half * half) / (sum.x * sum.x + sum.y * sum.y)
  const tip = { x: corner.x + side * sum.x * reach, y: corner.y + side * sum.y * reach }
  const sharp = Math.hypot(tip.x - corner.x, tip.y - corner.y) > MITRE_LIMIT * half
  const polygon = sharp ? [corner, p, q] : [corner, p, tip, q]
  return [signedArea(polygon) > 0 ? polygon.reverse() : polygon]
}

const signedArea = (polygon: readonly Point[]) =>
  polygon.reduce((area, point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point
    return area + point.x * next.y - next.x * point.y
  }, 0)
