import type { Exchange } from '../transport/exchange.ts'
import { wiegandNumber } from './wiegand.ts'

/** What a reader on an OSDP line answered to a command. */
export type OsdpAnswer =
  | { readonly type: 'nothing' }
  /** It asks to be asked again with the same sequence number. */
  | { readonly type: 'busy' }
  /** It does not take the command; 4 is an unexpected sequence number. */
  | { readonly type: 'refused'; readonly code: number }
  | { readonly type: 'badge'; readonly badge: string }
  /** Its case is open, or was torn off the wall. */
  | { readonly type: 'status'; readonly tamper: boolean }
  /** A frame whose checksum is wrong, or a badge whose parity is. */
  | { readonly type: 'damaged' }

const mark = 0xff
const startOfMessage = 0x53
const withCrc = 0x04
const securityBlock = 0x08
const replyBit = 0x80
const overhead = 8
const mostBytes = 1440

const poll = 0x60
const ack = 0x40
const nak = 0x41
const localStatus = 0x48
const rawCard = 0x50
const formattedCard = 0x51
const busy = 0x79

/** CRC-16 of OSDP: polynomial 1021, begins with 1D0F, over all from the start of the message on. */
export function osdpCrc(bytes: Uint8Array): number {
  let crc = 0x1d0f
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ ((crc & 0x8000) !== 0 ? 0x1021 : 0)) & 0xffff
  }
  return crc
}

/** `SOM address length(2, low first) control code data CRC(2, low first)`. */
export function osdpMessage(
  address: number,
  sequence: number,
  code: number,
  data: Uint8Array = Uint8Array.of(),
): Uint8Array {
  const length = overhead + data.length
  const body = Uint8Array.of(
    ...[startOfMessage, address, length & 0xff, length >> 8, withCrc | sequence, code],
    ...data,
  )
  const crc = osdpCrc(body)
  return Uint8Array.of(...body, crc & 0xff, crc >> 8)
}

/**
 * Asks a reader whether it has something to say. A request that was not answered is repeated with the same
 * `sequence` (0 to 3), and the reader repeats what it answered; 0 begins anew.
 */
export function osdpPoll(address: number, sequence: number): Exchange<OsdpAnswer> {
  return {
    request: Uint8Array.of(mark, ...osdpMessage(address, sequence, poll)),
    answer: (bytes) => findAnswer(bytes, address, sequence),
  }
}

/** A sound answer anywhere in the bytes, otherwise a damaged one that is all there. */
function findAnswer(bytes: Uint8Array, address: number, sequence: number): OsdpAnswer | undefined {
  let damaged: OsdpAnswer | undefined
  for (let at = bytes.indexOf(startOfMessage); at >= 0; at = bytes.indexOf(startOfMessage, at + 1)) {
    const [, from = 0, low = 0, high = 0, control = 0, code = 0] = bytes.subarray(at)
    const length = low | (high << 8)
    if (length < overhead || length > mostBytes || bytes.length - at < length) continue
    // Some readers answer without the bit that marks an answer; a line that echoes sends the command back.
    if ((from & ~replyBit) !== address || (control & (withCrc | securityBlock)) !== withCrc) continue
    if (code === poll) continue
    const message = bytes.subarray(at, at + length)
    const crc = (message[length - 2] ?? 0) | ((message[length - 1] ?? 0) << 8)
    if (crc !== osdpCrc(message.subarray(0, -2))) {
      damaged ??= { type: 'damaged' }
      continue
    }
    if (code === busy) return { type: 'busy' }
    if ((control & 3) === sequence) return meaning(code, message.subarray(6, -2))
  }
  return damaged
}

function meaning(code: number, data: Uint8Array): OsdpAnswer {
  switch (code) {
    case ack:
      return { type: 'nothing' }
    case nak:
      return { type: 'refused', code: data[0] ?? 0 }
    case localStatus:
      return { type: 'status', tamper: data[0] === 1 }
    case rawCard:
    case formattedCard: {
      const badge = code === rawCard ? rawNumber(data) : formattedNumber(data)
      return badge === null ? { type: 'damaged' } : { type: 'badge', badge }
    }
    default:
      // Keys that were pressed at the reader, and what it says of inputs and outputs.
      return { type: 'nothing' }
  }
}

/** `reader format count(2, low first) bits`; 26 and 34 bits are Wiegand, others are told as they are. */
function rawNumber([, , low = 0, high = 0, ...bits]: Uint8Array): string | null {
  const count = low | (high << 8)
  if (count === 26 || count === 34) return wiegandNumber(Uint8Array.from(bits), count)
  if (count < 8 || count > 256 || bits.length !== Math.ceil(count / 8)) return null
  const number = BigInt(`0x${Buffer.from(bits).toString('hex')}`) >> BigInt(8 * bits.length - count)
  return number
    .toString(16)
    .toUpperCase()
    .padStart(Math.ceil(count / 4), '0')
}

/** `reader direction count characters`. */
function formattedNumber([, , count = 0, ...characters]: Uint8Array): string | null {
  const text = String.fromCharCode(...characters)
  return text.length === count && /^[0-9A-Za-z]{4,20}$/.test(text) ? text.toUpperCase() : null
}
