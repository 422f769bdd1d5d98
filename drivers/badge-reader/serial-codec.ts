import type { MessageDecoder } from '../lifecycle/framed-reader.ts'
import { wiegandNumber } from './wiegand.ts'

export type BadgeResult =
  | { readonly type: 'badge'; readonly badge: string; readonly bytes: number }
  | { readonly type: 'rejected' | 'noise'; readonly bytes: number }
  /** A key that went down or up before the number is all typed. */
  | { readonly type: 'lawful'; readonly bytes: number }

export type BadgeProtocol = 'em4100' | 'wiegand'

/** The bytes of one kind of frame, from its first one on. */
interface Frame {
  begins(byte: number): boolean
  /** Length of the frame that begins the bytes, 0 where none can, null where more must come to know. */
  length(bytes: readonly number[]): number | null
  /** The badge's number, null where the frame is not sound. */
  parse(text: string): string | null
}

const stx = 0x02
const etx = 0x03
const carriageReturn = 0x0d
const lineFeed = 0x0a

/** Ten digits, two of the checksum, what is around them, and CR LF that some modules put before the end. */
const longestEm4100 = 16
const longestWiegand = 2 + 10 + 2

/** EM4100: `STX number(10) XOR(2) ETX`, the XOR of the five bytes that the ten hex digits stand for. */
const em4100: Frame = {
  begins: (byte) => byte === stx,
  length(bytes) {
    const end = bytes.slice(0, longestEm4100).indexOf(etx)
    return end >= 0 ? end + 1 : bytes.length >= longestEm4100 ? 0 : null
  },
  parse(text) {
    const found = /^([0-9A-Fa-f]{10})([0-9A-Fa-f]{2})(?:\r\n)?$/.exec(text.slice(1, -1))
    if (found === null) return null
    const [, number = '', checksum = ''] = found
    const xor = Buffer.from(number, 'hex').reduce((all, byte) => all ^ byte, 0)
    return xor === Number.parseInt(checksum, 16) ? number.toUpperCase() : null
  },
}

const isHex = (byte: number) => /[0-9A-Fa-f]/.test(String.fromCharCode(byte))

/** Wiegand by a converter: count of bits(2) and the bits from the left, both in hex digits, and CR or CR LF. */
const wiegand: Frame = {
  begins: isHex,
  length(bytes) {
    const end = bytes.slice(0, longestWiegand).findIndex((byte) => !isHex(byte))
    if (end < 0) return bytes.length >= longestWiegand ? 0 : null
    return bytes[end] === carriageReturn || bytes[end] === lineFeed ? end + 1 : 0
  },
  parse(text) {
    const digits = text.slice(0, -1)
    const count = Number.parseInt(digits.slice(0, 2), 16)
    const bits = Buffer.from(digits.slice(2), 'hex')
    return digits.length === 2 + 2 * Math.ceil(count / 8) ? wiegandNumber(bits, count) : null
  },
}

/**
 * Finds badges in the bytes of a reader; pure but for its buffer, at most one frame. An EM4100 frame that is not
 * sound gives up its first byte alone, as the next may begin within it; of Wiegand, a line is one number or none.
 */
export function badgeDecoder(protocol: BadgeProtocol): MessageDecoder<BadgeResult> {
  const frame = protocol === 'em4100' ? em4100 : wiegand
  let buffer: number[] = []
  /** In the middle of digits that begin too early: none of them begins a frame of its own. */
  let inWord = false

  /** What begins the buffer, or null where more must come. */
  function next(): BadgeResult | null {
    const [first] = buffer
    if (first === undefined) return null
    if (!frame.begins(first) || inWord) {
      inWord = frame.begins(first) && protocol === 'wiegand'
      return { type: 'noise', bytes: 1 }
    }
    const length = frame.length(buffer)
    if (length === null) return null
    if (length === 0) {
      inWord = protocol === 'wiegand'
      return { type: 'rejected', bytes: 1 }
    }
    const badge = frame.parse(String.fromCharCode(...buffer.slice(0, length)))
    if (badge !== null) return { type: 'badge', badge, bytes: length }
    return { type: 'rejected', bytes: protocol === 'wiegand' ? length : 1 }
  }

  return {
    push(bytes) {
      for (const byte of bytes) buffer.push(byte)
      const found: BadgeResult[] = []
      for (let result = next(); result !== null; result = next()) {
        found.push(result)
        buffer = buffer.slice(result.bytes)
      }
      return found
    },
    idle() {
      const bytes = buffer.length
      buffer = []
      inWord = false
      return bytes === 0 ? [] : [{ type: 'rejected', bytes }]
    },
    buffered: () => buffer.length,
  }
}
