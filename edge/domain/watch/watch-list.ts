import type { Party } from '../party.ts'
import type { Sought } from '../registers/register.ts'

/** One Party's own list of what its officers are to look at. No line of it ever reaches the other Party. */
export interface WatchList {
  readonly party: Party
  readonly list: string
  readonly version: number
  readonly entries: readonly WatchEntry[]
}

export interface WatchEntry {
  readonly entry: string
  readonly plate: string | null
  readonly document: string | null
  /** What the officer is to do, in the words of the Party. */
  readonly instruction: string
}

export interface Hit {
  readonly party: Party
  readonly list: string
  readonly entry: string
  readonly matched: 'plate' | 'document'
  readonly instruction: string
}

/** JC 3: each Party searches by its own law; lists of both are looked at, each for its own officers. */
export function watchHits(lists: readonly WatchList[], { plate, documents }: Sought): readonly Hit[] {
  return lists.flatMap(({ party, list, entries }) =>
    entries.flatMap(({ entry, instruction, ...named }): readonly Hit[] => {
      const base = { party, list, entry, instruction }
      if (named.plate !== null && named.plate === plate) return [{ ...base, matched: 'plate' }]
      const read = named.document !== null && documents.includes(named.document)
      return read ? [{ ...base, matched: 'document' }] : []
    }),
  )
}
