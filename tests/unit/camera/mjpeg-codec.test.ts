import { describe, expect, it } from 'vitest'
import { createMjpegDecoder } from '../../../drivers/camera-http/mjpeg-codec.ts'
import { ascii, joined, smallJpeg } from './small-jpeg.ts'

const decode = (bytes: Uint8Array, maximumBytes = 100_000) => {
  const decoder = createMjpegDecoder({ maximumBytes })
  return { frames: decoder.push(bytes), counters: decoder.counters() }
}

const a = smallJpeg({ data: [1, 2, 0xff, 4] })
const b = smallJpeg({ data: [9, 8, 7] })

describe('the pictures of an MJPEG stream', () => {
  it.each([
    ['as the standard has it', '--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 31\r\n\r\n', '\r\n'],
    [
      'with a Content-Length of 0',
      '--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 0\r\n\r\n',
      '\r\n',
    ],
    ['with no Content-Length', '--frame\r\nContent-Type: image/jpeg\r\n\r\n', '\r\n'],
    ['with a wrong Content-Length', '--frame\r\nContent-Length: 99999\r\n\r\n', '\r\n'],
    ['with bare LF', '--frame\nContent-Type: image/jpeg\n\n', '\n'],
    ['with a boundary without dashes', 'frame\r\nContent-Type: image/jpeg\r\n\r\n', '\r\n'],
    ['one after the other with nothing between', '', ''],
    ['padded with zeros', '', '\0\0\0\0'],
  ])('are found %s', (_, before, after) => {
    const stream = joined(ascii(before), a, ascii(after), ascii(before), b, ascii(after))
    const { frames, counters } = decode(stream)
    expect(frames).toEqual([a, b])
    expect(counters.framesRejected).toBe(0)
  })

  it('keep the boundary bytes that they hold', () => {
    const picture = smallJpeg({ data: [...ascii('\r\n--frame\r\nContent-Length: 4\r\n\r\n')] })
    expect(decode(joined(ascii('--frame\r\n\r\n'), picture, ascii('\r\n--frame--'))).frames).toEqual([
      picture,
    ])
  })

  it('keep a thumbnail with its own SOI and EOI in the first segment', () => {
    const picture = smallJpeg({ app: [...ascii('Exif'), ...smallJpeg({ data: [5] })] })
    expect(decode(joined(picture, b)).frames).toEqual([picture, b])
  })

  it('may hold restart markers and fill bytes', () => {
    const withRestart = joined(smallJpeg().slice(0, -2), Uint8Array.of(0xff, 0xd3, 7, 0xff, 0xff, 0xd9))
    expect(decode(withRestart).frames).toEqual([withRestart])
  })

  it('that break off are rejected, and the next one is found', () => {
    const { frames, counters } = decode(joined(a.slice(0, -2), ascii('\r\n--frame\r\n\r\n'), b))
    expect(frames).toEqual([b])
    expect(counters).toMatchObject({ framesRead: 1, framesRejected: 1 })
    expect(counters.bytesDiscarded).toBeGreaterThan(0)
  })

  it('that break off within a segment do not swallow the next one', () => {
    const broken = smallJpeg({ app: Array.from({ length: 60 }, () => 1) }).slice(0, 10)
    const { frames } = decode(joined(broken, ascii('\r\n--frame\r\n\r\n'), b, ascii('\r\n'), a))
    expect(frames).toEqual([b, a])
  })

  it('that are larger than allowed are rejected, and the next one is found', () => {
    const huge = smallJpeg({ data: Array.from({ length: 5000 }, () => 7) })
    const { frames, counters } = decode(joined(huge, b), 1000)
    expect(frames).toEqual([b])
    expect(counters.framesRejected).toBe(1)
  })

  it('are none in a page of HTML', () => {
    const { frames, counters } = decode(ascii('<html>Please sign in</html>'))
    expect(frames).toEqual([])
    expect(counters.bytesBetween).toBe(27)
  })
})
