import type { Corners } from '../domain/crossing/events.ts'
import { quadSize } from '../domain/identity/plate/quad.ts'

/** A decoded picture: 8-bit RGB, rows from the top, no padding. */
export interface RawPicture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** Row-major 3×3 with the last element 1, as its first eight numbers. */
export type Homography = readonly [number, number, number, number, number, number, number, number]

/** Solves n linear equations by Gauss with pivoting; null where they are degenerate. */
function solve(rows: number[][]): number[] | null {
  const n = rows.length
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let r = column + 1; r < n; r++) {
      if (Math.abs(rows[r]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = r
    }
    const chosen = rows[pivot]
    const swapped = rows[column]
    if (chosen === undefined || swapped === undefined || Math.abs(chosen[column] ?? 0) < 1e-9) return null
    rows[column] = chosen
    rows[pivot] = swapped
    for (let r = 0; r < n; r++) {
      const row = rows[r]
      if (r === column || row === undefined) continue
      const factor = (row[column] ?? 0) / (chosen[column] ?? 1)
      for (let c = column; c <= n; c++) row[c] = (row[c] ?? 0) - factor * (chosen[c] ?? 0)
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1))
}

/**
 * The projective map from a rectangle of `width` × `height` (corner 0,0 at its outer edge) to the quad.
 * null where the quad has no area.
 */
export function homographyTo(quad: Corners, width: number, height: number): Homography | null {
  const rectangle = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const
  const rows: number[][] = []
  for (let i = 0; i < 4; i++) {
    const [u, v] = rectangle[i] ?? [0, 0]
    const [x, y] = quad[i] ?? [0, 0]
    rows.push([u, v, 1, 0, 0, 0, -u * x, -v * x, x])
    rows.push([0, 0, 0, u, v, 1, -u * y, -v * y, y])
  }
  const h = solve(rows)
  if (h === null || !h.every(Number.isFinite)) return null
  return h as unknown as Homography
}

/** Samples to each side per pixel of the result, so that shrinking does not skip pixels of the picture. */
function samplesFor(quad: Corners, width: number, height: number): { across: number; down: number } {
  const size = quadSize(quad)
  const count = (length: number, target: number) => Math.min(6, Math.max(1, Math.round(length / target)))
  return { across: count(size.width, width), down: count(size.height, height) }
}

/**
 * Straightens a quad of the picture into `width` × `height` RGB values 0 to 255, written pixel by pixel
 * through `put(index of the pixel, r, g, b)`. Bilinear; beyond the picture its edge repeats. A quad
 * without area gives black.
 *
 * Corners are in px where whole numbers are the middles of pixels.
 */
export function warpQuad(
  picture: RawPicture,
  quad: Corners,
  width: number,
  height: number,
  put: (index: number, r: number, g: number, b: number) => void,
): void {
  const h = homographyTo(quad, width, height)
  if (h === null) {
    for (let i = 0; i < width * height; i++) put(i, 0, 0, 0)
    return
  }
  const { data } = picture
  const maxX = picture.width - 1
  const maxY = picture.height - 1
  const stride = picture.width * 3
  const { across, down } = samplesFor(quad, width, height)
  const share = 1 / (across * down)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let r = 0
      let g = 0
      let b = 0
      for (let j = 0; j < down; j++) {
        const v = row + (j + 0.5) / down
        for (let i = 0; i < across; i++) {
          const u = column + (i + 0.5) / across
          const w = h[6] * u + h[7] * v + 1
          const x = Math.min(maxX, Math.max(0, (h[0] * u + h[1] * v + h[2]) / w))
          const y = Math.min(maxY, Math.max(0, (h[3] * u + h[4] * v + h[5]) / w))
          const x0 = Math.floor(x)
          const y0 = Math.floor(y)
          const right = x0 < maxX ? 3 : 0
          const below = y0 < maxY ? stride : 0
          const fx = x - x0
          const fy = y - y0
          const a = y0 * stride + x0 * 3
          const wa = (1 - fx) * (1 - fy)
          const wb = fx * (1 - fy)
          const wc = (1 - fx) * fy
          const wd = fx * fy
          // Indices lie within the picture by the limits above; `?? 0` only satisfies the type.
          r +=
            wa * (data[a] ?? 0) +
            wb * (data[a + right] ?? 0) +
            wc * (data[a + below] ?? 0) +
            wd * (data[a + below + right] ?? 0)
          g +=
            wa * (data[a + 1] ?? 0) +
            wb * (data[a + right + 1] ?? 0) +
            wc * (data[a + below + 1] ?? 0) +
            wd * (data[a + below + right + 1] ?? 0)
          b +=
            wa * (data[a + 2] ?? 0) +
            wb * (data[a + right + 2] ?? 0) +
            wc * (data[a + below + 2] ?? 0) +
            wd * (data[a + below + right + 2] ?? 0)
        }
      }
      put(row * width + column, r * share, g * share, b * share)
    }
  }
}
