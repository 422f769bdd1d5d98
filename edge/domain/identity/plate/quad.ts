import type { Corners } from '../../crossing/events.ts'

/** Bounding box: x0, y0, x1, y1. */
export type Box = readonly [number, number, number, number]

export function boundsOf(quad: Corners): Box {
  const xs = quad.map(([x]) => x)
  const ys = quad.map(([, y]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** Intersection over union of two boxes, 0 to 1. */
export function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  const area = (box: Box) => (box[2] - box[0]) * (box[3] - box[1])
  const shared = width * height
  return shared / (area(a) + area(b) - shared)
}

function distance(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

/** Mean length of the horizontal edges and of the vertical edges. */
export function quadSize(quad: Corners): { readonly width: number; readonly height: number } {
  const [tl, tr, br, bl] = quad
  return {
    width: (distance(tl, tr) + distance(bl, br)) / 2,
    height: (distance(tl, bl) + distance(tr, br)) / 2,
  }
}

/** Moves each corner outwards by `side` of its horizontal edge and `above` of its vertical edge. */
export function expandQuad(quad: Corners, side: number, above: number): Corners {
  const [tl, tr, br, bl] = quad
  const moved = (
    corner: readonly [number, number],
    along: readonly [number, number],
    down: readonly [number, number],
  ): [number, number] => [
    corner[0] + side * (corner[0] - along[0]) + above * (corner[0] - down[0]),
    corner[1] + side * (corner[1] - along[1]) + above * (corner[1] - down[1]),
  ]
  return [moved(tl, tr, bl), moved(tr, tl, br), moved(br, bl, tr), moved(bl, br, tl)]
}
