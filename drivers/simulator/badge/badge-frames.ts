import type { BadgeProtocol } from '../../badge-reader/serial-codec.ts'

/** A badge's number as a reader sends it: 10 hex digits of EM4100, 6 (26 bits) or 8 (34 bits) of Wiegand. */
export function badgeFrame(protocol: BadgeProtocol, badge: string): Buffer {
  if (protocol === 'em4100') {
    const xor = Buffer.from(badge, 'hex').reduce((all, byte) => all ^ byte, 0)
    return Buffer.from(`\x02${badge}${xor.toString(16).toUpperCase().padStart(2, '0')}\x03`)
  }
  const bits = wiegandBits(badge)
  const hex = bits
    .padEnd(8 * Math.ceil(bits.length / 8), '0')
    .replace(/.{4}/g, (four) => Number.parseInt(four, 2).toString(16).toUpperCase())
  return Buffer.from(`${bits.length.toString(16).toUpperCase()}${hex}\r`)
}

/** The number between its two bits of parity. */
export function wiegandBits(badge: string): string {
  const data = [...badge].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('')
  const odd = (part: string) => part.replaceAll('0', '').length % 2 === 1
  const half = data.length / 2
  return `${odd(data.slice(0, half)) ? 1 : 0}${data}${odd(data.slice(half)) ? 0 : 1}`
}
