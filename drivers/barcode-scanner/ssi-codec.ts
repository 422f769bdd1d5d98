import type { BarcodeScanned } from '../../edge/ports/devices.ts'
import type { Scanned, SymbolDecoder } from './scanned.ts'

const decodeData = 0xf3
const acknowledge = 0xd0
const refuse = 0xd1
/** Length, opcode, source, status. */
const headBytes = 4
const checksumBytes = 2
const fromScanner = 0
const repeatedBit = 1
/** Another packet of the same symbol follows. */
const moreBit = 2
/** Zebra's code for a symbol whose type another packet of it tells. */
const severalPackets = 0x99

const formatOfCode: ReadonlyMap<number, BarcodeScanned['format'] | 'OCR'> = new Map([
  [0x11, 'PDF417'],
  [0x1c, 'QRCode'],
  [0x1b, 'DataMatrix'],
  [0x2d, 'Aztec'],
  [0x03, 'Code128'],
  [0xa0, 'OCR'],
])

/** One SSI packet with its length in front and its checksum, the two's complement of the sum, behind. */
export function ssiPacket(
  opcode: number,
  source: number,
  status: number,
  data: Uint8Array = Buffer.of(),
): Buffer {
  const head = Buffer.from([headBytes + data.length, opcode, source, status, ...data])
  const checksum = Buffer.alloc(checksumBytes)
  checksum.writeUInt16BE(checksumOf(head))
  return Buffer.concat([head, checksum])
}

function checksumOf(bytes: Iterable<number>): number {
  let sum = 0
  for (const byte of bytes) sum += byte
  return -sum & 0xffff
}

const host = 4
const resend = 1

/**
 * Zebra Simple Serial Interface, packeted data. Every packet is answered: the scanner sends the next one
 * only then, and the same again after a refusal. A packet that it repeats because our answer was lost is
 * answered and not read twice.
 */
export function ssiDecoder(maxMessageBytes: number): SymbolDecoder {
  const ack = ssiPacket(acknowledge, host, 0)
  const nak = ssiPacket(refuse, host, 0, Buffer.of(resend))
  let packet: number[] = []
  /** Packets so far of a symbol that comes in several. */
  let message: number[] = []
  let code = severalPackets
  /** The last packet that was read, but for status and checksum. */
  let before = ''

  function drop(): void {
    message = []
    code = severalPackets
  }

  function headFits(): boolean {
    const [length, , source] = packet
    return length !== undefined && length >= headBytes && (source === undefined || source === fromScanner)
  }

  function whole(): Scanned {
    const bytes = packet.length
    const content = packet.slice(0, -checksumBytes)
    const checksum = (packet[bytes - 2] ?? 0) * 256 + (packet[bytes - 1] ?? 0)
    if (checksum !== checksumOf(content)) return { type: 'rejected', bytes, reply: nak }
    const [, opcode, , status = 0, type, ...data] = content
    // An answer is not answered.
    if (opcode === acknowledge || opcode === refuse) return { type: 'lawful', bytes }
    if (opcode !== decodeData) return { type: 'lawful', bytes, reply: ack }
    if (type === undefined) return { type: 'rejected', bytes, reply: ack }
    const same = String([type, ...data])
    if ((status & repeatedBit) !== 0 && same === before) return { type: 'lawful', bytes, reply: ack }
    before = same
    if (code === severalPackets) code = type
    if (message.length + data.length > maxMessageBytes) {
      drop()
      return { type: 'rejected', bytes, reply: ack }
    }
    message.push(...data)
    if ((status & moreBit) !== 0) return { type: 'lawful', bytes, reply: ack }
    const format = formatOfCode.get(code) ?? 'other'
    const symbol = Uint8Array.from(message)
    drop()
    return symbol.length === 0
      ? { type: 'rejected', bytes, reply: ack }
      : { type: 'symbol', format, data: symbol, bytes, reply: ack }
  }

  return {
    push(pushed) {
      const found: Scanned[] = []
      for (const byte of pushed) {
        packet.push(byte)
        // What can be no packet loses its first byte only: the next may begin in the rest.
        let noise = 0
        while (packet.length > 0 && !headFits()) {
          packet.shift()
          noise += 1
        }
        const last = found.at(-1)
        if (noise > 0 && last?.type === 'noise') {
          found[found.length - 1] = { type: 'noise', bytes: last.bytes + noise }
        } else if (noise > 0) found.push({ type: 'noise', bytes: noise })
        if (packet.length > 0 && packet.length === (packet[0] ?? 0) + checksumBytes) {
          found.push(whole())
          packet = []
        }
      }
      return found
    },
    idle() {
      const bytes = packet.length
      const lost = bytes > 0 || message.length > 0
      packet = []
      drop()
      return lost ? [{ type: 'rejected', bytes, ...(bytes > 0 && { reply: nak }) }] : []
    },
    buffered: () => packet.length + message.length,
  }
}
