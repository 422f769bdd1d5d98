import type { Decoded, FrameDecoder } from './decoded.ts'

const soh = 0x01
const etx = 0x03
/** SOH, two bytes of length, `OU`, STX, flag. */
const headBytes = 7

/**
 * 3M and Thales readers, RTE native: `SOH len len 'O' 'U' STX flag L1 CR L2 CR L3 CR ETX BCC`, one frame a
 * document and no command. The lowest line is always L3; a line that is not there still sends its CR. The
 * BCC is the exclusive or of all bytes after SOH up to ETX.
 */
export function rteDecoder(maxFrameBytes: number): FrameDecoder {
  let buffer: number[] = []
  let ended = false

  function begin(): void {
    buffer = []
    ended = false
  }

  function headFits(): boolean {
    const expected = [soh, null, null, 0x4f, 0x55, 0x02]
    return buffer.every((byte, i) => (expected[i] ?? byte) === byte)
  }

  function whole(): Decoded {
    const bytes = buffer.length
    const bcc = buffer.slice(1, -1).reduce((sum, byte) => sum ^ byte, 0)
    const text = String.fromCharCode(...buffer.slice(headBytes, -2))
    const lines = text.split('\r').filter((line) => line !== '')
    const sound = bcc === buffer[bytes - 1] && /^[\x20-\x7e\r]+$/.test(text) && lines.length > 0
    const plausible = lines.length <= 3 && lines.every((line) => line.length <= 60)
    return sound && plausible ? { type: 'document', lines, bytes } : { type: 'rejected', bytes }
  }

  function take(byte: number, found: Decoded[]): void {
    if (buffer.length === 0 && byte !== soh) {
      const last = found.at(-1)
      if (last?.type === 'noise') found[found.length - 1] = { type: 'noise', bytes: last.bytes + 1 }
      else found.push({ type: 'noise', bytes: 1 })
      return
    }
    buffer.push(byte)
    if (ended) {
      found.push(whole())
      begin()
    } else if (!headFits() || buffer.length >= maxFrameBytes || (buffer.length > headBytes && byte === soh)) {
      // What broke the frame may be the SOH of the next: no text has one.
      const keep = byte === soh && buffer.length > 1
      found.push({ type: 'rejected', bytes: buffer.length - (keep ? 1 : 0) })
      begin()
      if (keep) buffer = [soh]
    } else ended = buffer.length > headBytes && byte === etx
  }

  return {
    push(bytes) {
      const found: Decoded[] = []
      for (const byte of bytes) take(byte, found)
      return found
    },
    idle() {
      const bytes = buffer.length
      begin()
      return bytes === 0 ? [] : [{ type: 'rejected', bytes }]
    },
    buffered: () => buffer.length,
  }
}
