import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { loadFace, outlineGlyph } from '../../../drivers/simulator/camera/scene/face.ts'
import { layoutPlate, plateStyles, styleOf } from '../../../drivers/simulator/camera/scene/plate-layout.ts'
import { laneCamera, project } from '../../../drivers/simulator/camera/scene/projection.ts'
import { seededRandom } from '../../../drivers/simulator/camera/scene/random.ts'
import { randomPlate, randomVehicle } from '../../../drivers/simulator/camera/scene/random-vehicle.ts'
import { createSceneRenderer, type Scene } from '../../../drivers/simulator/camera/scene/render-scene.ts'
import { vehicleShapes } from '../../../drivers/simulator/camera/scene/vehicle-shape.ts'

const scene: Scene = {
  plate: { text: '123ABC02', country: 'KZ' },
  vehicle: 'car',
  distance: 0,
  light: 'day',
  dirt: 0.2,
  seed: 7,
}

describe('a plate', () => {
  it.each([
    ['KZ', '123ABC02', 'kz-2012', ['KZ', '123', 'ABC', '02']],
    ['KZ', '123AB02', 'kz-2012', ['KZ', '123', 'AB', '02']],
    ['KZ', 'A456702', 'kz-foreign', ['KZ', 'A', '4567', '02']],
    ['KG', '01123ABC', 'kg-2016', ['01', 'KG', '123', 'ABC']],
    ['KG', '011234A', 'kg-foreign', ['01', 'KG', '1234', 'A']],
    ['UZ', '01A123BC', 'plain', ['01A123BC']],
    ['KZ', 'ODD', 'plain', ['ODD']],
  ])('of %s %s is set as %s', (country, text, style, texts) => {
    expect(styleOf(country, text)).toBe(style)
    expect(layoutPlate(styleOf(country, text), text).slots.map((slot) => slot.text)).toEqual(texts)
  })

  it('of two lines reads otherwise than its text', () => {
    const { slots } = layoutPlate('kz-two-line', '123ABC02')
    expect(slots.map((slot) => slot.text)).toEqual(['KZ', '123', '02', 'ABC'])
  })

  it('has all its signs within its edges, and none over another', () => {
    for (const style of plateStyles) {
      const text = { 'kz-foreign': 'A456702', 'kg-2016': '01123ABC', 'kg-foreign': '011234A' }[
        style as string
      ]
      const layout = layoutPlate(style, text ?? '123ABC02')
      for (const { box } of layout.slots) {
        expect(box.x).toBeGreaterThan(0)
        expect(box.x + box.width).toBeLessThan(layout.width)
        expect(box.y + box.height).toBeLessThan(layout.height)
      }
      for (const [index, a] of layout.slots.entries()) {
        for (const b of layout.slots.slice(index + 1)) {
          const apart =
            a.box.x + a.box.width <= b.box.x ||
            b.box.x + b.box.width <= a.box.x ||
            a.box.y + a.box.height <= b.box.y ||
            b.box.y + b.box.height <= a.box.y
          expect(apart, `${style}: ${a.text} and ${b.text}`).toBe(true)
        }
      }
    }
  })

  it('made by chance has the pattern of its State', () => {
    const random = seededRandom(5)
    for (let count = 0; count < 200; count += 1) {
      expect(randomPlate('KZ', random).text).toMatch(/^\d{3}[A-Z]{2,3}(0[1-9]|1\d|20)$/)
      expect(randomPlate('KG', random).text).toMatch(/^0[1-9]\d{3}[A-Z]{2,3}$/)
    }
  })
})

describe('a type face', () => {
  it.each(['gost', 'fe'] as const)(
    '%s has every digit and letter, as shapes that all turn one way',
    (name) => {
      const face = loadFace(name)
      for (const sign of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        const glyph = face.glyphs[sign]
        if (glyph === undefined) throw new Error(`${sign} is missing`)
        const polygons = outlineGlyph(glyph, face.strokeWidth)
        const areas = polygons.map((polygon) =>
          polygon.reduce((sum, point, index) => {
            const next = polygon[(index + 1) % polygon.length] ?? point
            return sum + point.x * next.y - next.x * point.y
          }, 0),
        )
        expect(Math.max(...areas), sign).toBeLessThan(0)
        const pen = face.strokeWidth
        const outside = polygons
          .flat()
          .filter(({ x, y }) => x < -pen || x > glyph.advance + pen || y < -pen || y > face.digitHeight + pen)
        expect(outside, sign).toEqual([])
      }
    },
  )
})

describe('a scene', () => {
  const renderer = createSceneRenderer()

  it('is a JPEG of 1280 × 720, the same for the same seed and another for another', async () => {
    const picture = await renderer.renderScene(scene)
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 720 })
    expect(Buffer.from(await renderer.renderScene(scene)).equals(picture)).toBe(true)
    expect(Buffer.from(await renderer.renderScene({ ...scene, seed: 8 })).equals(picture)).toBe(false)
  })

  it('has a plate 90 to 260 pixels wide wherever the vehicle stands, within the picture', () => {
    for (const shape of Object.values(vehicleShapes)) {
      for (const z of [shape.nearest, shape.farthest]) {
        const left = project({ x: -0.26, y: shape.plateHeight - 0.06, z })
        const right = project({ x: 0.26, y: shape.plateHeight - 0.06, z })
        expect(right.x - left.x).toBeGreaterThan(88)
        expect(right.x - left.x).toBeLessThan(260)
        for (const { x, y } of [left, right]) {
          expect(x).toBeGreaterThan(0)
          expect(x).toBeLessThan(laneCamera.width)
          expect(y).toBeLessThan(laneCamera.height)
        }
      }
    }
  })

  it('is darker at night, but not its plate', async () => {
    const { nearest: z, plateHeight } = vehicleShapes.car
    const corner = project({ x: -0.1, y: plateHeight + 0.05, z })
    const plate = { left: Math.round(corner.x), top: Math.round(corner.y), width: 60, height: 30 }
    const brightness = async (light: Scene['light'], area?: typeof plate) => {
      const picture = sharp(await renderer.renderScene({ ...scene, light }))
      const { channels } = await sharp(await (area ? picture.extract(area) : picture).toBuffer()).stats()
      return channels[1]?.mean ?? 0
    }
    expect(await brightness('night')).toBeLessThan((await brightness('day')) / 2)
    expect(await brightness('night', plate)).toBeGreaterThan((await brightness('day', plate)) * 0.6)
  })

  it('can be made of any vehicle that comes by chance', async () => {
    const random = seededRandom(11)
    for (let count = 0; count < 4; count += 1) {
      const picture = await renderer.renderScene({ ...randomVehicle(random), distance: random() })
      expect(picture.length).toBeGreaterThan(20_000)
    }
  })
})
