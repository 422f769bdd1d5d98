import { darker, lighter, type Painter, type Rgb } from './painter.ts'
import { ellipse, rectangle, ring, roundCorners } from './projection.ts'
import { paintFlank, paintShadow, paintTrailer, paintWheels } from './vehicle-flank.ts'
import { paintBusFront, paintCarFront, paintLamps, paintLorryFront, paintMirrors } from './vehicle-front.ts'
import type { VehicleKind, VehicleShape } from './vehicle-shape.ts'
import { BLACK, createWork, type Work } from './vehicle-work.ts'

const GLASS: readonly [Rgb, Rgb] = [
  [98, 120, 138],
  [30, 38, 48],
]

/** Paints a vehicle whose front stands `front` metres before the camera. Without its plate. */
export function paintVehicle(
  painter: Painter,
  kind: VehicleKind,
  shape: VehicleShape,
  front: number,
  paint: Rgb,
): void {
  const work = createWork(painter, shape, front, paint)
  paintShadow(work)
  if (kind === 'lorry') paintTrailer(work)
  paintFlank(work, kind)
  paintWheels(work)
  paintBody(work)
  if (kind === 'car' || kind === 'van') paintBonnet(work)
  paintScreen(work, kind)
  if (kind === 'lorry') paintLorryFront(work)
  else if (kind === 'bus') paintBusFront(work)
  else paintCarFront(work, kind)
  paintLamps(work, kind)
  paintMirrors(work, kind)
}

function paintBody({ elevation, shape, paint }: Work): void {
  const { halfWidth: half, sill, bonnet, height, screenFoot } = shape
  // Cab or cabin above the waist, then the front below it.
  elevation(
    [
      roundCorners(
        [
          { x: -half * 0.97, y: bonnet - 0.1 },
          { x: half * 0.97, y: bonnet - 0.1 },
          { x: half * 0.96, y: screenFoot },
          { x: shape.screenHeadHalf + 0.1, y: height },
          { x: -shape.screenHeadHalf - 0.1, y: height },
          { x: -half * 0.96, y: screenFoot },
        ],
        0.12,
      ),
    ],
    [lighter(paint, 0.14), darker(paint, 0.16)],
  )
  elevation(
    [
      roundCorners(
        [
          { x: -half * 0.93, y: sill },
          { x: half * 0.93, y: sill },
          { x: half, y: sill + 0.2 },
          { x: half, y: bonnet - 0.06 },
          { x: half * 0.93, y: bonnet + 0.03 },
          { x: -half * 0.93, y: bonnet + 0.03 },
          { x: -half, y: bonnet - 0.06 },
          { x: -half, y: sill + 0.2 },
        ],
        0.09,
      ),
    ],
    [lighter(paint, 0.06), darker(paint, 0.4)],
  )
}

function paintBonnet({ elevation, shape, paint }: Work): void {
  const { halfWidth: half, bonnet, screenFoot, screenFootHalf } = shape
  const outline = roundCorners(
    [
      { x: -half * 0.9, y: bonnet - 0.04 },
      { x: half * 0.9, y: bonnet - 0.04 },
      { x: half * 0.88, y: bonnet + 0.05 },
      { x: screenFootHalf, y: screenFoot + 0.01 },
      { x: -screenFootHalf, y: screenFoot + 0.01 },
      { x: -half * 0.88, y: bonnet + 0.05 },
    ],
    0.06,
  )
  elevation([outline], [lighter(paint, 0.34), lighter(paint, 0.04)])
  for (const side of [-1, 1]) {
    const crease = [
      { x: side * half * 0.42, y: bonnet - 0.03 },
      { x: side * half * 0.5, y: screenFoot },
      { x: side * half * 0.47, y: screenFoot },
    ]
    elevation([crease], darker(paint, 0.25), 0.5)
  }
}

function paintScreen({ elevation, shape }: Work, kind: VehicleKind): void {
  const { screenFoot: foot, screenHead: head, screenFootHalf: wide, screenHeadHalf: narrow } = shape
  const rim = roundCorners(
    [
      { x: -wide - 0.03, y: foot },
      { x: wide + 0.03, y: foot },
      { x: narrow + 0.03, y: head + 0.02 },
      { x: -narrow - 0.03, y: head + 0.02 },
    ],
    0.07,
  )
  elevation([rim], BLACK)
  const glass = roundCorners(
    [
      { x: -wide, y: foot + 0.02 },
      { x: wide, y: foot + 0.02 },
      { x: narrow, y: head },
      { x: -narrow, y: head },
    ],
    0.07,
  )
  elevation([glass], GLASS)
  const tall = head - foot
  // Two seats, the driver on the left of the car as in both States.
  for (const [x, driver] of [
    [wide * 0.48, true],
    [-wide * 0.48, false],
  ] as const) {
    const size = Math.min(0.3, tall * 0.42)
    elevation(
      [roundCorners(rectangle(x - size * 0.6, foot + 0.03, size * 1.2, tall * 0.62), 0.06)],
      [26, 31, 38],
      0.75,
    )
    if (driver) {
      elevation(
        [ellipse(x, foot + tall * 0.58, size * 0.34, size * 0.42)],
        [
          [150, 122, 104],
          [96, 78, 68],
        ],
        0.8,
      )
      elevation(
        [roundCorners(rectangle(x - size * 0.72, foot + 0.03, size * 1.44, tall * 0.34), 0.1)],
        [
          [58, 66, 84],
          [34, 38, 48],
        ],
        0.85,
      )
    }
  }
  const wheelX = wide * 0.48
  elevation([ring(wheelX, foot + tall * 0.16, tall * 0.3, tall * 0.15, 0.03)], [14, 16, 20], 0.9)
  // The sky lies across the glass.
  elevation(
    [
      [
        { x: -narrow, y: head - 0.01 },
        { x: -narrow * 0.1, y: head - 0.01 },
        { x: -wide * 0.5, y: foot + 0.04 },
        { x: -wide * 0.96, y: foot + 0.04 },
      ],
    ],
    [
      [214, 228, 238],
      [120, 140, 156],
    ],
    0.3,
  )
  elevation(
    [
      [
        { x: narrow * 0.2, y: head - 0.01 },
        { x: narrow * 0.42, y: head - 0.01 },
        { x: wide * 0.1, y: foot + 0.04 },
        { x: -wide * 0.12, y: foot + 0.04 },
      ],
    ],
    [
      [214, 228, 238],
      [120, 140, 156],
    ],
    0.16,
  )
  elevation([roundCorners(rectangle(-0.1, head - tall * 0.17, 0.2, tall * 0.11), 0.03)], [22, 24, 28])
  if (kind !== 'bus') {
    for (const side of [-0.55, 0.25]) {
      const from = wide * side
      elevation(
        [
          [
            { x: from, y: foot + 0.015 },
            { x: from + wide * 0.62, y: foot + tall * 0.12 },
            { x: from + wide * 0.62, y: foot + tall * 0.15 },
            { x: from, y: foot + 0.04 },
          ],
        ],
        BLACK,
      )
    }
  }
}
