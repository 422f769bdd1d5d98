import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyboardDecoder } from '../../../drivers/barcode-scanner/keyboard-codec.ts'
import {
  characterOf,
  type KeyboardLayout,
  keyboardLayouts,
  keyOf,
} from '../../../drivers/barcode-scanner/keyboard-layouts.ts'
import type { Scanned } from '../../../drivers/barcode-scanner/scanned.ts'
import { keyboardReports } from '../../../drivers/simulator/reader/scanner-frames.ts'

const most = 600
const rubbish = fc.uint8Array({ maxLength: 300 })
const cutting = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 20 })

/** Every character that the layout types without a dead key. */
function signsOf(layout: KeyboardLayout): readonly string[] {
  const usages = Array.from({ length: 0x65 }, (_, usage) => usage)
  return usages
    .flatMap((usage) => ([0, 1, 2] as const).map((level) => characterOf(layout, usage, level) ?? ''))
    .filter((sign) => sign !== '' && !/\p{M}/u.test(sign) && keyOf(layout, sign) !== undefined)
}

/** As it is scanned, without what would be a symbology identifier or the lines of a document. */
const codeOf = (layout: KeyboardLayout) =>
  fc
    .array(fc.constantFrom(...signsOf(layout)), { minLength: 1, maxLength: 28 })
    .map((signs) => `;${signs.join('')}`)
    .filter((text) => keyOf(layout, ';') !== undefined && text.length < 30)

function decode(layout: KeyboardLayout, bytes: Uint8Array, cuts: readonly number[]) {
  const decoder = keyboardDecoder(most, { layout, terminator: 'enter' })
  const found: Scanned[] = []
  let buffered = 0
  let start = 0
  for (let i = 0; start < bytes.length; i += 1) {
    const end = start + (cuts[i % cuts.length] ?? 1)
    found.push(...decoder.push(bytes.subarray(start, end)))
    buffered = Math.max(buffered, decoder.buffered())
    start = end
  }
  found.push(...decoder.idle())
  return {
    texts: found.flatMap((one) => (one.type === 'symbol' ? [Buffer.from(one.data).toString('utf8')] : [])),
    buffered,
    counted: found.reduce((sum, one) => sum + one.bytes, 0),
  }
}

describe.each(keyboardLayouts)('a scanner that types, layout %s', (layout) => {
  const traffic = fc
    .array(
      fc.oneof(
        rubbish,
        codeOf(layout).map((text) => Buffer.concat(keyboardReports(`${text}\r`, layout))),
      ),
      { maxLength: 6 },
    )
    .map((parts) => Buffer.concat(parts))

  test('codes come out as they were typed, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(codeOf(layout), { maxLength: 4 }), cutting, (codes, cuts) => {
        const bytes = Buffer.concat(codes.flatMap((text) => keyboardReports(`${text}\r`, layout)))
        expect(decode(layout, bytes, cuts).texts).toEqual(codes)
      }),
    )
  })

  test('any bytes: the same however they are cut, bounded memory, every byte counted once', () => {
    fc.assert(
      fc.property(traffic, cutting, (bytes, cuts) => {
        const { texts, buffered, counted } = decode(layout, bytes, cuts)
        expect(texts).toEqual(decode(layout, bytes, [bytes.length + 1]).texts)
        expect(buffered).toBeLessThanOrEqual(most + 2 * 44 + 8)
        expect(counted).toBe(bytes.length)
      }),
    )
  })
})
