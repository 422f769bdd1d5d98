import { randomBytes } from 'node:crypto'

/** Makes ids of events and crossings; injected, so that a test can number them. */
export type NextId = () => string

/** UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then randomness; sorts by time. */
export function uuidV7(now: number = Date.now(), random: Uint8Array = randomBytes(10)): string {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(now / 2 ** 32))
  view.setUint32(2, now % 2 ** 32)
  bytes.set(random.subarray(0, 10), 6)
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70)
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80)
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
