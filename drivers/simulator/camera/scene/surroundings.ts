import { paintMountains } from './mountains.ts'
import { type Fill, lighter, type Painter, type Rgb } from './painter.ts'
import { type Place, type Point, project } from './projection.ts'

export type Light = 'day' | 'night'

const FAR_AWAY = 40_000

type Span = readonly [number, number]

/** An upright rectangle that faces the camera. */
const upright = ([left, right]: Span, [low, high]: Span, z: number): Point[] => [
  project({ x: left, y: low, z }),
  project({ x: right, y: low, z }),
  project({ x: right, y: high, z }),
  project({ x: left, y: high, z }),
]

/** A level rectangle. */
const level = ([left, right]: Span, y: number, [near, far]: Span): Point[] => [
  project({ x: left, y, z: near }),
  project({ x: right, y, z: near }),
  project({ x: right, y, z: far }),
  project({ x: left, y, z: far }),
]

/** An upright rectangle along the lane. */
const flank = (x: number, [low, high]: Span, [near, far]: Span): Point[] => [
  project({ x, y: low, z: near }),
  project({ x, y: low, z: far }),
  project({ x, y: high, z: far }),
  project({ x, y: high, z: near }),
]

function paintBox(painter: Painter, across: Span, height: Span, along: Span, front: Rgb, side: Rgb): void {
  const turnedToCamera = across[0] > 0 ? across[0] : across[1]
  painter.fill([flank(turnedToCamera, height, along)], side)
  painter.fill([upright(across, height, along[0])], [lighter(front, 0.08), front])
}

/** Sky, mountains, steppe, the roads, the canopy with its booths and the closed approach barrier. */
export function paintSurroundings(painter: Painter, light: Light): void {
  const dim = (share: number) => painter.dim(light === 'night' ? share : 0)
  const horizon = project({ x: 0, y: 0, z: FAR_AWAY }).y
  const screen = (top: number, bottom: number): Point[] => [
    { x: 0, y: top },
    { x: 1280, y: top },
    { x: 1280, y: bottom },
    { x: 0, y: bottom },
  ]
  const sky: Fill = [
    [122, 168, 212],
    [224, 232, 234],
  ]
  const steppe: Fill = [
    [178, 170, 130],
    [130, 120, 90],
  ]
  dim(0.9)
  painter.fill([screen(0, horizon)], sky)
  paintMountains(painter, horizon)
  painter.fill([screen(horizon - 1, 720)], steppe)
  dim(0.54)
  paintRoad(painter)
  paintCanopy(painter, light)
  dim(0.5)
  paintBarrier(painter)
  dim(0)
}

function paintRoad(painter: Painter): void {
  const strip = (left: number, right: number): Point[] => level([left, right], 0, [1, 160])
  const asphalt: Fill = [
    [152, 153, 154],
    [92, 93, 96],
  ]
  painter.fill([strip(-9.5, 9.5)], asphalt)
  // Worn tracks of the wheels.
  for (const x of [-0.85, 0.85]) {
    for (const half of [0.42, 0.3, 0.18]) painter.fill([strip(x - half, x + half)], [66, 67, 70], 0.09)
  }
  painter.fill([strip(-1.86, -1.74), strip(1.74, 1.86)], [226, 226, 220], 0.8)
  for (const side of [-1, 1]) paintIsland(painter, side)
  painter.fill([level([-1.7, 1.7], 0, [2.4, 2.7])], [230, 230, 224], 0.85)
}

function paintIsland(painter: Painter, side: number): void {
  const across: Span = side < 0 ? [-3.6, -2.1] : [2.1, 3.6]
  const along: Span = [6, 46]
  paintBox(painter, across, [0, 0.16], along, [178, 178, 174], [198, 198, 192])
  const top: Fill = [
    [188, 187, 182],
    [170, 169, 164],
  ]
  painter.fill([level(across, 0.16, along)], top)
  const x = side * 2.32
  for (let z = 27.8; z > 6.5; z -= 2.6) {
    painter.fill([upright([x - 0.06, x + 0.06], [0.16, 0.95], z)], [214, 168, 36])
    painter.fill([upright([x - 0.06, x + 0.06], [0.62, 0.74], z)], [36, 37, 40])
  }
}

const CANOPY = { front: 21, rear: 44, half: 11, height: 5.1 }

