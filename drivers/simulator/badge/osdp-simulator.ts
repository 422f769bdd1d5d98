import { setTimeout as pause } from 'node:timers/promises'
import { osdpCrc, osdpMessage } from '../../badge-reader/osdp-codec.ts'
import { createRequestServer } from '../request-server.ts'
import { wiegandBits } from './badge-frames.ts'

/** What goes wrong with a reader: no answer, a wrong CRC, a late answer, busy, its case open. */
export type OsdpFault = 'silent' | 'wrong-crc' | 'slow' | 'busy' | 'tamper'

export interface OsdpSimulator {
  readonly port: number
  /** Holds a badge to the reader, which tells it in `times` polls: 6 or 8 hex digits. */
  present(badge: string, times?: number): void
  /** For so many answers; without end where it is left out. */
  fail(fault: OsdpFault | null, answers?: number): void
  /** Power lost and back: only a conversation that begins anew is taken. */
  restart(): void
  unplug(): Promise<void>
  plug(): Promise<void>
  whenConnected(): Promise<void>
  close(): Promise<void>
}

const slowMs = 400

/** A reader at the end of an OSDP line behind a TCP serial server, as SIA OSDP 2 has it. */
export async function createOsdpSimulator(address: number): Promise<OsdpSimulator> {
  let fault: OsdpFault | null = null
  let faultyAnswers = 0
  let next: number | null = null
  let last: Buffer | undefined
  let told = false
  const waiting: Buffer[] = []

  function reply(sequence: number, code: number, data: Uint8Array = Uint8Array.of()): Buffer {
    return Buffer.from(osdpMessage(address | 0x80, sequence, code, data))
  }

  function answer(sequence: number): Buffer {
    if (fault === 'busy') return reply(0, 0x79)
    if (sequence === 0) {
      next = 0
      last = undefined
    } else if (last !== undefined && next === (sequence % 3) + 1) return last
    if (next !== sequence) return reply(sequence, 0x41, Uint8Array.of(4))
    next = (sequence % 3) + 1
    const open = fault === 'tamper'
    const badge = waiting.shift()
    if (badge) last = reply(sequence, 0x50, badge)
    else if (open !== told) {
      told = open
      last = reply(sequence, 0x48, Uint8Array.of(open ? 1 : 0, 0))
    } else last = reply(sequence, 0x40)
    return last
  }

  const server = await createRequestServer((bytes, send) => {
    const at = bytes.indexOf(0x53)
    if (at < 0) return bytes.length
    const length = bytes.length - at < 4 ? Number.POSITIVE_INFINITY : bytes.readUInt16LE(at + 2)
    if (bytes.length - at < length) return 0
    const message = bytes.subarray(at, at + length)
    const sound = osdpCrc(message.subarray(0, -2)) === message.readUInt16LE(length - 2)
    if (faultyAnswers <= 0) fault = null
    faultyAnswers -= 1
    if (sound && message[1] === address && message[5] === 0x60 && fault !== 'silent') {
      const bytesBack = Buffer.from(answer((message[4] ?? 0) & 3))
      if (fault === 'wrong-crc') bytesBack.writeUInt8((bytesBack.at(-1) ?? 0) ^ 1, bytesBack.length - 1)
      void pause(fault === 'slow' ? slowMs : 0).then(() => send(bytesBack))
    }
    return at + length
  })

  return {
    ...server,
    present(badge, times = 1) {
      const bits = wiegandBits(badge)
      const padded = bits.padEnd(8 * Math.ceil(bits.length / 8), '0')
      const bytes = (padded.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2))
      const card = Buffer.of(0, 1, bits.length, 0, ...bytes)
      for (let i = 0; i < times; i += 1) waiting.push(card)
    },
    fail(to, answers = Number.POSITIVE_INFINITY) {
      fault = to
      faultyAnswers = answers
    },
    restart() {
      next = null
      last = undefined
    },
  }
}
