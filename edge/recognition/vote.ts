import { canonicalOrder, canonicalText } from '../domain/identity/plate/canonical.ts'
import { type CountryProbabilities, nameCountry } from '../domain/identity/plate/country.ts'
import { hasFormats, matchesFormat } from '../domain/identity/plate/rank.ts'
import type { PlateReading } from '../ports/recognition.ts'
import type { DecodedText } from './ctc.ts'
import type { Detection } from './detections.ts'

/** One look of the reader at one plate: at one margin, as one line or as two. Its own text is the likeliest. */
export interface Look extends DecodedText {
  /** What it may also show. */
  readonly rivals: readonly DecodedText[]
  /** Probability that it shows this text, 0 to 1. */
  readonly probabilityOf: (text: string) => number
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
const withoutFormat = 0.1

/** Least confidence at which a text of a country is accepted; null where it is not, however sure. */
function leastConfidence(text: string, country: string, probability: number, least: number): number | null {
  if (country === 'unknown') return null
  if (hasFormats(country)) return matchesFormat(text, country) ? least : null
  return probability >= leastCountry ? Math.min(0.95, least + withoutFormat) : null
}

/** A text that one look all but rules out has this much from it still: one bad look among three must not decide. */
const leastProbability = 1e-12

/**
 * A text with a format of its country is ranked before one without that is up to this many times as probable by the
 * looks: never enough for what the looks plainly show.
 */
const formatLead = 30
/** The same where both texts differ in nothing but O and 0, I and 1: many types draw these alike, only the format tells them apart. */
const twinLead = 1000

const twins: ReadonlyMap<string, string> = new Map([
  ['0', 'O'],
  ['O', '0'],
  ['1', 'I'],
  ['I', '1'],
])
/** More signs than these in one text are not tried. */
const mostTwins = 6

/** The text itself and all that differ from it in O and 0, I and 1 alone. */
function drawnAlike(text: string): readonly string[] {
  let tried = 0
  let texts: readonly string[] = ['']
  for (const sign of text) {
    const twin = tried < mostTwins ? twins.get(sign) : undefined
    if (twin !== undefined) tried++
    texts = texts.flatMap((start) => [start + sign, ...(twin === undefined ? [] : [start + twin])])
  }
  return texts
}

function isAlike(text: string, other: string): boolean {
  const same = [...text].every((sign, i) => sign === other[i] || twins.get(sign) === other[i])
  return text.length === other.length && same
}

/** How much the formats speak for a text, 1 / `lead` to 1; a country without known formats allows any text. */
function formatWeight(text: string, lines: 1 | 2, probabilities: CountryProbabilities, lead: number): number {
  const allowed = probabilities.reduce((sum, [country, probability]) => {
    const fits = !hasFormats(country) || matchesFormat(canonicalText(text, country, lines), country)
    return sum + (fits ? probability : 0)
  }, 0)
  return 1 / lead + (1 - 1 / lead) * Math.min(1, allowed)
}

/** A look that shows the text, as its likeliest one or as a rival, with its probabilities for it. */
interface Shown {
  readonly look: Look
  readonly characters: readonly number[]
}

interface Ranked {
  readonly text: string
  readonly lines: 1 | 2
  readonly rank: number
}

/** Every text of the looks that were taken of a line layout, with its rank. */
function rankTexts(looks: readonly Look[], lines: 1 | 2, countries: readonly string[]): readonly Ranked[] {
  const shares = average(
    looks.map(({ country }) => country),
    looks.length,
  )
  const probabilities = countries.map((name, i) => [name, shares[i] ?? 0] as const)
  const [likeliest = ''] = probabilities.toSorted((a, b) => b[1] - a[1])[0] ?? []
  const readable = mean(looks.map((look) => look.readable))
  const seen = new Set(looks.flatMap((look) => [look, ...look.rivals].map(({ text }) => text)))
  seen.delete('')
  const fits = (text: string) => matchesFormat(canonicalText(text, likeliest, lines), likeliest)
  const leads = new Map<string, number>()
  for (const text of seen) {
    const fitting = fits(text) ? [] : drawnAlike(text).filter(fits)
    for (const twin of fitting) if (!leads.has(twin)) leads.set(twin, formatLead)
    leads.set(text, fitting.length > 0 ? twinLead : formatLead)
  }
  return [...leads].map(([text, lead]) => {
    const shown = mean(looks.map((look) => Math.log(Math.max(leastProbability, look.probabilityOf(text)))))
    return { text, lines, rank: shown + Math.log(readable * formatWeight(text, lines, probabilities, lead)) }
  })
}

/** Probabilities of the signs of a text that the look shows; a sign drawn alike that it does not name has no more than `1 / twinLead`. */
function charactersOf(look: Look, text: string): readonly number[] | null {
  const texts = [look, ...look.rivals]
  const same = texts.find((one) => one.text === text)
  if (same) return same.characters
  const alike = texts.find((one) => isAlike(one.text, text))
  return alike ? alike.characters.map((value, i) => (text[i] === alike.text[i] ? value : 1 / twinLead)) : null
}

/** The best text of all looks and those that show it; a layout that was given up after fewer looks is out. */
function bestText(
  looks: readonly Look[],
  countries: readonly string[],
): { text: string; shown: readonly Shown[] } {
  const layouts = ([1, 2] as const).map((lines) => ({
    lines,
    of: looks.filter((look) => look.lines === lines),
  }))
  const most = Math.max(...layouts.map(({ of }) => of.length))
  const ranked = layouts.flatMap(({ lines, of }) =>
    of.length > 0 && of.length === most ? rankTexts(of, lines, countries) : [],
  )
  const first = ranked.toSorted((a, b) => b.rank - a.rank)[0]
  if (first === undefined) return { text: '', shown: [] }
  const shown = looks.flatMap((look) => {
    const characters = look.lines === first.lines ? charactersOf(look, first.text) : null
    return characters === null ? [] : [{ look, characters }]
  })
  return { text: first.text, shown }
}

/**
 * The reading of one plate out of its looks: of all texts that a look shows, likeliest or as a rival, the one most
 * probable over all looks, where a format of the country leads by a bounded factor. Looks that do not
 * show it count as 0 in its probabilities (`margins` looks were taken a line layout), so what holds at one margin only
 * is worth little.
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
  const { text: read, shown } = bestText(looks, countries)
  const won = shown.map(({ look }) => look)
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
    read,
    first.lines,
    countries.map((name, i) => [name, probabilities[i] ?? 0] as const),
  )
  const text = canonicalText(read, country, first.lines)
  const characters = average(
    shown.map((one) => one.characters),
    margins,
  )
  const weakest = shown.reduce((sum, one) => sum + Math.min(...one.characters), 0) / margins
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
    characters: canonicalOrder(read, country, first.lines).map((i) => characters[i] ?? 0),
  }
}