function paintCanopy(painter: Painter, light: Light): void {
  const { front, rear, half, height } = CANOPY
  for (const side of [-1, 1]) {
    const x = side * 2.85
    for (const z of [38, front]) {
      paintBox(painter, [x - 0.2, x + 0.2], [0.16, height], [z, z + 0.4], [206, 209, 212], [160, 164, 170])
    }
    paintBooth(painter, side, light)
  }
  const ceiling: Fill = [
    [150, 156, 162],
    [112, 118, 126],
  ]
  const fascia: Fill = [
    [244, 246, 247],
    [206, 211, 216],
  ]
  painter.fill([level([-half, half], height, [front, rear])], ceiling)
  const lamps = canopyLamps.map(({ x, z }) => level([x - 0.7, x + 0.7], height - 0.01, [z, z + 0.7]))
  litFill(painter, light, lamps, [252, 250, 236])
  painter.fill([upright([-half, half], [height, height + 1], front)], fascia)
  // The two States' colours meet above the lane.
  painter.fill([upright([-half, 0], [height, height + 0.22], front)], [0, 150, 190])
  painter.fill([upright([0, half], [height, height + 0.22], front)], [206, 32, 44])
  if (light === 'day') return
  for (const lamp of canopyLamps) {
    painter.glow(project(lamp), 44, 20, [255, 244, 214], 0.7)
    const lane = Math.abs(lamp.x) < 3
    if (lane) painter.glow(project({ ...lamp, x: 0, y: 0 }), 210, 16, [255, 236, 196], 0.3)
  }
}

/** What shines by itself keeps its colour at night. */
function litFill(painter: Painter, light: Light, shapes: readonly Point[][], fill: Fill): void {
  if (light === 'night') painter.dim(0.04)
  painter.fill(shapes, fill)
  if (light === 'night') painter.dim(0.54)
}

function paintBooth(painter: Painter, side: number, light: Light): void {
  const x = side * 2.9
  const along: Span = [15, 18.2]
  paintBox(painter, [x - 0.6, x + 0.6], [0.16, 2.75], along, [226, 228, 226], [188, 192, 192])
  const glass: Fill =
    light === 'day'
      ? [
          [100, 128, 146],
          [54, 72, 86],
        ]
      : [
          [255, 226, 160],
          [222, 176, 104],
        ]
  litFill(
    painter,
    light,
    [
      upright([x - 0.48, x + 0.48], [1.15, 2.3], along[0] - 0.01),
      flank(x - side * 0.61, [1.15, 2.3], [along[0] + 0.4, along[1] - 0.6]),
    ],
    glass,
  )
  // An officer at the window.
  painter.fill([upright([x - 0.2, x + 0.16], [1.15, 1.5], along[0] - 0.02)], [40, 52, 70])
  painter.fill([upright([x - 0.1, x + 0.06], [1.5, 1.72], along[0] - 0.02)], [124, 100, 86])
  painter.fill([upright([x - 0.13, x + 0.09], [1.7, 1.8], along[0] - 0.02)], [36, 48, 66])
  const roof: Rgb = side < 0 ? [0, 140, 180] : [196, 34, 46]
  painter.fill([upright([x - 0.7, x + 0.7], [2.75, 2.95], along[0] - 0.1)], roof)
}

function paintBarrier(painter: Painter): void {
  const z = 12.5
  const post = 2.45
  paintBox(painter, [post - 0.2, post + 0.2], [0.16, 1.15], [z - 0.2, z + 0.2], [232, 120, 30], [196, 98, 22])
  paintBox(painter, [-post - 0.05, -post + 0.05], [0.16, 0.92], [z, z + 0.1], [90, 94, 100], [70, 74, 80])
  const pieces = 10
  const length = (2 * post) / pieces
  const boom = Array.from({ length: pieces }, (_, piece): Point[] =>
    upright([piece * length - post, (piece + 1) * length - post], [0.94, 1.06], z),
  )
  painter.fill(
    boom.filter((_, piece) => piece % 2 === 0),
    [212, 40, 44],
  )
  painter.fill(
    boom.filter((_, piece) => piece % 2 === 1),
    [240, 240, 238],
  )
}

/** The lamps under the canopy, their near left corners. */
const canopyLamps: readonly Place[] = [-7, -2.2, 2.2, 7].flatMap((x) =>
  [23, 27, 31, 35, 39].map((z) => ({ x, y: CANOPY.height, z })),
)
