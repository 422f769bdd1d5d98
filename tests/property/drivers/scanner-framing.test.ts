import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hidPosDecoder } from '../../../drivers/barcode-scanner/hid-pos-codec.ts'
import type { Scanned } from '../../../drivers/barcode-scanner/scanned.ts'
import { ssiDecoder } from '../../../drivers/barcode-scanner/ssi-codec.ts'
import { hidPosReports, ssiFrames } from '../../../drivers/simulator/reader/scanner-frames.ts'

const maxMessageBytes = 600
const protocols = [
  ['SSI', ssiDecoder, (data: Uint8Array) => ssiFrames(0x11, data)],
  ['HID POS', hidPosDecoder, (data: Uint8Array) => hidPosReports('L', data)],
] as const

const data = fc.uint8Array({ minLength: 1, maxLength: maxMessageBytes })
const rubbish = fc.uint8Array({ maxLength: 300 })
const cutting = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 20 })

describe.each(protocols)('%s', (_, create, encode) => {
  function decode(bytes: Uint8Array, cuts: readonly number[]) {
    const decoder = create(maxMessageBytes)
    const found: Scanned[] = []
    let most = 0
    let start = 0
    for (let i = 0; start < bytes.length; i += 1) {
      const end = start + (cuts[i % cuts.length] ?? 1)
      found.push(...decoder.push(bytes.subarray(start, end)))
      most = Math.max(most, decoder.buffered())
      start = end
    }
    found.push(...decoder.idle())
    const symbols = found.flatMap((one) => (one.type === 'symbol' ? [Buffer.from(one.data)] : []))
    return { symbols, most, counted: found.reduce((sum, one) => sum + one.bytes, 0) }
  }

  const traffic = fc
    .array(
      fc.oneof(
        rubbish,
        data.map((one) => Buffer.concat(encode(one))),
      ),
      { maxLength: 6 },
    )
    .map((parts) => Buffer.concat(parts))

  test('codes one behind the other come out as they went in, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(data, { maxLength: 4 }), cutting, (codes, cuts) => {
        const bytes = Buffer.concat(codes.flatMap((one) => [...encode(one)]))
        expect(decode(bytes, cuts).symbols).toEqual(codes.map((one) => Buffer.from(one)))
      }),
    )
  })

  test('among rubbish the codes are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(traffic, cutting, (bytes, cuts) => {
        expect(decode(bytes, cuts).symbols).toEqual(decode(bytes, [bytes.length + 1]).symbols)
      }),
    )
  })

  test('a code that never ends is given up at its limit, and the next one is read', () => {
    const decoder = create(maxMessageBytes)
    const [part = Buffer.of()] = encode(Buffer.alloc(700, 0x41))
    let rejected = 0
    for (let i = 0; i < 100; i += 1) {
      rejected += decoder.push(part).filter(({ type }) => type === 'rejected').length
      expect(decoder.buffered()).toBeLessThanOrEqual(maxMessageBytes)
    }
    expect(rejected).toBeGreaterThan(0)
    decoder.idle()
    const found = decoder.push(Buffer.concat(encode(Buffer.from('A1'))))
    expect(found.filter(({ type }) => type === 'symbol')).toHaveLength(1)
  })

  test('any bytes: never an error, bounded memory, every byte counted once', () => {
    fc.assert(
      fc.property(traffic, cutting, (bytes, cuts) => {
        const { most, counted } = decode(bytes, cuts)
        expect(most).toBeLessThanOrEqual(maxMessageBytes + 257)
        expect(counted).toBe(bytes.length)
      }),
    )
  })
})
