import type { Painter } from './painter.ts'
import type { Point } from './projection.ts'
import { seededRandom } from './random.ts'

/** The Tien Shan behind the checkpoint, with snow, and the foothills before it. `horizon` in pixels. */
export function paintMountains(painter: Painter, horizon: number): void {
  const random = seededRandom(7)
  // Each halving of the distance between two points moves the middle by less: a ridge like a real one.
  const ridge = (height: number, roughness: number, pieces: number): Point[] => {
    let levels = [0.45, 0.9, 0.55, 1, 0.4, 0.7]
    while (levels.length < pieces) {
      const spread = (roughness * 6) / levels.length
      levels = levels.flatMap((level, index) => {
        const next = levels[index + 1]
        return next === undefined ? [level] : [level, (level + next) / 2 + (random() - 0.5) * spread]
      })
    }
    return levels.map((level, index) => ({
      x: -20 + (1320 * index) / (levels.length - 1),
      y: horizon - height * Math.max(0.1, level),
    }))
  }
  const closed = (points: readonly Point[]) => [...points, { x: 1320, y: horizon }, { x: -20, y: horizon }]
  const far = ridge(132, 0.5, 150)
  painter.fill(
    [closed(far)],
    [
      [168, 184, 206],
      [198, 208, 216],
    ],
  )
  const snowLine = horizon - 62
  const lower = far.map(({ x, y }) => ({
    x,
    y: y < snowLine ? Math.min(snowLine + 8, y + (snowLine - y) * (0.35 + random() * 0.65)) : y,
  }))
  painter.fill([[...far, ...lower.reverse()]], [246, 249, 252], 0.92)
  painter.fill(
    [closed(ridge(48, 0.4, 90))],
    [
      [128, 144, 142],
      [160, 164, 142],
    ],
  )
}
