import { canonicalText } from './canonical.ts'
import { matchesFormat } from './rank.ts'

/** Probability of each country, in no order. */
export type CountryProbabilities = readonly (readonly [country: string, probability: number])[]

/** Below this a country is a guess, and `unknown` is the honest answer. */
const leastProbability = 0.3

/**
 * The country of a plate: what its look says, where a format that fits the text doubles a country's weight.
 * The text itself stays as it is. `other` and weak guesses are `unknown`.
 */
export function nameCountry(text: string, lines: 1 | 2, probabilities: CountryProbabilities): string {
  let best = { country: 'unknown', weight: 0, probability: 0 }
  for (const [country, probability] of probabilities) {
    const fits = matchesFormat(canonicalText(text, country, lines), country)
    const weight = probability * (fits ? 2 : 1)
    if (weight > best.weight) best = { country, weight, probability }
  }
  return best.probability < leastProbability || best.country === 'other' ? 'unknown' : best.country
}
