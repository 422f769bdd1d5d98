/** Data bits by all bits: 26 is a facility of 8 and a card of 16, 34 one of 16 and 16. Between two of parity. */
const dataBits: Readonly<Record<number, number>> = { 26: 24, 34: 32 }

/**
 * The number in Wiegand bits, from the left, without their parity, as hex digits. The first bit makes the first
 * half even, the last one the second half odd. null: another count, a parity that is wrong, or ones behind the end.
 */
export function wiegandNumber(bytes: Uint8Array, count: number): string | null {
  const data = dataBits[count]
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  if (data === undefined || bits.length < count || bits.slice(count).includes('1')) return null
  const half = count / 2
  const ones = (part: string) => part.replaceAll('0', '').length
  if (ones(bits.slice(0, half)) % 2 !== 0 || ones(bits.slice(half, count)) % 2 !== 1) return null
  return Number.parseInt(bits.slice(1, 1 + data), 2)
    .toString(16)
    .toUpperCase()
    .padStart(data / 4, '0')
}
