import { plateFormats } from './formats.ts'

export interface CountryRank {
  readonly country: string
  /** Name of the format that the text matches. */
  readonly format: string
}

/**
 * Countries whose formats the text matches, likeliest at this border first, each once; empty where it
 * matches none. A text that matches nothing is still a reading: the caller keeps it as read.
 */
export function rankCountries(text: string): readonly CountryRank[] {
  const ranks = new Map<string, CountryRank>()
  for (const { country, name, pattern } of plateFormats) {
    if (!ranks.has(country) && pattern.test(text)) ranks.set(country, { country, format: name })
  }
  return [...ranks.values()]
}

/** Whether the text has a format of the country; false for a country without known formats. */
export function matchesFormat(text: string, country: string): boolean {
  return plateFormats.some((format) => format.country === country && format.pattern.test(text))
}

/** Whether formats of the country are known: a text that has none of them is then doubtful. */
export function hasFormats(country: string): boolean {
  return plateFormats.some((format) => format.country === country)
}
