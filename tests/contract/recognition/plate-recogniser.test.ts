import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boundsOf } from '../../../edge/domain/identity/plate/quad.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import type { PlateRecogniser } from '../../../edge/ports/recognition.ts'
import { createPlateRecogniser } from '../../../edge/recognition/plate-recogniser.ts'
import { sceneJpeg, scenePng, turnedJpeg } from '../../fixtures/recognition/striped-plates.ts'

const standIns = fileURLToPath(new URL('../../fixtures/recognition/models', import.meta.url))
const onePlate = { scale: 1, plates: [{ column: 40, row: 30 }] }

function firstHalf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length / 2)
}

describe('the plate recogniser, on stand-in networks', () => {
  let recogniser: PlateRecogniser

  beforeAll(async () => {
    recogniser = await createPlateRecogniser({ modelsDirectory: standIns, workers: 2, log: silentLog })
  })

  afterAll(() => recogniser.close())

  it('finds, straightens and reads a plate', async () => {
    const { plates, width, height, ms } = await recogniser.readPlates(await scenePng(onePlate))
    expect([width, height]).toEqual([640, 480])
    expect(plates).toHaveLength(1)
    // Accepted it is not: it has none of the formats of KZ.
    expect(plates[0]).toMatchObject({ text: 'AB1A', country: 'KZ', accepted: false })
    expect(plates[0]?.corners).toEqual([
      [284, 234],
      [364, 234],
      [364, 254],
      [284, 254],
    ])
    expect(plates[0]?.characters).toHaveLength(4)
    expect(plates[0]?.confidence).toBeGreaterThan(0.9)
    for (const part of [ms.decode, ms.detect, ms.read]) expect(part).toBeLessThanOrEqual(ms.total)
  })

  it('corners are px of the picture, whatever its size', async () => {
    const { plates } = await recogniser.readPlates(await sceneJpeg({ ...onePlate, scale: 2 }))
    expect(plates[0]?.text).toBe('AB1A')
    expect(
      boundsOf(
        plates[0]?.corners ?? [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      ),
    ).toEqual([568, 468, 728, 508])
  })

  it('reads each plate of a picture', async () => {
    const scene = {
      scale: 1,
      plates: [
        { column: 20, row: 10, stripes: 'A1AB' },
        { column: 60, row: 50, stripes: 'BBB1' },
      ],
    }
    const { plates } = await recogniser.readPlates(await scenePng(scene))
    expect(plates.map(({ text }) => text).sort()).toEqual(['A1AB', 'BBB1'])
  })

  it('a picture without plates has none', async () => {
    expect((await recogniser.readPlates(await scenePng({ scale: 1, plates: [] }))).plates).toEqual([])
  })

  it('stands a picture up by its EXIF orientation', async () => {
    const { plates, width, height } = await recogniser.readPlates(await turnedJpeg(onePlate))
    expect([width, height]).toEqual([640, 480])
    expect(plates[0]?.text).toBe('AB1A')
  })

  it('reads grey, transparent and WebP pictures', async () => {
    const png = await scenePng(onePlate)
    const grey = await sharp(png).greyscale().png().toBuffer()
    const transparent = await sharp(png).ensureAlpha().png().toBuffer()
    const webp = await sharp(png).webp({ lossless: true }).toBuffer()
    expect((await recogniser.readPlates(grey)).plates).toEqual([])
    expect((await recogniser.readPlates(transparent)).plates[0]?.text).toBe('AB1A')
    expect((await recogniser.readPlates(webp)).plates[0]?.text).toBe('AB1A')
  })

  it('does not read a frame of a lane in which nothing moved, if asked so', async () => {
    const one = await scenePng(onePlate)
    const other = await scenePng({ scale: 1, plates: [{ column: 20, row: 20, stripes: 'BB' }] })
    const gated = (picture: Uint8Array, lane: string) =>
      recogniser.readPlates(picture, { lane, ifMoved: true })
    const text = async (read: ReturnType<typeof gated>) => (await read).plates[0]?.text
    expect(await text(gated(one, 'lane-1'))).toBe('AB1A')
    await expect(gated(one, 'lane-1')).rejects.toMatchObject({
      code: 'recognition.still',
      place: 'lane lane-1',
    })
    expect(await text(gated(one, 'lane-2'))).toBe('AB1A')
    expect(await text(recogniser.readPlates(one, { lane: 'lane-1' }))).toBe('AB1A')
    expect(await text(gated(other, 'lane-1'))).toBe('BB')
    expect(await text(gated(one, 'lane-1'))).toBe('AB1A')
    await expect(gated(new Uint8Array([1, 2, 3]), 'lane-1')).rejects.toMatchObject({
      code: 'recognition.not-a-picture',
    })
  })

  it('leaves the bytes of the caller alone', async () => {
    const picture = await scenePng(onePlate)
    const before = Buffer.from(picture)
    await recogniser.readPlates(picture)
    expect(Buffer.from(picture).equals(before)).toBe(true)
  })

  it.each([
    ['no bytes', async () => new Uint8Array()],
    ['binary rubbish', async () => Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)],
    ['a text', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['the head of a JPEG alone', async () => Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['half a JPEG', async () => firstHalf(await sceneJpeg(onePlate))],
    ['half a PNG', async () => firstHalf(await scenePng(onePlate))],
  ])('%s is no picture', async (_, bytes) => {
    await expect(recogniser.readPlates(await bytes())).rejects.toMatchObject({
      code: 'recognition.not-a-picture',
    })
    expect((await recogniser.readPlates(await scenePng(onePlate))).plates).toHaveLength(1)
  })

  it('cuts a plate out as JPEG, straight and a little larger than the plate', async () => {
    const picture = await scenePng(onePlate)
    const [plate] = (await recogniser.readPlates(picture)).plates
    const crop = await recogniser.cropPlate(
      picture,
      plate?.corners ?? [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    )
    const { format, width = 0, height = 0 } = await sharp(crop).metadata()
    expect(format).toBe('jpeg')
    expect(width).toBeGreaterThan(80)
    expect(width / height).toBeGreaterThan(3)
  })

  it('cuts whatever corners it is given', async () => {
    const picture = await scenePng(onePlate)
    await expect(
      recogniser.cropPlate(picture, [
        [-9, -9],
        [2000, 5],
        [7, 7],
        [7, 7],
      ]),
    ).resolves.toBeDefined()
    await expect(
      recogniser.cropPlate(picture, [
        [5, 5],
        [5, 5],
        [5, 5],
        [5, 5],
      ]),
    ).resolves.toBeDefined()
  })

  it('reads many pictures at once, each caller its own', async () => {
    const texts = ['A', 'B', '1', 'AB', 'BA', 'A1', '1A', 'B1']
    const pictures = await Promise.all(
      texts.map((stripes) => scenePng({ scale: 1, plates: [{ column: 40, row: 30, stripes }] })),
    )
    const read = await Promise.all(pictures.map((picture) => recogniser.readPlates(picture)))
    expect(read.map(({ plates }) => plates[0]?.text)).toEqual(texts)
  })
})

describe('the plate recogniser', () => {
  it('does not start on a directory without models', async () => {
    const options = { modelsDirectory: `${standIns}/none`, workers: 1, log: silentLog }
    await expect(createPlateRecogniser(options)).rejects.toMatchObject({ code: 'model.manifest' })
  })

  it('takes no more pictures once closed', async () => {
    const recogniser = await createPlateRecogniser({ modelsDirectory: standIns, workers: 1, log: silentLog })
    await recogniser.close()
    await expect(recogniser.readPlates(await scenePng(onePlate))).rejects.toMatchObject({
      code: 'recognition.worker',
    })
  })
})
