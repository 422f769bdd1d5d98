import type { Rgb } from './painter.ts'
import type { Place, Point } from './projection.ts'

export const vehicleKinds = ['car', 'van', 'lorry', 'bus'] as const
export type VehicleKind = (typeof vehicleKinds)[number]

/** Measures of a vehicle, in metres: heights above the road, half widths from its middle. */
export interface VehicleShape {
  readonly halfWidth: number
  readonly length: number
  readonly height: number
  /** Lower edge of the body. */
  readonly sill: number
  /** Where the front ends and the bonnet (or the windscreen) begins. */
  readonly bonnet: number
  readonly screenFoot: number
  readonly screenHead: number
  /** Half widths of the screen at its foot and head. */
  readonly screenFootHalf: number
  readonly screenHeadHalf: number
  /** How far behind the front each height lies: [height, metres]. */
  readonly rake: readonly (readonly [number, number])[]
  /** How far the corners of the front lie behind its middle. */
  readonly bow: number
  readonly plateHeight: number
  readonly lampHeight: number
  readonly lampHalfHeight: number
  readonly wheelRadius: number
  /** Distances of the axles behind the front. */
  readonly axles: readonly number[]
  /** Distance of the front from the camera at the stop line, and where it enters the picture. */
  readonly nearest: number
  readonly farthest: number
}

export const vehicleShapes: Readonly<Record<VehicleKind, VehicleShape>> = {
  car: {
    halfWidth: 0.9,
    length: 4.5,
    height: 1.47,
    sill: 0.2,
    bonnet: 0.8,
    screenFoot: 1.0,
    screenHead: 1.39,
    screenFootHalf: 0.74,
    screenHeadHalf: 0.58,
    rake: [
      [0.2, 0.1],
      [0.34, 0],
      [0.6, 0.01],
      [0.8, 0.16],
      [0.86, 0.35],
      [1.0, 1.05],
      [1.39, 1.75],
      [1.47, 2.3],
    ],
    bow: 0.28,
    plateHeight: 0.43,
    lampHeight: 0.67,
    lampHalfHeight: 0.075,
    wheelRadius: 0.32,
    axles: [0.85, 3.5],
    nearest: 3.5,
    farthest: 7.4,
  },
  van: {
    halfWidth: 1.0,
    length: 5.6,
    height: 2.35,
    sill: 0.26,
    bonnet: 1.02,
    screenFoot: 1.22,
    screenHead: 1.98,
    screenFootHalf: 0.86,
    screenHeadHalf: 0.74,
    rake: [
      [0.26, 0.06],
      [0.4, 0],
      [0.8, 0.04],
      [1.02, 0.22],
      [1.22, 0.75],
      [1.98, 1.4],
      [2.35, 1.75],
    ],
    bow: 0.26,
    plateHeight: 0.47,
    lampHeight: 0.86,
    lampHalfHeight: 0.12,
    wheelRadius: 0.35,
    axles: [0.95, 4.5],
    nearest: 3.5,
    farthest: 8,
  },
  lorry: {
    halfWidth: 1.22,
    length: 15,
    height: 3.0,
    sill: 0.34,
    bonnet: 1.6,
    screenFoot: 1.72,
    screenHead: 2.52,
    screenFootHalf: 1.1,
    screenHeadHalf: 1.04,
    rake: [
      [0.34, 0.05],
      [0.5, 0],
      [1.2, 0.02],
      [1.72, 0.08],
      [2.52, 0.28],
      [3.0, 0.6],
    ],
    bow: 0.16,
    plateHeight: 0.5,
    lampHeight: 0.72,
    lampHalfHeight: 0.12,
    wheelRadius: 0.5,
    axles: [1.35, 5, 6.3],
    nearest: 4.3,
    farthest: 8,
  },
  bus: {
    halfWidth: 1.22,
    length: 12,
    height: 3.1,
    sill: 0.3,
    bonnet: 1.1,
    screenFoot: 1.16,
    screenHead: 2.5,
    screenFootHalf: 1.14,
    screenHeadHalf: 1.06,
    rake: [
      [0.3, 0.08],
      [0.5, 0],
      [1.16, 0.06],
      [2.5, 0.3],
      [3.1, 0.5],
    ],
    bow: 0.3,
    plateHeight: 0.48,
    lampHeight: 0.78,
    lampHalfHeight: 0.11,
    wheelRadius: 0.48,
    axles: [2.6, 8.6],
    nearest: 4.2,
    farthest: 8,
  },
}

/** Metres that the front lies back at a height. */
export function rakeAt(shape: VehicleShape, height: number): number {
  const { rake } = shape
  const first = rake[0]
  if (first === undefined || height <= first[0]) return first?.[1] ?? 0
  for (const [index, [top, back]] of rake.entries()) {
    const below = rake[index - 1]
    if (below !== undefined && height <= top) {
      return below[1] + ((back - below[1]) * (height - below[0])) / (top - below[0])
    }
  }
  return rake.at(-1)?.[1] ?? 0
}

/** Half width of the body at a height: above the waist the sides lean in. */
export function halfWidthAt(shape: VehicleShape, height: number): number {
  const lean = Math.max(0, (height - shape.screenFoot) / (shape.height - shape.screenFoot))
  return shape.halfWidth - (shape.halfWidth - shape.screenHeadHalf - 0.1) * Math.min(1, lean)
}

/** Takes a point of the front elevation (x from the middle, y up) into the lane, for a front at `front` metres. */
export function frontPlace(shape: VehicleShape, front: number, { x, y }: Point, forward = 0): Place {
  const across = x / shape.halfWidth
  return { x, y, z: front + rakeAt(shape, y) + shape.bow * across * across - forward }
}

export const paints: readonly [Rgb, ...Rgb[]] = [
  [222, 225, 228],
  [164, 169, 175],
  [62, 68, 78],
  [28, 34, 46],
  [36, 62, 118],
  [128, 30, 36],
  [186, 172, 142],
  [42, 78, 66],
]
