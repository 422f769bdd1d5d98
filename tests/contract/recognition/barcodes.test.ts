import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadPictureBarcodeReader } from '../../../edge/recognition/barcodes/picture-barcodes.ts'
import {
  type BarcodeFormat,
  type BarcodeReader,
  loadBarcodeReader,
} from '../../../edge/recognition/barcodes/read-barcodes.ts'
import { requireSystem } from '../../support/system-package.ts'

const zint = requireSystem('zint', 'zint')
const text = 'PLATE=123ABC01;BOOKING=KG-2026-004711'
/** Numbers of the symbologies of zint, and a skew that is still read: bars in rows bear less of it. */
const symbologies: readonly (readonly [BarcodeFormat, number, number])[] = [
  ['PDF417', 55, 3],
  ['QRCode', 58, 7],
  ['Aztec', 92, 7],
  ['DataMatrix', 71, 7],
  ['Code128', 20, 3],
]

async function drawn(symbology: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'barcode-'))
  try {
    const file = join(folder, 'code.png')
    await promisify(execFile)('zint', [
      ...[
        '-b',
        String(symbology),
        '--scale=2',
        ...(symbology === 20 ? ['--height=60'] : []),
        '--whitesp=10',
        '--vwhitesp=10',
        '-d',
        text,
        '-o',
        file,
      ],
    ])
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function pixels(picture: Sharp, channels: 1 | 4) {
  const rgb = picture.flatten({ background: 'white' }).toColourspace(channels === 1 ? 'b-w' : 'srgb')
  const made = channels === 4 ? rgb.ensureAlpha() : rgb.removeAlpha()
  const { data, info } = await made.raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels }
}

describe.skipIf(!zint)('barcodes of a picture file', () => {
  test('are read from a coloured, turned JPEG; other bytes are refused by name', async () => {
    const read = await loadPictureBarcodeReader()
    const page = await sharp(await drawn(55))
      .flatten({ background: '#e8d8c0' })
      .rotate(90)
      .jpeg({ quality: 80 })
      .toBuffer()
    expect(await read(page)).toMatchObject([{ format: 'PDF417', text }])
    await expect(read(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ code: 'recognition.not-a-picture' })
  })
})

describe.skipIf(!zint)('barcodes drawn by another encoder', () => {
  let read: BarcodeReader
  beforeAll(async () => {
    read = await loadBarcodeReader()
  })

  test.each(symbologies)('%s is read, text and bytes, however it lies', async (format, symbology, skew) => {
    const picture = await drawn(symbology)
    for (const angle of [0, 90, 180, 270, skew]) {
      const turned = sharp(picture).flatten({ background: 'white' }).rotate(angle, { background: 'white' })
      const [found, ...others] = await read(await pixels(turned, angle === 90 ? 1 : 4))
      expect(found, `${angle}°`).toMatchObject({ format, text })
      expect(Buffer.from(found?.bytes ?? []).toString('latin1')).toBe(text)
      expect(others).toEqual([])
    }
  })

  test('a picture without a barcode gives an empty list', async () => {
    const grey = { data: new Uint8Array(200 * 100).fill(128), width: 200, height: 100, channels: 1 as const }
    expect(await read(grey)).toEqual([])
  })

  test('data that does not fit its size is refused', async () => {
    const short = { data: new Uint8Array(99), width: 10, height: 10, channels: 1 as const }
    await expect(read(short)).rejects.toThrow(RangeError)
  })
})
