import { allCells, mayStand } from '../../domain/identity/mrz/characters.ts'
import { layouts } from '../../domain/identity/mrz/layouts.ts'
import { holdsAsRead, parseMrz } from '../../domain/identity/mrz/parse.ts'
import { isKnownState, specimenState } from '../../domain/identity/mrz/states.ts'
import type { DocumentFormat, MrzCorrection } from '../../domain/identity/mrz/types.ts'
import type { DocumentReading } from '../../ports/recognition.ts'
import { bestRun, type LineCells, type SignCell } from './sign-grid.ts'

/** What a sign that may not stand in its cell must be better by than the best that may. */
const rankingOdds = 50

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

function choose(lines: readonly LineCells[], format: DocumentFormat, alphabet: string): Choice {
  const layout = layouts[format]
  const indices = lines.map(({ cells }) => cells.map((cell) => bestOf(cell, () => true)))
  const text = () => indices.map((line) => line.map((i) => alphabet.charAt(i)).join(''))
  const raw = text()
  for (const place of allCells(layout)) {
    const cell = lines[place.line]?.cells[place.column]
    const row = indices[place.line]
    if (cell === undefined || row === undefined || mayStand(raw, layout, place)) continue
    const standing = bestOf(cell, (i) => {
      const line = raw[place.line] ?? ''
      const changed = line.slice(0, place.column) + alphabet.charAt(i) + line.slice(place.column + 1)
      return mayStand(
        raw.map((other, k) => (k === place.line ? changed : other)),
        layout,
        place,
      )
    })
    const read = cell[row[place.column] ?? 0] ?? 0
    if (standing >= 0 && (cell[standing] ?? 0) * rankingOdds > read) row[place.column] = standing
  }
  const probabilities = lines.map(({ cells }, k) => cells.map((cell, i) => cell[indices[k]?.[i] ?? 0] ?? 0))
  return { lines: text(), raw, probabilities }
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
    const runs = zone.map((line) => bestRun(line, layout.width))
    const lines = runs.flatMap((run) => run ?? [])
    if (lines.length !== zone.length) continue
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
