/**
 * Order in which the signs of a plate, read line after line, make its canonical text: position i of the
 * canonical text is sign `order[i]` of the reading. Kazakh plates of two lines show `123` over `01 ABC`,
 * while the canonical text is `123ABC01`; all others read in order.
 */
export function canonicalOrder(read: string, country: string, lines: 1 | 2): readonly number[] {
  const order = [...read].map((_, i) => i)
  const swapped = country === 'KZ' && lines === 2 && /^\d{3}(?:0[1-9]|1\d|20)[A-Z]{2,3}$/.test(read)
  return swapped ? [...order.slice(0, 3), ...order.slice(5), 3, 4] : order
}

/** Canonical text of a plate read line after line. */
export function canonicalText(read: string, country: string, lines: 1 | 2): string {
  const signs = [...read]
  return canonicalOrder(read, country, lines)
    .map((i) => signs[i])
    .join('')
}
