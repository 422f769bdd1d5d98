export interface Point {
  readonly x: number
  readonly y: number
}

/** Metres: x to the right across the lane from its middle, y up from the road, z away from the camera. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly z: number
}

export type Project = (place: Place) => Point

/**
 * A camera on a post beside the lane, as in a plate camera's installation guide: a little above the plate,
 * turned to the lane, near enough to level. `focal` in pixels.
 */
export const laneCamera = {
  width: 1280,
  height: 720,
  focal: 1480,
  place: { x: -1.5, y: 1.45, z: 0 },
  /** Radians downwards, and to the right. */
  pitch: 0.112,
  yaw: 0.28,
} as const

/** Behind this nothing is drawn: the projection has no meaning at the camera's own plane. */
const NEAREST = 0.3

export const project: Project = ({ x, y, z }) => {
  const { focal, place, pitch, yaw, width, height } = laneCamera
  const right = x - place.x
  const up = y - place.y
  const ahead = z - place.z
  const turnedRight = right * Math.cos(yaw) - ahead * Math.sin(yaw)
  const turnedAhead = right * Math.sin(yaw) + ahead * Math.cos(yaw)
  const raised = up * Math.cos(pitch) + turnedAhead * Math.sin(pitch)
  const depth = Math.max(NEAREST, turnedAhead * Math.cos(pitch) - up * Math.sin(pitch))
  return { x: width / 2 + (focal * turnedRight) / depth, y: height / 2 - (focal * raised) / depth }
}

/** Rounds the corners of a polygon; the radius gives way where sides are short. */
export function roundCorners(points: readonly Point[], radius: number): Point[] {
  const rounded: Point[] = []
  for (const [index, corner] of points.entries()) {
    const before = points.at(index - 1) ?? corner
    const after = points[(index + 1) % points.length] ?? corner
    const enter = towards(corner, before, radius)
    const leave = towards(corner, after, radius)
    for (let step = 0; step <= 5; step += 1) {
      const t = step / 5
      const a = (1 - t) * (1 - t)
      const b = 2 * t * (1 - t)
      rounded.push({
        x: a * enter.x + b * corner.x + t * t * leave.x,
        y: a * enter.y + b * corner.y + t * t * leave.y,
      })
    }
  }
  return rounded
}

function towards(from: Point, to: Point, radius: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const share = length === 0 ? 0 : Math.min(radius / length, 0.5)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

/** A rectangle with its lower left corner at x, y. */
export const rectangle = (x: number, y: number, width: number, height: number): Point[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
]

export function ellipse(x: number, y: number, radiusX: number, radiusY: number, steps = 28): Point[] {
  return Array.from({ length: steps }, (_, index) => {
    const angle = (2 * Math.PI * index) / steps
    return { x: x + radiusX * Math.cos(angle), y: y + radiusY * Math.sin(angle) }
  })
}

/** An ellipse with a hole, as one polygon whose inner edge runs the other way. */
export function ring(x: number, y: number, radiusX: number, radiusY: number, thickness: number): Point[] {
  const outer = ellipse(x, y, radiusX, radiusY)
  const inner = ellipse(x, y, radiusX - thickness, radiusY - thickness)
  return [...outer, ...outer.slice(0, 1), ...inner.slice(0, 1), ...inner.reverse()]
}

export const mirrored = (points: readonly Point[]): Point[] =>
  points.map(({ x, y }) => ({ x: -x, y })).reverse()
