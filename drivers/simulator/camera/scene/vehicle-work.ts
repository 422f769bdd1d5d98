import type { Fill, Painter, Rgb } from './painter.ts'
import { type Point, project } from './projection.ts'
import { frontPlace, halfWidthAt, type VehicleShape } from './vehicle-shape.ts'

export const BLACK: Rgb = [24, 25, 28]

/** One vehicle at one place, and the two views that it is painted in. */
export interface Work {
  readonly painter: Painter
  readonly shape: VehicleShape
  readonly front: number
  readonly paint: Rgb
  /** Polygons of the front elevation, each a shape of its own place; `forward` metres before the body. */
  elevation(polygons: readonly (readonly Point[])[], fill: Fill, opacity?: number, forward?: number): void
  /** Polygons of the side that the camera sees: x is metres behind the front, y up. */
  flank(polygons: readonly (readonly Point[])[], fill: Fill, opacity?: number, out?: number): void
}

export function createWork(painter: Painter, shape: VehicleShape, front: number, paint: Rgb): Work {
  return {
    painter,
    shape,
    front,
    paint,
    elevation: (polygons, fill, opacity = 1, forward = 0) =>
      painter.fill(
        polygons.map((polygon) =>
          subdivide(polygon).map((point) => project(frontPlace(shape, front, point, forward))),
        ),
        fill,
        opacity,
      ),
    flank: (polygons, fill, opacity = 1, out = 0) =>
      painter.fill(
        polygons.map((polygon) =>
          polygon.map(({ x, y }) => project({ x: -halfWidthAt(shape, y) - out, y, z: front + x })),
        ),
        fill,
        opacity,
      ),
  }
}

/** Adds points along the sides, so that a straight line follows the bend of the body. */
function subdivide(points: readonly Point[]): Point[] {
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length] ?? point
    const steps = Math.max(1, Math.ceil(Math.hypot(next.x - point.x, next.y - point.y) / 0.12))
    return Array.from({ length: steps }, (_, step) => ({
      x: point.x + ((next.x - point.x) * step) / steps,
      y: point.y + ((next.y - point.y) * step) / steps,
    }))
  })
}
