import { canonicalOrder, canonicalText } from '../domain/identity/plate/canonical.ts'
import { nameCountry } from '../domain/identity/plate/country.ts'
import { hasFormats, matchesFormat } from '../domain/identity/plate/rank.ts'
import type { PlateReading } from '../ports/recognition.ts'
import type { DecodedText } from './ctc.ts'
import type { Detection } from './detections.ts'

/** One look of the reader at one plate: at one margin, as one line or as two. */
export interface Look extends DecodedText {
  readonly lines: 1 | 2
  /** 0 to 1. */
  readonly readable: number
  /** One probability a country of the model. */
  readonly country: ArrayLike<number>
  /** 0 to 1, of the straightened plate. */
  readonly sharpness: number
}

export interface Acceptance {
  /** Least `confidence` and least `readable` of a reading that needs no officer's look. */
  readonly confidence: number
  readonly readable: number
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Position by position, sum over the looks divided by `count`. */
function average(rows: readonly ArrayLike<number>[], count: number): readonly number[] {
  return Array.from(rows[0] ?? [], (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / count)
}

/** Below this the country of a plate is a guess. */
const leastCountry = 0.5

/** By how much a reading must be surer where no format can bear it out. */
const withoutFormat = 0.2

/** Least confidence at which a text of a country is accepted; null where it is not, however sure. */
function leastConfidence(text: string, country: string, probability: number, least: number): number | null {
  if (country === 'unknown') return null
  if (hasFormats(country)) return matchesFormat(text, country) ? least : null
  return probability >= leastCountry ? Math.min(0.95, least + withoutFormat) : null
}

/**
 * The reading of one plate out of its looks: the text with the largest sum of mean sign probability ×
 * readable. Looks that gave another text count as 0 in its probabilities (`margins` looks were taken a
 * line layout), so what holds at one margin only is worth little.
 *
 * What the reader itself calls unreadable (mean of its looks) is no text, not a guess.
 *
 * A plate of an unknown country, or of one that is only a guess, is never accepted: of a type face that the reader
 * does not know, it is as sure of I for 1 and B for 8 as of the right sign. Nor is a text that has none of its
 * country's formats; it stays as it was read. Where no formats are known, the reading must be surer.
 */
export function voteReading(
  detection: Detection,
  looks: readonly Look[],
  margins: number,
  countries: readonly string[],
  acceptance: Acceptance,
): PlateReading {
  const groups = new Map<string, Look[]>()
  for (const look of looks) {
    if (look.text === '') continue
    const key = `${look.lines} ${look.text}`
    groups.set(key, [...(groups.get(key) ?? []), look])
  }
  const weight = (group: readonly Look[]) =>
    group.reduce((sum, look) => sum + mean(look.characters) * look.readable, 0)
  let won: readonly Look[] = []
  for (const group of groups.values()) if (won.length === 0 || weight(group) > weight(won)) won = group
  const first = won[0]
  const { corners } = detection
  const sharpness = Math.max(0, ...looks.map((look) => look.sharpness))
  const legible = mean(looks.filter(({ lines }) => lines === first?.lines).map(({ readable }) => readable))
  if (first === undefined || legible < acceptance.readable) {
    return {
      text: '',
      country: 'unknown',
      confidence: 0,
      accepted: false,
      corners,
      characters: [],
      sharpness,
    }
  }
  const probabilities = average(
    won.map((look) => look.country),
    won.length,
  )
  const country = nameCountry(
    first.text,
    first.lines,
    countries.map((name, i) => [name, probabilities[i] ?? 0] as const),
  )
  const text = canonicalText(first.text, country, first.lines)
  const characters = average(
    won.map((look) => look.characters),
    margins,
  )
  const weakest = won.reduce((sum, look) => sum + Math.min(...look.characters), 0) / margins
  const readable = won.reduce((sum, look) => sum + look.readable, 0) / margins
  const confidence = Math.min(1, detection.score * weakest * readable)
  const probability = probabilities[countries.indexOf(country)] ?? 0
  const least = leastConfidence(text, country, probability, acceptance.confidence)
  return {
    text,
    country,
    confidence,
    accepted: least !== null && confidence >= least && readable >= acceptance.readable,
    corners,
    sharpness,
    characters: canonicalOrder(first.text, country, first.lines).map((i) => characters[i] ?? 0),
  }
}
