import type { Decoded } from './decoded.ts'

/** Lines of the formats of ICAO 9303 by their length: TD1 has three of 30, TD2 two of 36, TD3 two of 44. */
export const linesOfLength: ReadonlyMap<number, number> = new Map([
  [30, 3],
  [36, 2],
  [44, 2],
])

/** One result for a run of rubbish, so that a flood of it makes no flood of results. */
export function addNoise(found: Decoded[], bytes: number): void {
  const last = found.at(-1)
  if (last?.type === 'noise') found[found.length - 1] = { type: 'noise', bytes: last.bytes + bytes }
  else found.push({ type: 'noise', bytes })
}

/**
 * A document as the port allows it: two or three lines of printable ASCII, each 20 to 60 characters.
 * The check digits are not our business; a misread line must reach the officer's screen.
 */
export function documentLines(
  content: readonly number[],
  separators: readonly number[],
): readonly string[] | undefined {
  const lines: string[] = []
  let line = ''
  for (const byte of content) {
    if (separators.includes(byte)) {
      if (line !== '') lines.push(line)
      line = ''
      continue
    }
    if (byte < 0x20 || byte > 0x7e) return undefined
    line += String.fromCharCode(byte)
  }
  if (line !== '') lines.push(line)
  const [only] = lines
  const document = lines.length === 1 && only !== undefined ? cutByLength(only) : lines
  const plausible =
    (document.length === 2 || document.length === 3) &&
    document.every((l) => l.length >= 20 && l.length <= 60)
  return plausible ? document : undefined
}

const mrzSigns = /^[A-Z0-9<]+$/

/** Whether a line has the signs and a length of an MRZ: of how many lines it is one then. */
export function mrzLineCount(line: string): number | undefined {
  return mrzSigns.test(line) ? linesOfLength.get(line.length) : undefined
}

/** The lines of an MRZ that a text is, also where nothing stands between them; undefined for any other text. */
export function mrzLines(text: string): readonly string[] | undefined {
  const lines = text.split(/[\r\n]+/).filter((line) => line !== '')
  const [first = ''] = lines
  const document = lines.length === 1 && /^[ACIPV]/.test(first) ? cutByLength(first) : lines
  const whole = document.every((line) => line.length === document[0]?.length)
  return whole &&
    document.length > 1 &&
    mrzLineCount(document[0] ?? '') === document.length &&
    document.every((line) => mrzSigns.test(line))
    ? document
    : undefined
}

/** Some readers send the lines without anything between them; the total length tells the format. */
function cutByLength(text: string): readonly string[] {
  for (const [length, count] of linesOfLength) {
    if (text.length !== length * count) continue
    return Array.from({ length: count }, (_, i) => text.slice(i * length, (i + 1) * length))
  }
  return [text]
}
