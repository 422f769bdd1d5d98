import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { inspectPicture } from '../../../drivers/camera-http/picture.ts'
import { ascii, joined, smallJpeg } from './small-jpeg.ts'

const drawn = () => sharp({ create: { width: 64, height: 48, channels: 3, background: '#456' } })

describe('what bytes are', () => {
  it.each([
    ['a baseline JPEG', 'image/jpeg', () => drawn().jpeg().toBuffer()],
    ['a progressive JPEG', 'image/jpeg', () => drawn().jpeg({ progressive: true }).toBuffer()],
    [
      'a JPEG with Exif',
      'image/jpeg',
      () =>
        drawn()
          .withExif({ IFD0: { Make: 'x' } })
          .jpeg()
          .toBuffer(),
    ],
    ['a PNG', 'image/png', () => drawn().png().toBuffer()],
  ])('is told for %s, with its last byte', async (_, mediaType, encode) => {
    const picture = new Uint8Array(await encode())
    expect(inspectPicture(picture)).toEqual({ mediaType, end: picture.length })
    expect(inspectPicture(joined(picture, ascii('padding')))).toEqual({ mediaType, end: picture.length })
  })

  it.each([
    ['JPEG', () => drawn().jpeg().toBuffer()],
    ['PNG', () => drawn().png().toBuffer()],
  ])('shows that a %s is not all there, wherever it is cut', async (_, encode) => {
    const picture = new Uint8Array(await encode())
    for (let length = 8; length < picture.length; length += 1) {
      expect(inspectPicture(picture.subarray(0, length))?.end, `${length} bytes`).toBeNull()
    }
  })

  it('shows that a PNG is not all there where its last chunk is not', () => {
    const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    const chunk = [0, 0, 0, 9, ...ascii('IEND'), 1, 2, 3, 4, 5]
    expect(inspectPicture(Uint8Array.from([...signature, ...chunk]))?.end).toBeNull()
  })

  it.each([
    ['text', ascii('not a picture')],
    ['nothing', new Uint8Array()],
    ['a GIF', ascii('GIF89a')],
    ['a JPEG with rubbish after its first segment', joined(smallJpeg().slice(0, 9), ascii('rubbish'))],
  ])('is null for %s', (_, bytes) => {
    expect(inspectPicture(bytes)).toBeNull()
  })
})
