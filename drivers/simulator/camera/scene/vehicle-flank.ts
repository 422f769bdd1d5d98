import { darker, type Fill } from './painter.ts'
import { ellipse, type Point, project, rectangle, roundCorners } from './projection.ts'
import { frontPlace, halfWidthAt, rakeAt, type VehicleKind } from './vehicle-shape.ts'
import type { Work } from './vehicle-work.ts'

export function paintShadow({ painter, shape, front }: Work): void {
  // Light comes from all of the sky: the rim of the shadow is wide and soft.
  for (let ring = 9; ring >= 0; ring -= 1) {
    const grow = ring * 0.045 - 0.06
    const half = shape.halfWidth + grow
    const outline = roundCorners(
      rectangle(-half, front - grow * 0.8 + 0.15, half * 2, shape.length + grow),
      0.3 + grow,
    )
    painter.fill([outline.map(({ x, y }) => project({ x, y: 0, z: y }))], [16, 17, 20], 0.1)
  }
}

export function paintTrailer({ painter, shape, front }: Work): void {
  const back = front + shape.length
  const left = -1.25
  const box = (x0: number, y0: number, z0: number, x1: number, y1: number, z1: number): Point[] =>
    x0 === x1
      ? [
          [z0, y0],
          [z1, y0],
          [z1, y1],
          [z0, y1],
        ].map(([z = 0, y = 0]) => project({ x: x0, y, z }))
      : [
          [x0, y0],
          [x1, y0],
          [x1, y1],
          [x0, y1],
        ].map(([x = 0, y = 0]) => project({ x, y, z: z0 }))
  painter.fill(
    [box(left, 1.1, front + 2.6, left, 3.9, back)],
    [
      [206, 210, 214],
      [150, 156, 162],
    ],
  )
  painter.fill(
    [box(left, 1.1, front + 2.6, 1.25, 3.9, front + 2.6)],
    [
      [226, 229, 232],
      [172, 177, 183],
    ],
  )
  for (let z = front + 4; z < back; z += 1.4) {
    painter.line(
      [project({ x: left, y: 1.1, z }), project({ x: left, y: 3.9, z })],
      [130, 136, 142],
      1.2,
      0.6,
    )
  }
}

/** The side that the camera sees: it begins where the bent front ends. */
export function paintFlank({ painter, shape, front, flank, paint }: Work, kind: VehicleKind): void {
  const { length, height, sill, screenFoot, screenHead, wheelRadius, axles } = shape
  // A little before the corner, so that nothing shows between the side and the rounded front.
  const corner = (y: number) =>
    rakeAt(shape, y) + 0.85 * shape.bow * (halfWidthAt(shape, y) / shape.halfWidth) ** 2 - 0.07
  const top = height - 0.03
  const edge = Array.from({ length: 15 }, (_, index) => {
    const y = sill + ((top - sill) * index) / 14
    return { x: corner(y), y }
  })
  const end = kind === 'lorry' ? 2.3 : length
  const rear: Point[] =
    kind === 'car'
      ? [
          { x: 3.2, y: top - 0.02 },
          { x: 4.05, y: 1.02 },
          { x: end, y: 0.96 },
        ]
      : [{ x: end, y: top }]
  flank([[...edge, ...rear, { x: end, y: sill + 0.05 }]], [darker(paint, 0.12), darker(paint, 0.5)])
  // The rounded corner between side and front.
  const outer = edge.map(({ x, y }) => project({ x: -halfWidthAt(shape, y), y, z: front + x }))
  const inner = edge.map(({ y }) =>
    project(frontPlace(shape, front, { x: -0.75 * halfWidthAt(shape, y), y })),
  )
  painter.fill([[...outer, ...inner.reverse()]], [darker(paint, 0.04), darker(paint, 0.3)])
  const glass: Fill = [
    [84, 100, 114],
    [36, 44, 52],
  ]
  flank(sideWindows(kind, screenFoot, screenHead, corner), glass, 1, 0.01)
  if (kind === 'lorry') flank([rectangle(2.3, 0.62, length - 2.5, 0.3)], [58, 60, 64])
  const discs = (share: number) =>
    axles.map((axle) => ellipse(axle, wheelRadius, wheelRadius * share, wheelRadius * share))
  const rims: Fill = [
    [176, 180, 186],
    [112, 116, 122],
  ]
  flank(discs(1.2), [20, 20, 22], 1, 0.005)
  flank(discs(1), [30, 30, 32], 1, 0.01)
  flank(discs(0.62), rims, 1, 0.02)
}

function sideWindows(
  kind: VehicleKind,
  foot: number,
  head: number,
  corner: (height: number) => number,
): readonly Point[][] {
  if (kind === 'bus') {
    return [1.1, 2.9, 4.7, 6.5, 8.3, 10.1].map((x) => roundCorners(rectangle(x, 1.45, 1.65, 1.05), 0.08))
  }
  const back = { car: [3.6, 3.1], van: [2.9, 2.9], lorry: [1.7, 1.7] } as const
  const [low, high] = back[kind]
  const window = [
    { x: corner(foot) + 0.2, y: foot + 0.03 },
    { x: low, y: foot + 0.03 },
    { x: high, y: head - 0.03 },
    { x: corner(head) + 0.16, y: head - 0.03 },
  ]
  return [roundCorners(window, 0.07)]
}

export function paintWheels({ painter, shape, front }: Work): void {
  const axle = shape.axles[0] ?? 0
  const depth = front + axle - shape.wheelRadius * 0.8
  for (const side of [-1, 1]) {
    const outer = side * (shape.halfWidth - 0.03)
    const inner = outer - side * 0.24
    const tyre = roundCorners(rectangle(Math.min(outer, inner), 0.01, 0.24, shape.sill + 0.35), 0.05)
    painter.fill(
      [tyre.map(({ x, y }) => project({ x, y, z: depth }))],
      [
        [36, 36, 38],
        [22, 22, 24],
      ],
    )
  }
}
