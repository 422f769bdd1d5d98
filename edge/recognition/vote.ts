import { canonicalOrder, canonicalText } from '../domain/identity/plate/canonical.ts'
import { nameCountry } from '../domain/identity/plate/country.ts'
import type { PlateReading } from '../ports/recognition.ts'
import type { DecodedText } from './ctc.ts'
import type { Detection } from './detections.ts'

/** One look of the reader at one plate: at one margin, as one line or as two. */
export interface Look extends DecodedText {
  readonly lines: 1 | 2
  /** 0 to 1. */
  readonly readable: number
  /** One probability a country of the model. */
  readonly country: readonly number[]
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
function average(rows: readonly (readonly number[])[], count: number): readonly number[] {
  return (rows[0] ?? []).map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / count)
}

/**
 * The reading of one plate out of its looks: the text with the largest sum of mean sign probability ×
 * readable. Looks that gave another text count as 0 in its probabilities (`margins` looks were taken a
 * line layout), so what holds at one margin only is worth little.
 *
 * A plate of an unknown country is never accepted: of a type face that the reader does not know, it is as sure
 * of I for 1 and B for 8 as of the right sign.
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
  if (first === undefined) {
    const { corners } = detection
    return { text: '', country: 'unknown', confidence: 0, accepted: false, corners, characters: [] }
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
  const characters = average(
    won.map((look) => look.characters),
    margins,
  )
  const least = won.reduce((sum, look) => sum + Math.min(...look.characters), 0) / margins
  const readable = won.reduce((sum, look) => sum + look.readable, 0) / margins
  const confidence = Math.min(1, detection.score * least * readable)
  return {
    text: canonicalText(first.text, country, first.lines),
    country,
    confidence,
    accepted: country !== 'unknown' && confidence >= acceptance.confidence && readable >= acceptance.readable,
    corners: detection.corners,
    characters: canonicalOrder(first.text, country, first.lines).map((i) => characters[i] ?? 0),
  }
}
