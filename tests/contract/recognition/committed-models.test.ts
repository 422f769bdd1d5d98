import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSceneRenderer } from '../../../drivers/simulator/camera/scene/render-scene.ts'
import { boundsOf } from '../../../edge/domain/identity/plate/quad.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import type { PlateRecogniser } from '../../../edge/ports/recognition.ts'
import { createPlateRecogniser } from '../../../edge/recognition/plate-recogniser.ts'
import { scenePng } from '../../fixtures/recognition/striped-plates.ts'

const modelsDirectory = fileURLToPath(new URL('../../../models', import.meta.url))

const vehicles = [
  { text: '382SBK13', country: 'KZ' },
  { text: '01482ABF', country: 'KG' },
  { text: '715KMA02', country: 'KZ' },
] as const

describe('the models of the project', () => {
  let recogniser: PlateRecogniser
  beforeAll(async () => {
    recogniser = await createPlateRecogniser({ modelsDirectory, workers: 1, log: silentLog })
  })
  afterAll(() => recogniser.close())

  const read = async (picture: Uint8Array) => (await recogniser.readPlates(picture)).plates
  const accepted = async (picture: Uint8Array) =>
    (await read(picture)).filter((plate) => plate.accepted).map(({ text }) => text)
  const texts = async (picture: Uint8Array) =>
    (await read(picture)).map(({ text }) => text).filter((text) => text !== '')

  /** A drawn vehicle, and the bounds of its plate: left, top, width, height. */
  async function drawn(index: number) {
    const plate = { ...(vehicles[index] ?? vehicles[0]), style: 'standard' } as const
    const picture = await createSceneRenderer().renderScene({
      ...{ plate, vehicle: 'car', distance: 0, light: 'day', dirt: 0, seed: index + 1 },
    })
    const found = (await read(picture)).find(({ text }) => text === plate.text)
    if (!found) throw new Error(`${plate.text} was not read`)
    const [x0, y0, x1, y1] = boundsOf(found.corners).map(Math.round) as [number, number, number, number]
    return { picture, plate, box: { left: x0, top: y0, width: x1 - x0, height: y1 - y0 } }
  }

  it('accept nothing on an empty picture', async () => {
    expect(await accepted(await scenePng({ scale: 1, plates: [] }))).toEqual([])
  })

  it.each([...vehicles.keys()])('accept drawn vehicle %i', async (index) => {
    const { picture, plate } = await drawn(index)
    expect(await accepted(picture)).toEqual([plate.text])
  })

  it.each([...vehicles.keys()])('guess nothing where plate %i is blurred beyond reading', async (index) => {
    const { picture, box } = await drawn(index)
    const patch = await sharp(picture).extract(box).blur(9).toBuffer()
    const unreadable = await sharp(picture)
      .composite([{ input: patch, left: box.left, top: box.top }])
      .jpeg()
      .toBuffer()
    expect(await texts(new Uint8Array(unreadable))).toEqual([])
  })

  it.each([...vehicles.keys()])('guess nothing where plate %i is empty', async (index) => {
    const { picture, box } = await drawn(index)
    const inner = { width: Math.round(box.width * 0.94), height: Math.round(box.height * 0.8) }
    const input = await sharp({ create: { ...inner, channels: 3, background: '#e4e4e0' } })
      .png()
      .toBuffer()
    const place = {
      left: Math.round(box.left + box.width * 0.03),
      top: Math.round(box.top + box.height * 0.1),
    }
    const empty = await sharp(picture)
      .composite([{ input, ...place }])
      .jpeg()
      .toBuffer()
    expect(await texts(new Uint8Array(empty))).toEqual([])
  })

  it.each([...vehicles.keys()])(
    'accept nothing where plate %i is cut by the edge of the picture',
    async (index) => {
      const { picture, box } = await drawn(index)
      for (const share of [0.35, 0.5, 0.65]) {
        const cut = Math.round(box.left + share * box.width)
        const left = await sharp(picture)
          .extract({ left: 0, top: 0, width: cut, height: 720 })
          .jpeg()
          .toBuffer()
        const right = await sharp(picture)
          .extract({ left: cut, top: 0, width: 1280 - cut, height: 720 })
          .jpeg()
          .toBuffer()
        expect(await accepted(new Uint8Array(left))).toEqual([])
        expect(await accepted(new Uint8Array(right))).toEqual([])
      }
    },
  )

  it('find a plate of 80 px in a frame of 4000 × 3000', async () => {
    const { picture, plate, box } = await drawn(0)
    const scale = 80 / box.width
    const small = await sharp(picture)
      .resize(Math.round(1280 * scale))
      .toBuffer()
    const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#5c6064' } })
      .composite([{ input: small, left: 2611, top: 1707 }])
      .jpeg({ quality: 90 })
      .toBuffer()
    const { plates } = await recogniser.readPlates(new Uint8Array(large))
    expect(plates.map(({ text }) => text)).toContain(plate.text)
    const [left = 0] = boundsOf(
      plates.find(({ text }) => text === plate.text)?.corners ?? [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    )
    expect(Math.abs(left - (2611 + box.left * scale))).toBeLessThan(12)
  })
})
