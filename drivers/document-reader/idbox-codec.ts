import type { Decoded, FrameDecoder } from './decoded.ts'
import { addNoise, documentLines } from './document-lines.ts'

/** `I`: MRZ with a separator between its lines; `L`: the same in one line. */
const mrz = 0x49
const oneLine = 0x4c
/** `C`: answer to the command of the continuous mode, `43 00 01 State`. */
const continuous = 0x43
const separators = [0x0d, 0x0a]
/** Letter and two bytes of length, the high one first. */
const headBytes = 3

/**
 * Elyctis IDBOX: `letter LenHi LenLo content`, one frame a document. What cannot be a frame loses its first
 * byte only, since the beginning of the next may stand in the rest.
 */
export function idboxDecoder(maxFrameBytes: number): FrameDecoder {
  let buffer: number[] = []

  /** Bytes of the frame at hand once its length is known; `broken` where it can be none. */
  function frameBytes(): number | 'broken' | undefined {
    const [letter, high, low] = buffer
    if (letter !== mrz && letter !== oneLine && letter !== continuous) return 'broken'
    if (high === undefined) return undefined
    if (high > maxFrameBytes >> 8) return 'broken'
    if (low === undefined) return undefined
    const content = high * 256 + low
    if (headBytes + content > maxFrameBytes) return 'broken'
    if (letter === continuous && content !== 1) return 'broken'
    const last = buffer.at(-1)
    // Looked at byte by byte, so that a wrong length holds up the next frame no longer than needed.
    const foreign = last !== undefined && !separators.includes(last) && (last < 0x20 || last > 0x7e)
    if (letter !== continuous && buffer.length > headBytes && foreign) return 'broken'
    return headBytes + content
  }

  function whole(): Decoded {
    const bytes = buffer.length
    if (buffer[0] === continuous) return { type: buffer[3] === 1 ? 'armed' : 'gap', bytes }
    if (bytes === headBytes) return { type: 'empty', bytes }
    const lines = documentLines(buffer.slice(headBytes), separators)
    return lines === undefined ? { type: 'rejected', bytes } : { type: 'document', lines, bytes }
  }

  function take(byte: number, found: Decoded[]): void {
    buffer.push(byte)
    const expected = frameBytes()
    if (expected === 'broken') {
      const [, ...rest] = buffer
      buffer = []
      addNoise(found, 1)
      for (const again of rest) take(again, found)
    } else if (expected === buffer.length) {
      found.push(whole())
      buffer = []
    }
  }

  return {
    push(bytes) {
      const found: Decoded[] = []
      for (const byte of bytes) take(byte, found)
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
