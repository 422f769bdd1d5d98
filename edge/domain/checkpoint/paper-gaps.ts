import type { Party } from '../party.ts'
import type { PaperForm } from './state.ts'

export interface PaperGap {
  readonly party: Party
  readonly series: string
  /** First and last number that is missing. */
  readonly from: number
  readonly to: number
}

/** Numbered paper forms: a number between two entered ones that nobody entered is a form that is missing. */
export function paperGaps(
  forms: readonly Pick<PaperForm, 'party' | 'series' | 'number'>[],
): readonly PaperGap[] {
  const series = new Map<
    string,
    { readonly party: Party; readonly series: string; readonly numbers: number[] }
  >()
  for (const form of forms) {
    const key = `${form.party}/${form.series}`
    const known = series.get(key) ?? { party: form.party, series: form.series, numbers: [] }
    known.numbers.push(form.number)
    series.set(key, known)
  }
  return [...series.values()].flatMap(({ numbers, ...of }) => {
    const sorted = numbers.toSorted((a, b) => a - b)
    return sorted.flatMap((number, index) => {
      const next = sorted[index + 1]
      return next === undefined || next <= number + 1 ? [] : [{ ...of, from: number + 1, to: next - 1 }]
    })
  })
}
