import type { Corners } from '../domain/crossing/events.ts'
import { boundsOf, overlapOf } from '../domain/identity/plate/quad.ts'
import type { Letterbox } from './letterbox.ts'

/** A plate as the detector sees it; corners in px of the picture. */
export interface Detection {
  readonly corners: Corners
  /** 0 to 1. */
  readonly score: number
}

/** Outputs of the detector: `heat` [rows, columns], `corners` [8, rows, columns]. */
export interface DetectorMaps {
  readonly heat: Float32Array
  readonly corners: Float32Array
  readonly rows: number
  readonly columns: number
}

/**
 * Plates where the heat exceeds `least`. The corners are offsets in input px from the middle of the cell
 * ((x + ½) × stride, (y + ½) × stride), and are brought back into px of the picture.
 */
export function findPeaks(
  maps: DetectorMaps,
  box: Letterbox,
  stride: number,
  least: number,
): readonly Detection[] {
  const cells = maps.rows * maps.columns
  const found: Detection[] = []
  for (let cell = 0; cell < cells; cell++) {
    const score = maps.heat[cell] ?? 0
    if (!(score > least)) continue
    const middleX = ((cell % maps.columns) + 0.5) * stride - box.left + box.region.left * box.scale
    const middleY = (Math.floor(cell / maps.columns) + 0.5) * stride - box.top + box.region.top * box.scale
    const corner = (i: number): [number, number] => [
      ((maps.corners[2 * i * cells + cell] ?? 0) + middleX) / box.scale,
      ((maps.corners[(2 * i + 1) * cells + cell] ?? 0) + middleY) / box.scale,
    ]
    const corners: Corners = [corner(0), corner(1), corner(2), corner(3)]
    if (corners.flat().every(Number.isFinite)) found.push({ corners, score: Math.min(1, score) })
  }
  return found
}

/** Best first; of detections that overlap by `overlap` or more only the best is kept, `most` in all. */
export function suppress(found: readonly Detection[], overlap: number, most: number): readonly Detection[] {
  const kept: Detection[] = []
  for (const detection of [...found].sort((a, b) => b.score - a.score)) {
    if (kept.length >= most) break
    const box = boundsOf(detection.corners)
    if (kept.every((other) => overlapOf(boundsOf(other.corners), box) < overlap)) kept.push(detection)
  }
  return kept
}
