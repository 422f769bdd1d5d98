/** What cameras write where they have read nothing. */
const nothing = new Set(['', 'UNKNOWN', 'NOPLATE', 'NONE', 'NULL', 'UNLICENSED', '无车牌', '未识别'])

/** Canonical text of a plate as a camera wrote it: capitals and digits alone; null where it read none. */
export function canonicalPlate(written: string): string | null {
  const text = written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '')
  return nothing.has(text) || text.length < 2 || text.length > 12 ? null : text
}

/** 0 to 1 of a number on a scale of 0 to `full`; null for what is no such number. */
export function confidenceOf(value: unknown, full: number): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return null
  return Math.min(1, number / full)
}
