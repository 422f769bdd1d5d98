import { darker, lighter, type Rgb } from './painter.ts'
import { ellipse, mirrored, type Point, project, rectangle, roundCorners } from './projection.ts'
import type { VehicleKind, VehicleShape } from './vehicle-shape.ts'
import { BLACK, type Work } from './vehicle-work.ts'

function slats(work: Work, low: number, high: number, half: number, count: number, colour: Rgb): void {
  const step = (high - low) / count
  for (let index = 0; index < count; index += 1) {
    work.elevation(
      [roundCorners(rectangle(-half, low + index * step + step * 0.3, half * 2, step * 0.36), 0.01)],
      colour,
      0.9,
      0.01,
    )
  }
}

export function paintCarFront(work: Work, kind: VehicleKind): void {
  const { elevation, shape } = work
  const half = shape.halfWidth
  const lamp = shape.lampHeight
  const low = shape.plateHeight + 0.14
  const grille = { bottom: low, top: lamp + 0.07 }
  elevation(
    [
      roundCorners(
        [
          { x: -half * 0.4, y: grille.bottom },
          { x: half * 0.4, y: grille.bottom },
          { x: half * 0.5, y: grille.top },
          { x: -half * 0.5, y: grille.top },
        ],
        0.05,
      ),
    ],
    [
      [196, 200, 204],
      [120, 124, 130],
    ],
  )
  elevation(
    [
      roundCorners(
        [
          { x: -half * 0.375, y: grille.bottom + 0.015 },
          { x: half * 0.375, y: grille.bottom + 0.015 },
          { x: half * 0.47, y: grille.top - 0.02 },
          { x: -half * 0.47, y: grille.top - 0.02 },
        ],
        0.04,
      ),
    ],
    BLACK,
  )
  slats(work, grille.bottom + 0.02, grille.top - 0.03, half * 0.4, kind === 'van' ? 5 : 4, [92, 96, 102])
  elevation(
    [ellipse(0, (grille.bottom + grille.top) / 2 + 0.01, 0.06, 0.05)],
    [
      [232, 235, 238],
      [140, 144, 150],
    ],
    1,
    0.02,
  )
  // Bumper: lower intake, fog lamps, a seam above.
  const intake = shape.sill + 0.05
  elevation(
    [
      roundCorners(
        [
          { x: -half * 0.62, y: intake },
          { x: half * 0.62, y: intake },
          { x: half * 0.54, y: shape.plateHeight - 0.08 },
          { x: -half * 0.54, y: shape.plateHeight - 0.08 },
        ],
        0.03,
      ),
    ],
    [20, 21, 24],
  )
  for (const side of [-1, 1]) {
    elevation(
      [roundCorners(rectangle(side * half * 0.79 - 0.1, shape.sill + 0.1, 0.2, 0.13), 0.03)],
      [24, 25, 28],
    )
    elevation(
      [ellipse(side * half * 0.79, shape.sill + 0.165, 0.045, 0.045)],
      [
        [226, 230, 232],
        [130, 136, 142],
      ],
    )
  }
  elevation([rectangle(-half * 0.96, low - 0.02, half * 1.92, 0.008)], darker(work.paint, 0.6), 0.7)
}

export function paintLorryFront(work: Work): void {
  const { elevation, shape } = work
  const half = shape.halfWidth
  elevation(
    [
      roundCorners(
        [
          { x: -half * 0.74, y: 0.98 },
          { x: half * 0.74, y: 0.98 },
          { x: half * 0.82, y: 1.55 },
          { x: -half * 0.82, y: 1.55 },
        ],
        0.06,
      ),
    ],
    BLACK,
  )
  slats(work, 1.0, 1.52, half * 0.72, 6, [128, 132, 138])
  elevation(
    [roundCorners(rectangle(-0.16, 1.22, 0.32, 0.12), 0.03)],
    [
      [236, 238, 240],
      [150, 154, 160],
    ],
    1,
    0.02,
  )
  elevation(
    [roundCorners(rectangle(-half * 0.98, 0.36, half * 1.96, 0.54), 0.08)],
    [
      [74, 77, 82],
      [36, 38, 42],
    ],
  )
  elevation([roundCorners(rectangle(-half * 0.5, 0.64, half, 0.16), 0.03)], [22, 23, 26])
  elevation(
    [roundCorners(rectangle(-half * 0.94, 2.6, half * 1.88, 0.16), 0.06)],
    [
      [40, 43, 48],
      [70, 74, 80],
    ],
    1,
    0.12,
  )
  for (const x of [-0.6, -0.2, 0.2, 0.6]) elevation([ellipse(x, 2.82, 0.05, 0.03)], [244, 176, 60])
}

