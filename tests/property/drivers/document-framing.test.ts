import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFrameDecoder } from '../../../drivers/document-reader/codec.ts'
import type { Decoded } from '../../../drivers/document-reader/decoded.ts'
import { type Framing, framingPresets } from '../../../drivers/document-reader/options.ts'

const maxFrameBytes = 256

const framings: readonly (readonly [string, Framing])[] = [
  ...Object.entries(framingPresets),
  ['prefix and suffix', { by: 'delimiters', prefix: '4D 52', suffix: '0D 0A', separators: '7C' }],
  ['suffix only', { by: 'delimiters', suffix: '04', separators: '0D' }],
]

const mrzCharacter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<')
const line = (length: number) =>
  fc.array(mrzCharacter, { minLength: length, maxLength: length }).map((characters) => characters.join(''))
const document = fc.oneof(
  fc.tuple(line(30), line(30), line(30)),
  fc.tuple(line(36), line(36)),
  fc.tuple(line(44), line(44)),
)
const rubbish = fc.uint8Array({ maxLength: 300 })

function encode(framing: Framing, lines: readonly string[]): Uint8Array {
  if (framing.by === 'rte') {
    const text = `${'\r'.repeat(3 - lines.length)}${lines.join('\r')}\r`
    const body = Buffer.from(`\x00\x00OU\x02\x40${text}\x03`, 'latin1')
    body[0] = body.length + 2
    return Buffer.from([1, ...body, body.reduce((sum, byte) => sum ^ byte, 0)])
  }
  if (framing.by === 'idbox') {
    const text = Buffer.from(lines.join('\r'), 'ascii')
    return Buffer.from([0x49, 0, text.length, ...text])
  }
  const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
  const separator = bytes(framing.separators).subarray(0, 1)
  const body = Buffer.concat(lines.flatMap((text) => [Buffer.from(text, 'ascii'), separator]))
  if (framing.by !== 'delimiters') return body
  return Buffer.concat([bytes(framing.prefix ?? ''), body, bytes(framing.suffix)])
}

/** Pushes `bytes` cut at the given lengths, and silence at the end. */
function decode(framing: Framing, bytes: Uint8Array, cuts: readonly number[]) {
  const decoder = createFrameDecoder(framing, maxFrameBytes)
  const found: Decoded[] = []
  let mostBuffered = 0
  let start = 0
  for (let i = 0; start < bytes.length; i += 1) {
    const end = start + (cuts[i % cuts.length] ?? 1)
    found.push(...decoder.push(bytes.subarray(start, end)))
    mostBuffered = Math.max(mostBuffered, decoder.buffered())
    start = end
  }
  found.push(...decoder.idle())
  return {
    found,
    mostBuffered,
    documents: found.flatMap((result) => (result.type === 'document' ? [result.lines] : [])),
  }
}

const cutting = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 })

describe.each(framings)('framing %s', (_, framing) => {
  test('a document comes out as it went in, however the bytes are cut', () => {
    fc.assert(
      fc.property(document, cutting, (lines, cuts) => {
        expect(decode(framing, encode(framing, lines), cuts).documents).toEqual([lines])
      }),
    )
  })

  test('documents among rubbish are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            rubbish,
            document.map((lines) => encode(framing, lines)),
          ),
        ),
        cutting,
        (parts, cuts) => {
          const bytes = Buffer.concat(parts)
          expect(decode(framing, bytes, cuts).documents).toEqual(
            decode(framing, bytes, [bytes.length]).documents,
          )
        },
      ),
    )
  })

  test('any bytes: never an error, never more memory than one frame, every byte counted once', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            rubbish,
            document.map((lines) => encode(framing, lines)),
          ),
        ),
        cutting,
        (parts, cuts) => {
          const bytes = Buffer.concat(parts)
          const { found, mostBuffered } = decode(framing, bytes, cuts)
          expect(mostBuffered).toBeLessThanOrEqual(maxFrameBytes)
          expect(found.reduce((sum, result) => sum + result.bytes, 0)).toBe(bytes.length)
        },
      ),
    )
  })

  test('what comes out is two or three printable lines of 20 to 60 characters', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            rubbish,
            document.map((lines) => encode(framing, lines)),
          ),
        ),
        (parts) => {
          for (const lines of decode(framing, Buffer.concat(parts), [7]).documents) {
            expect([2, 3]).toContain(lines.length)
            for (const text of lines) expect(text).toMatch(/^[\x20-\x7e]{20,60}$/)
          }
        },
      ),
    )
  })
})

describe.each(framings.filter(([, framing]) => framing.by === 'delimiters' && framing.prefix !== undefined))(
  'framing %s',
  (_, framing) => {
    test('documents one behind the other all come out', () => {
      fc.assert(
        fc.property(fc.array(document, { maxLength: 5 }), cutting, (documents, cuts) => {
          const bytes = Buffer.concat(documents.map((lines) => encode(framing, lines)))
          expect(decode(framing, bytes, cuts).documents).toEqual(documents)
        }),
      )
    })
  },
)
