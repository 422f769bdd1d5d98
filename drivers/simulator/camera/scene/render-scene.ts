import sharp from 'sharp'
import { type Face, type FaceName, loadFace } from './face.ts'
import { createPainter, type Painter } from './painter.ts'
import { paintDirt, paintPlate } from './plate.ts'
import { layoutPlate, type PlateStyle, styleOf } from './plate-layout.ts'
import { laneCamera, type Point, project } from './projection.ts'
import { between, pick, seededRandom } from './random.ts'
import { type Light, paintSurroundings } from './surroundings.ts'
import { paintVehicle } from './vehicle.ts'
import { lampPoints } from './vehicle-front.ts'
import { frontPlace, paints, type VehicleKind, type VehicleShape, vehicleShapes } from './vehicle-shape.ts'

export interface ScenePlate {
  /** Canonical: KZ `123ABC02`, KG `01123ABC`. */
  readonly text: string
  /** `KZ`, `KG` or any other. */
  readonly country: string
  /** Without it, or with `standard`, the country and the text decide. */
  readonly style?: PlateStyle | 'standard'
}

export interface Scene {
  readonly plate: ScenePlate
  readonly vehicle: VehicleKind
  /** 0 at the stop line to 1 where the vehicle enters the picture. */
  readonly distance: number
  readonly light: Light
  /** 0 to 1. */
  readonly dirt: number
  /** The same seed makes the same picture: colour of the vehicle, dirt, noise. */
  readonly seed: number
}

export interface SceneRenderer {
  /** JPEG, 1280 × 720. */
  renderScene(scene: Scene): Promise<Uint8Array>
  /** The same lane with nobody in it. */
  renderEmptyLane(light: Light, seed: number): Promise<Uint8Array>
}

const JPEG_QUALITY = 85

/** Draws what a plate camera of a checkpoint sees, from polygons alone: no fonts, no pictures. */
export function createSceneRenderer(): SceneRenderer {
  const faces: Readonly<Record<FaceName, Face>> = { gost: loadFace('gost'), fe: loadFace('fe') }
  return {
    async renderScene(scene) {
      const random = seededRandom(scene.seed)
      const painter = createPainter()
      const shape = vehicleShapes[scene.vehicle]
      const front =
        shape.nearest + (shape.farthest - shape.nearest) * Math.min(1, Math.max(0, scene.distance))
      paintSurroundings(painter, scene.light)
      painter.dim(scene.light === 'night' ? 0.42 : 0)
      paintVehicle(painter, scene.vehicle, shape, front, pick(paints, random))
      painter.dim(0)
      paintPlateOf(painter, scene, shape, front, faces, random)
      if (scene.light === 'night') paintHeadlamps(painter, shape, front)
      return develop(painter, scene.light, scene.seed)
    },
    async renderEmptyLane(light, seed) {
      const painter = createPainter()
      paintSurroundings(painter, light)
      return develop(painter, light, seed)
    },
  }
}

function paintPlateOf(
  painter: Painter,
  { plate, light, dirt }: Scene,
  shape: VehicleShape,
  front: number,
  faces: Readonly<Record<FaceName, Face>>,
  random: () => number,
): void {
  const { style = 'standard', country, text } = plate
  const layout = layoutPlate(style === 'standard' ? styleOf(country, text) : style, text)
  const roll = between(-0.012, 0.012, random)
  const lean = between(-0.02, 0.06, random)
  const middle = { x: between(-0.02, 0.02, random), y: shape.plateHeight }
  // The plate is flat: it stands before the middle of the front, and leans with it.
  const depth = frontPlace(shape, front, middle).z - 0.03
  const place = (point: Point) => {
    const right = (point.x - layout.width / 2) / 1000
    const up = (layout.height / 2 - point.y) / 1000
    const y = middle.y + up * Math.cos(roll) - right * Math.sin(roll)
    return project({ x: middle.x + right * Math.cos(roll) + up * Math.sin(roll), y, z: depth + up * lean })
  }
  paintPlate(painter, layout, faces, place, light === 'night' ? 0.14 : 0.02)
  paintDirt(painter, layout, place, dirt, random)
}

function paintHeadlamps(painter: Painter, shape: VehicleShape, front: number): void {
  const scale = 5 / front
  for (const point of lampPoints(shape)) {
    const centre = project(frontPlace(shape, front, point, 0.03))
    painter.glow(centre, 190 * scale, 150 * scale, [214, 226, 255], 0.5)
    painter.glow(centre, 330 * scale, 7 * scale, [226, 234, 255], 0.4)
    painter.glow(centre, 44 * scale, 40 * scale, [255, 255, 250], 1)
  }
  const road = project({ x: 0, y: 0, z: front - 0.6 })
  painter.glow(road, 560 * scale, 70 * scale, [236, 236, 220], 0.22)
}

const NOISE_LENGTH = 65_537

/** Lens and sensor: a soft picture, corners a little darker, noise that grows in the dark; then JPEG. */
async function develop(painter: Painter, light: Light, seed: number): Promise<Uint8Array> {
  const { width, height } = laneCamera
  const middle = { x: width / 2, y: height / 2 }
  painter.veil([4, 6, 12], light === 'night' ? 0.5 : 0.13, middle, 820, 0)
  const svg = Buffer.from(painter.svg(width, height))
  const { data, info } = await sharp(svg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const random = seededRandom(seed ^ 0x5bd1e995)
  const strength = light === 'night' ? 15 : 7
  const noise = Int8Array.from({ length: NOISE_LENGTH }, () => (random() + random() - 1) * strength)
  let at = 0
  for (let index = 0; index < data.length; index += 1) {
    const value = (data[index] ?? 0) + (noise[at] ?? 0)
    data[index] = Math.min(255, Math.max(0, value))
    at = at + 1 === NOISE_LENGTH ? 0 : at + 1
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .blur(0.6)
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer()
}
