import { allCells, type Cell, mayStand, protectedCells } from '../../domain/identity/mrz/characters.ts'
import { evaluateCheckDigits } from '../../domain/identity/mrz/check-digits.ts'
import { type Layout, layouts } from '../../domain/identity/mrz/layouts.ts'
import { holdsAsRead, parseMrz } from '../../domain/identity/mrz/parse.ts'
import { isKnownState, specimenState } from '../../domain/identity/mrz/states.ts'
import type { DocumentFormat, MrzCorrection } from '../../domain/identity/mrz/types.ts'
import type { DocumentReading } from '../../ports/recognition.ts'
import { bestRun, type LineCells, type SignCell } from './sign-grid.ts'

/**
 * What a sign that may not stand in its cell must be better by than the best that may. High, for O and 0 are alike in
 * some types; what is changed by it is reported as a correction and never accepted.
 */
const rankingOdds = 300

/** Unsure signs that are tried against the check digits, and how much likelier the best change must be than the next. */
const mostDoubts = 14
const clearOdds = 4

/** Least share of cells that hold a sign, for lines to be an MRZ at all. */
const leastFilled = 0.85
/** Least mean probability of the signs, for lines to be an MRZ at all. */
const leastMean = 0.4

interface Choice {
  readonly lines: readonly string[]
  /** As the picture alone says. */
  readonly raw: readonly string[]
  readonly probabilities: readonly (readonly number[])[]
}

function bestOf(cell: SignCell, allowed: (index: number) => boolean): number {
  let best = -1
  for (let i = 0; i < cell.length; i++) {
    if (allowed(i) && (best < 0 || (cell[i] ?? 0) > (cell[best] ?? 0))) best = i
  }
  return best
}

function withSign(lines: readonly string[], place: Cell, sign: string): readonly string[] {
  const line = lines[place.line] ?? ''
  return lines.with(place.line, line.slice(0, place.column) + sign + line.slice(place.column + 1))
}

function choose(lines: readonly LineCells[], format: DocumentFormat, alphabet: string): Choice {
  const layout = layouts[format]
  const cellAt = ({ line, column }: Cell): SignCell => lines[line]?.cells[column] ?? new Float32Array(0)
  const raw = lines.map(({ cells }) =>
    cells.map((cell) => alphabet.charAt(bestOf(cell, () => true))).join(''),
  )
  let ranked: readonly string[] = raw
  for (const place of allCells(layout)) {
    const stands = (text: readonly string[]) =>
      mayStand(text, layout, place) &&
      (place.line + place.column > 0 || layout.codeLetters.includes(text[0]?.charAt(0) ?? ''))
    if (stands(raw)) continue
    const cell = cellAt(place)
    const standing = bestOf(cell, (i) => stands(withSign(raw, place, alphabet.charAt(i))))
    const read = Math.max(...cell)
    if (standing >= 0 && (cell[standing] ?? 0) * rankingOdds > read) {
      ranked = withSign(ranked, place, alphabet.charAt(standing))
    }
  }
  for (const field of ['issuingState', 'nationality'] as const) {
    ranked = rankStates(ranked, layout, field, alphabet, cellAt)
  }
  const chosen = rankByChecks(ranked, layout, alphabet, cellAt)
  const probabilities = chosen.map((line, k) =>
    [...line].map((sign, i) => lines[k]?.cells[i]?.[alphabet.indexOf(sign)] ?? 0),
  )
  return { lines: chosen, raw, probabilities }
}

interface Doubt {
  readonly place: Cell
  readonly sign: string
  /** How likely it is against what was read. */
  readonly odds: number
}

/** Where no State has the code as read: the likeliest that has, by the same rule. */
function rankStates(
  lines: readonly string[],
  layout: Layout,
  field: 'issuingState' | 'nationality',
  alphabet: string,
  cellAt: (place: Cell) => SignCell,
): readonly string[] {
  const places = allCells(layout).filter((place) => place.field === field)
  const codeOf = (text: readonly string[]) =>
    places
      .map(({ line, column }) => text[line]?.charAt(column) ?? '')
      .join('')
      .replace(/<+$/, '')
  if (isKnownState(codeOf(lines)) || codeOf(lines) === specimenState) return lines
  let candidates: readonly { lines: readonly string[]; odds: number }[] = [{ lines, odds: 1 }]
  for (const place of places) {
    const doubts = doubtsOf(lines, place, layout, alphabet, cellAt(place))
    candidates = candidates.flatMap((candidate) => [
      candidate,
      ...doubts.map(({ sign, odds }) => ({
        lines: withSign(candidate.lines, place, sign),
        odds: candidate.odds * odds,
      })),
    ])
  }
  return clearest(
    candidates.filter(({ lines: text, odds }) => odds * rankingOdds > 1 && isKnownState(codeOf(text))),
    lines,
  )
}

/** The likeliest candidate if it is far likelier than the next, else what was read. */
function clearest(
  candidates: readonly { readonly lines: readonly string[]; readonly odds: number }[],
  read: readonly string[],
): readonly string[] {
  const [best, next] = candidates.toSorted((a, b) => b.odds - a.odds)
  return best !== undefined && best.odds > clearOdds * (next?.odds ?? 0) ? best.lines : read
}