export function paintBusFront(work: Work): void {
  const { elevation, shape, paint } = work
  const half = shape.halfWidth
  elevation(
    [roundCorners(rectangle(-half * 0.8, 2.58, half * 1.6, 0.28), 0.05)],
    [
      [28, 30, 34],
      [44, 48, 54],
    ],
  )
  // Route sign: rows of lamps that say nothing.
  const lamps = Array.from({ length: 26 }, (_, index) =>
    ellipse(-0.62 + index * 0.05, 2.72 + ((index * 7) % 3) * 0.03 - 0.03, 0.012, 0.012, 8),
  )
  elevation(lamps, [250, 176, 50], 1, 0.01)
  elevation([roundCorners(rectangle(-half * 0.42, 0.86, half * 0.84, 0.12), 0.04)], BLACK)
  elevation([rectangle(-half * 0.98, 0.62, half * 1.96, 0.012)], darker(paint, 0.55), 0.7)
  elevation([roundCorners(rectangle(-half * 0.6, 0.33, half * 1.2, 0.07), 0.02)], [28, 29, 32])
  // Long wipers that meet in the middle.
  elevation(
    [
      [
        { x: -0.9, y: 1.2 },
        { x: -0.1, y: 1.34 },
        { x: -0.1, y: 1.37 },
        { x: -0.9, y: 1.23 },
      ],
      [
        { x: 0.1, y: 1.2 },
        { x: 0.9, y: 1.34 },
        { x: 0.9, y: 1.37 },
        { x: 0.1, y: 1.23 },
      ],
    ],
    BLACK,
  )
}

/** Middles of the lamps in the front elevation. */
export function lampPoints(shape: VehicleShape): readonly Point[] {
  return [-1, 1].map((side) => ({ x: side * shape.halfWidth * 0.73, y: shape.lampHeight }))
}

export function paintLamps({ elevation, shape }: Work, kind: VehicleKind): void {
  const { halfWidth: half, lampHeight: y, lampHalfHeight: tall } = shape
  const outline =
    kind === 'car' || kind === 'van'
      ? roundCorners(
          [
            { x: half * 0.52, y: y - tall * 0.8 },
            { x: half * 0.93, y: y - tall * 0.5 },
            { x: half * 0.98, y: y + tall * 1.25 },
            { x: half * 0.54, y: y + tall * 0.75 },
          ],
          0.045,
        )
      : roundCorners(rectangle(half * 0.56, y - tall, half * 0.4, tall * 2), 0.06)
  for (const lamp of [outline, mirrored(outline)])
    elevation(
      [lamp],
      [
        [70, 76, 84],
        [172, 180, 188],
      ],
    )
  for (const { x } of lampPoints(shape)) {
    elevation(
      [ellipse(x, y, tall * 0.78, tall * 0.74)],
      [
        [196, 204, 210],
        [110, 118, 126],
      ],
    )
    elevation(
      [ellipse(x, y, tall * 0.5, tall * 0.5)],
      [
        [250, 252, 252],
        [206, 214, 220],
      ],
    )
    const out = Math.sign(x)
    elevation([ellipse(x + out * tall * 1.35, y + tall * 0.3, tall * 0.34, tall * 0.36)], [236, 158, 60], 0.9)
  }
}

export function paintMirrors({ painter, shape, front, paint }: Work, kind: VehicleKind): void {
  const tall = kind === 'car' ? 0.14 : kind === 'van' ? 0.3 : 0.5
  const wide = kind === 'car' ? 0.2 : 0.2
  const y = kind === 'car' ? 1.0 : shape.screenFoot + 0.12
  const back = kind === 'car' ? 1.35 : kind === 'van' ? 1.0 : 0.15
  for (const side of [-1, 1]) {
    const x = side * (shape.halfWidth + 0.13)
    const cap = roundCorners(rectangle(x - wide / 2, y, wide, tall), 0.05)
    const arm = rectangle(
      side < 0 ? x + wide / 2 - 0.02 : x - wide / 2 - 0.06,
      y + tall * 0.2,
      0.08,
      tall * 0.2,
    )
    const place = (points: readonly Point[]) => points.map((point) => project({ ...point, z: front + back }))
    painter.fill([place(arm)], BLACK)
    painter.fill([place(cap)], [lighter(paint, 0.1), darker(paint, 0.45)])
  }
}
