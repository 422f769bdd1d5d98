import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSceneRenderer, type Scene } from '../../../drivers/simulator/camera/scene/render-scene.ts'
import { hasMoved, type Impression, impressionOf } from '../../../edge/recognition/motion.ts'

const renderer = createSceneRenderer()
const scene = (distance: number, light: Scene['light']): Scene => ({
  plate: { text: '382SBK13', country: 'KZ', style: 'standard' },
  vehicle: 'car',
  dirt: 0,
  seed: 1,
  distance,
  light,
})

describe.each(['day', 'night'] as const)('motion before a camera by %s', (light) => {
  let empty: Uint8Array
  let before: Impression
  beforeAll(async () => {
    empty = await renderer.renderEmptyLane(light, 1)
    before = await impressionOf(empty)
  })

  it('noise of the sensor is none', async () => {
    expect(hasMoved(before, await impressionOf(await renderer.renderEmptyLane(light, 2)))).toBe(false)
  })

  it('a change of the whole light is none', async () => {
    for (const gain of [0.85, 1.15]) {
      const other = new Uint8Array(await sharp(empty).linear(gain, 0).jpeg().toBuffer())
      expect(hasMoved(before, await impressionOf(other))).toBe(false)
    }
  })

  it('a vehicle that comes into view is', async () => {
    expect(hasMoved(before, await impressionOf(await renderer.renderScene(scene(1, light))))).toBe(true)
  })

  it('a vehicle that creeps on is, and one that stands is none', async () => {
    const far = await impressionOf(await renderer.renderScene(scene(0.5, light)))
    expect(hasMoved(far, await impressionOf(await renderer.renderScene(scene(0.4, light))))).toBe(true)
    const same = await renderer.renderScene(scene(0.5, light))
    const again = new Uint8Array(await sharp(same).jpeg({ quality: 60 }).toBuffer())
    expect(hasMoved(far, await impressionOf(again))).toBe(false)
  })
})
