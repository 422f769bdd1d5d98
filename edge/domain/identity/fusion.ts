/** One read of a plate in one frame; the part of a reading that agreement needs. */
export interface PlateRead {
  readonly text: string
  readonly country: string
  /** 0 to 1. */
  readonly confidence: number
  readonly accepted: boolean
  /** 0 to 1, one a character of `text`; missing ones count as `confidence`. */
  readonly characters: readonly number[]
}

export interface FusedPlate {
  readonly text: string
  readonly country: string
  /** 0 to 1. */
  readonly confidence: number
  readonly accepted: boolean
}

function heaviest<Key>(votes: Iterable<readonly [Key, number]>): readonly [Key, number] | null {
  const totals = new Map<Key, number>()
  for (const [key, weight] of votes) totals.set(key, (totals.get(key) ?? 0) + weight)
  let best: readonly [Key, number] | null = null
  for (const entry of totals) if (best === null || entry[1] > best[1]) best = entry
  return best
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/**
 * One identity out of the reads of several frames of one vehicle: first the length on which the reads
 * agree, weighted by confidence, then each character by vote among the reads of that length.
 *
 * Confidence grows with every frame that reads the same text and falls with the weight of those that read
 * another. Accepted is a text that at least one frame read whole and accepted, while no accepted read says
 * another: two certain frames that differ are a matter for an officer. null where no frame was readable.
 */
export function fusePlateReads(reads: readonly PlateRead[]): FusedPlate | null {
  const readable = reads.filter((read) => read.text !== '' && read.confidence > 0)
  const length = heaviest(readable.map((read) => [read.text.length, read.confidence] as const))
  if (length === null) return null
  const voters = readable.filter((read) => read.text.length === length[0])
  let text = ''
  for (let i = 0; i < length[0]; i++) {
    const votes = voters.map((read) => {
      const certainty = read.characters[i] ?? read.confidence
      return [read.text.charAt(i), read.confidence * certainty] as const
    })
    text += heaviest(votes)?.[0] ?? ''
  }
  const agreeing = readable.filter((read) => read.text === text)
  const country =
    heaviest(
      (agreeing.length > 0 ? agreeing : voters).map((read) => [read.country, read.confidence] as const),
    )?.[0] ?? 'unknown'
  const share = sum(agreeing.map((read) => read.confidence)) / sum(readable.map((read) => read.confidence))
  const missed = agreeing.reduce((product, read) => product * (1 - read.confidence), 1)
  const mixed = Math.min(...voters.map((read) => read.confidence)) / 2
  return {
    text,
    country,
    confidence: agreeing.length > 0 ? share * (1 - missed) : mixed,
    accepted:
      agreeing.some((read) => read.accepted) &&
      readable.every((read) => !read.accepted || read.text === text),
  }
}