/** Other signs that may stand in the cell, not too unlikely against the one that was read. */
function doubtsOf(
  lines: readonly string[],
  place: Cell,
  layout: Layout,
  alphabet: string,
  cell: SignCell,
): readonly Doubt[] {
  const read = lines[place.line]?.charAt(place.column) ?? ''
  const sure = cell[alphabet.indexOf(read)] ?? 0
  return [...alphabet].flatMap((sign, i) => {
    const odds = (cell[i] ?? 0) / Math.max(sure, 1e-6)
    const may = odds * rankingOdds > 1 && sign !== read
    return may && mayStand(withSign(lines, place, sign), layout, place) ? [{ place, sign, odds }] : []
  })
}

/**
 * Where the check digits do not hold: the likeliest one or two other signs of the picture's own doubts with which
 * all hold, if they are far likelier than the next such. It is a ranking of what was seen, reported as corrections.
 */
function rankByChecks(
  lines: readonly string[],
  layout: Layout,
  alphabet: string,
  cellAt: (place: Cell) => SignCell,
): readonly string[] {
  const holds = (candidate: readonly string[]) =>
    evaluateCheckDigits(candidate, layout).every((check) => check.holds)
  if (holds(lines)) return lines
  const doubts = protectedCells(layout)
    .flatMap((place) => doubtsOf(lines, place, layout, alphabet, cellAt(place)))
    .toSorted((a, b) => b.odds - a.odds)
    .slice(0, mostDoubts)
  const changes = doubts.flatMap((a, i) => [
    [a],
    ...doubts.slice(i + 1).flatMap((b) => (b.place === a.place ? [] : [[a, b]])),
  ])
  const fitting = changes
    .map((change) => ({
      odds: change.reduce((product, { odds }) => product * odds, 1),
      lines: change.reduce((text, { place, sign }) => withSign(text, place, sign), lines),
    }))
    .filter((candidate) => holds(candidate.lines))
  return clearest(fitting, lines)
}

/**
 * One document out of the lines of one zone, top first, or null where they are none. The layout ranks signs that
 * are nearly as likely, and never overrules a sure one; what it changed is reported as a correction.
 */
export function assembleDocument(
  zone: readonly LineCells[],
  alphabet: string,
  leastSign: number,
  today: string,
): DocumentReading | null {
  let best: DocumentReading | null = null
  let bestScore = -1
  for (const format of Object.keys(layouts) as DocumentFormat[]) {
    const layout = layouts[format]
    if (layout.lineCount !== zone.length) continue
    const lines = bestRun(zone, layout.width)
    if (lines === null) continue
    const filled = lines.flatMap((line) => line.filled)
    const outside = zone.flatMap((line) => line.filled).filter((value) => value > 0.5).length - filled.length
    const share = filled.reduce((a, b) => a + b, 0) / filled.length
    if (share < leastFilled) continue
    const chosen = choose(lines, format, alphabet)
    const mean = chosen.probabilities.flat().reduce((a, b) => a + b, 0) / filled.length
    const visa = format.startsWith('MRV')
    if (mean < leastMean || (layout.lineCount === 2 && visa !== chosen.lines[0]?.startsWith('V'))) continue
    const score = mean + share - Math.max(0, outside) * 0.1
    if (score <= bestScore) continue
    const reading = readingOf(chosen, leastSign, today, outside > 0)
    if (reading !== null) {
      best = reading
      bestScore = score
    }
  }
  return best
}

function readingOf(
  chosen: Choice,
  leastSign: number,
  today: string,
  signsBeyond: boolean,
): DocumentReading | null {
  const parsed = parseMrz(chosen.lines, { today })
  if (!parsed.ok) return null
  const { mrz } = parsed
  const corrections: MrzCorrection[] = []
  const repaired = new Set(mrz.corrections.map(({ line, column }) => `${line},${column}`))
  for (const { line, column, field } of allCells(layouts[mrz.format])) {
    const read = chosen.raw[line]?.charAt(column) ?? ''
    const corrected = chosen.lines[line]?.charAt(column) ?? ''
    if (read !== corrected && !repaired.has(`${line},${column}`)) {
      corrections.push({ line, column, read, corrected, field })
    }
  }
  corrections.push(...mrz.corrections)
  const confidence = Math.min(...chosen.probabilities.flat())
  const accepted =
    holdsAsRead(mrz) &&
    corrections.length === 0 &&
    confidence >= leastSign &&
    !signsBeyond &&
    isPlausible(mrz.fields.issuingState, mrz.fields.nationality, mrz.lines, mrz.format)
  const { format, lines, fields } = mrz
  return { format, lines, fields, confidence, accepted, corrections }
}

/** Known States, and names of letters with at most two fillers between them and only fillers after. */
function isPlausible(
  issuing: string,
  nationality: string,
  lines: readonly string[],
  format: DocumentFormat,
): boolean {
  const states = [issuing, nationality].every((code) => isKnownState(code) || code === specimenState)
  const place = layouts[format].fields.names
  const names = place === undefined ? '' : (lines[place.line] ?? '').slice(place.start, place.end)
  return states && /^[A-Z]+(?:<{1,2}[A-Z]+)*<*$/.test(names)
}
