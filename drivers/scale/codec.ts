import type { MessageDecoder } from '../lifecycle/framed-reader.ts'

/** One indication of a scale; kilograms as the indicator shows them. */
export interface Indication {
  readonly kilograms: number
  /** null where the protocol does not tell: the driver judges by the readings. */
  readonly stable: boolean | null
  readonly net: boolean
  /** Overload or underload: the number means nothing. */
  readonly outOfRange: boolean
}

export type ScaleResult =
  | { readonly type: 'indication'; readonly indication: Indication; readonly bytes: number }
  | { readonly type: 'rejected' | 'noise'; readonly bytes: number }

export type ScaleProtocol = 'toledo' | 'yaohua' | 'cas'

interface Frame {
  /** Length of a frame that begins at `at`; 0 where none can, null where more must come to know. */
  length(bytes: readonly number[], at: number): number | null
  parse(frame: readonly number[]): Indication | null
}

const stx = 0x02
const etx = 0x03
const lineFeed = 0x0a
const longestLine = 40

const ascii = (bytes: readonly number[]) => String.fromCharCode(...bytes)

function fixed(length: number): Frame['length'] {
  return (bytes, at) => (bytes[at] === undefined ? null : bytes[at] === stx ? length : 0)
}

/** Bits 0 to 2 of status byte A: where the decimal point stands. */
const toledoFactors = [100, 10, 1, 0.1, 0.01, 0.001] as const

/**
 * Mettler-Toledo continuous output: `STX A B C weight(6) tare(6) CR checksum`. B: bit 0 net, 1 negative,
 * 2 out of range, 3 motion, 4 kilograms. The checksum is the two's complement of the 7-bit sum.
 */
function toledo(withChecksum: boolean): Frame {
  return {
    length: fixed(withChecksum ? 18 : 17),
    parse(frame) {
      const [, a = 0, b = 0] = frame
      const sum = frame.reduce((all, byte) => all + byte, 0) & 0x7f
      const factor = toledoFactors[a & 0x07]
      const digits = ascii(frame.slice(4, 10))
      const kilograms = (b & 0x10) !== 0
      if ((withChecksum && sum !== 0) || frame[16] !== 0x0d || factor === undefined || !kilograms) return null
      if (!/^ *\d+$/.test(digits)) return null
      const value = scaled(Number(digits), factor)
      return {
        kilograms: (b & 0x02) !== 0 ? -value : value,
        stable: (b & 0x08) === 0,
        net: (b & 0x01) !== 0,
        outOfRange: (b & 0x04) !== 0,
      }
    },
  }
}

/** Yaohua XK3190 and Keli, continuous: `STX sign digits(6) decimals XOR(2) ETX`, the XOR of bytes 2 to 9 in hex. */
const yaohua: Frame = {
  length: fixed(12),
  parse(frame) {
    const text = /^([+-])(\d{6})([0-4])([0-9A-F]{2})$/.exec(ascii(frame.slice(1, 11)))
    const xor = frame.slice(1, 9).reduce((all, byte) => all ^ byte, 0)
    if (text === null || frame[11] !== etx || xor !== Number.parseInt(text[4] ?? '', 16)) return null
    const value = scaled(Number(text[2]), 10 ** -Number(text[3]))
    return {
      kilograms: text[1] === '-' ? -value : value,
      stable: null,
      net: false,
      outOfRange: false,
    }
  },
}

/**
 * CAS and A&D: `ST,GS,+0025340kg CR LF`; ST stable, US moving, OL out of range; GS gross, NT net. CAS sends
 * two bytes, id and lamps, as a field before the number.
 */
const cas: Frame = {
  length(bytes, at) {
    const line = bytes.slice(at, at + longestLine)
    const head = ascii(line.slice(0, 2))
    if (!['ST', 'US', 'OL'].some((word) => word.startsWith(head))) return 0
    const end = line.indexOf(lineFeed)
    return end >= 0 ? end + 1 : line.length >= longestLine ? 0 : null
  },
  parse(frame) {
    const line = /^(ST|US|OL),(GS|NT),(?:[^,]{2},)?\s*([+-]?)\s*([\d.]*)\s*(kg|t)?\s*\r?\n$/.exec(
      ascii(frame),
    )
    if (line === null) return null
    const [, state, kind, sign, digits = '', unit] = line
    const outOfRange = state === 'OL'
    if (!outOfRange && (unit === undefined || !/^(\d+(\.\d*)?|\.\d+)$/.test(digits))) return null
    const value = scaled(Number(digits) || 0, unit === 't' ? 1000 : 1)
    return {
      kilograms: sign === '-' ? -value : value,
      stable: state === 'ST',
      net: kind === 'NT',
      outOfRange,
    }
  },
}

/** Without the dust of binary fractions. */
function scaled(value: number, factor: number): number {
  return Number((value * factor).toFixed(4))
}

/**
 * Finds indications in the bytes of a scale; pure but for its buffer, at most one frame. A frame that is not
 * sound gives up its first byte alone: the next may begin within it.
 */
export function scaleDecoder(protocol: ScaleProtocol, withChecksum: boolean): MessageDecoder<ScaleResult> {
  const frame = protocol === 'toledo' ? toledo(withChecksum) : protocol === 'yaohua' ? yaohua : cas
  let buffer: number[] = []

  /** What begins at `at`, or null where more must come. */
  function next(at: number): ScaleResult | null {
    let skipped = 0
    while (at + skipped < buffer.length && frame.length(buffer, at + skipped) === 0) skipped += 1
    if (skipped > 0) return { type: 'noise', bytes: skipped }
    const length = at === buffer.length ? null : frame.length(buffer, at)
    if (length === null || buffer.length - at < length) return null
    const indication = frame.parse(buffer.slice(at, at + length))
    return indication === null
      ? { type: 'rejected', bytes: 1 }
      : { type: 'indication', indication, bytes: length }
  }

  return {
    push(bytes) {
      for (const byte of bytes) buffer.push(byte)
      const found: ScaleResult[] = []
      let at = 0
      for (let result = next(at); result !== null; result = next(at)) {
        found.push(result)
        at += result.bytes
      }
      buffer = buffer.slice(at)
      return found
    },
    idle() {
      const bytes = buffer.length
      buffer = []
      return bytes === 0 ? [] : [{ type: 'rejected', bytes }]
    },
    buffered: () => buffer.length,
  }
}
