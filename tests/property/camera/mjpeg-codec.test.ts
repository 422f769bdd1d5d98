import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMjpegDecoder } from '../../../drivers/camera-http/mjpeg-codec.ts'
import { ascii, joined, smallJpeg } from '../../unit/camera/small-jpeg.ts'

const picture = fc
  .record({ data: fc.array(fc.nat(255), { maxLength: 60 }), app: fc.array(fc.nat(255), { maxLength: 20 }) })
  .map(smallJpeg)

const between = fc.constantFrom(
  '--b\r\nContent-Type: image/jpeg\r\n\r\n',
  '--b\nContent-Length: 0\n\n',
  '\r\n--b\r\nContent-Length: 12\r\n\r\n',
  '\0\0',
  '',
)

/** Bytes that steer a decoder wrong when they stand anywhere. */
const nasty = fc.oneof(
  picture,
  picture.chain((bytes) => fc.nat(bytes.length).map((end) => bytes.subarray(0, end))),
  fc
    .array(fc.constantFrom(0xff, 0xd8, 0xd9, 0xda, 0xe1, 0x00, 0x04, 0x41), { maxLength: 30 })
    .map((bytes) => Uint8Array.from(bytes)),
  between.map(ascii),
)

const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })

function decodeCut(stream: Uint8Array, sizes: readonly number[], maximumBytes: number) {
  const decoder = createMjpegDecoder({ maximumBytes })
  const frames: Uint8Array[] = []
  for (let from = 0, index = 0; from < stream.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    frames.push(...decoder.push(stream.subarray(from, from + size)))
    from += size
  }
  return { frames, counters: { ...decoder.counters() } }
}

describe('an MJPEG stream', () => {
  it('gives back the pictures that were put in, whatever stands between them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(between, picture), { maxLength: 6 }), cuts, (parts, sizes) => {
        const stream = joined(...parts.flatMap(([text, bytes]) => [ascii(text), bytes]))
        expect(decodeCut(stream, sizes, 10_000).frames).toEqual(parts.map(([, bytes]) => bytes))
      }),
    )
  })

  it('holds the same pictures however its bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(nasty, { maxLength: 8 }),
        cuts,
        fc.integer({ min: 12, max: 300 }),
        (parts, sizes, maximumBytes) => {
          const stream = joined(...parts)
          const whole = decodeCut(stream, [stream.length + 1], maximumBytes)
          expect(decodeCut(stream, sizes, maximumBytes)).toEqual(whole)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('accounts for every byte, or still holds it, and never for more', () => {
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 8 }), cuts, (parts, sizes) => {
        const stream = joined(...parts)
        const { frames, counters } = decodeCut(stream, sizes, 200)
        const read = frames.reduce((sum, frame) => sum + frame.length, 0)
        const accounted = read + counters.bytesDiscarded + counters.bytesBetween
        expect(accounted).toBeLessThanOrEqual(stream.length)
        expect(stream.length - accounted).toBeLessThanOrEqual(200)
      }),
    )
  })
})
