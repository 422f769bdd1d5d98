import type { SimulatedFraming } from './reader-commands.ts'

/** One document as a reader of this framing sends it. */
export function readerFrame(framing: SimulatedFraming, lines: readonly string[]): Uint8Array {
  const text = lines.map((line) => `${line}\r`).join('')
  switch (framing) {
    case 'rte':
      return rteFrame(lines)
    case 'idbox': {
      const head = Buffer.of(0x49, 0, 0)
      head.writeUInt16BE(text.length, 1)
      return Buffer.concat([head, Buffer.from(text, 'ascii')])
    }
    case 'honeywell-ocr':
      // 92 bytes for a TD1, 89 for a TD3: nothing stands behind the last line.
      return Buffer.from(lines.join('\r'), 'ascii')
    case 'stx-etx':
      return Buffer.from(`\x02${text}\x03`, 'ascii')
    case 'cr-lines':
      return Buffer.from(text, 'ascii')
  }
}

/** RTE native: the lowest line is the third, and the exclusive or of all after SOH stands at the end. */
function rteFrame(lines: readonly string[]): Uint8Array {
  const text = `${'\r'.repeat(3 - lines.length)}${lines.join('\r')}\r`
  const body = Buffer.from(`\x00\x00OU\x02\x40${text}\x03`, 'latin1')
  body.writeUInt16LE(body.length + 2)
  return Buffer.from([1, ...body, body.reduce((sum, byte) => sum ^ byte, 0)])
}
