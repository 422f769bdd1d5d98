import { type Layout, layouts } from './layouts.ts'

export type NormaliseFailure = {
  readonly ok: false
  readonly code: 'mrz.empty' | 'mrz.line-count' | 'mrz.line-length'
  readonly detail: string
}

export type Normalised =
  | { readonly ok: true; readonly lines: readonly string[]; readonly layout: Layout }
  | NormaliseFailure

const singleStringSplits = [
  { total: 90, width: 30 },
  { total: 88, width: 44 },
  { total: 72, width: 36 },
] as const

function split(text: string): readonly string[] {
  const fit = singleStringSplits.find(({ total }) => total === text.length)
  if (fit === undefined) return [text]
  const lines: string[] = []
  for (let from = 0; from < text.length; from += fit.width) lines.push(text.slice(from, from + fit.width))
  return lines
}

/** Readers of 3M pad each line with `_`: beyond the width it is cut, within it stands for a filler. */
function fit(line: string, width: number): string {
  const cut = /^_*$/.test(line.slice(width)) ? line.slice(0, width) : line
  return cut.replaceAll('_', '<')
}

function widthOfTwo(lines: readonly string[]): 36 | 44 | null {
  for (const width of [36, 44] as const) {
    if (lines.every((line) => fit(line, width).length === width)) return width
  }
  return null
}

/**
 * Brings what a reader sent into lines of a format: spaces and control signs out, capitals, `_` of
 * 3M readers to fillers, absent lines dropped, one string of 90, 88 or 72 signs cut into lines.
 * The format follows from count and length of the lines, visas from the letter V (9303-7).
 */
export function normaliseLines(input: readonly string[]): Normalised {
  const sent = input
    .flatMap((line) => line.split(/[\r\n]+/))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: readers frame lines with control signs
    .map((line) => line.replace(/[\s\u0000-\u001f\u007f]/g, '').toUpperCase())
    .filter((line) => !/^_*$/.test(line))
  const lines = sent.length === 1 ? split(sent[0] ?? '') : sent
  if (lines.length === 0) return { ok: false, code: 'mrz.empty', detail: 'no line was sent' }
  if (lines.length !== 2 && lines.length !== 3) {
    const detail = `${lines.length} lines of ${lines.map((line) => line.length).join(', ')} signs`
    return { ok: false, code: 'mrz.line-count', detail }
  }
  const width = lines.length === 3 ? 30 : widthOfTwo(lines)
  const fitted = width === null ? lines : lines.map((line) => fit(line, width))
  if (width === null || fitted.some((line) => line.length !== width)) {
    const detail = `lines of ${lines.map((line) => line.length).join(', ')} signs fit no format`
    return { ok: false, code: 'mrz.line-length', detail }
  }
  const visa = fitted[0]?.startsWith('V') === true
  const layout = {
    30: layouts.TD1,
    36: layouts[visa ? 'MRV-B' : 'TD2'],
    44: layouts[visa ? 'MRV-A' : 'TD3'],
  }[width]
  return { ok: true, lines: fitted, layout }
}
