import type { Corners } from '../crossing/events.ts'
import { quadSize } from './plate/quad.ts'
import { matchesFormat } from './plate/rank.ts'

/** One read of a plate in one frame; the part of a reading that agreement needs. */
export interface PlateRead {
  readonly text: string
  readonly country: string
  /** 0 to 1. */
  readonly confidence: number
  readonly accepted: boolean
  /** 0 to 1, one a sign of `text`; missing ones count as `confidence`. */
  readonly characters: readonly number[]
  /** 0 to 1; without it the read weighs as one in focus. */
  readonly sharpness?: number
  /** In the frame; without them the read weighs as one of a near plate. */
  readonly corners?: Corners
}

export interface FusedPlate {
  readonly text: string
  readonly country: string
  /** 0 to 1. */
  readonly confidence: number
  readonly accepted: boolean
}

/** From this width on a plate shows all that the reader can use, px. */
const fullWidth = 120
/** A read of a small or blurred plate keeps this share of its weight. */
const leastShare = 0.25
/** A text seen whole that has a format of its country may have this much less weight than one that has none. */
const formatLead = 1.15

/** Reads that are accepted must have this share of all weight: the best of many frames is too easily sure. */
const leastAccepting = 0.25
/** Below this a read says nothing. */
const leastConfidence = 1e-6

/** What a read counts among others: its confidence, by how large and how sharp it saw the plate. */
export function weightOf({ confidence, sharpness = 1, corners }: PlateRead): number {
  const size = corners ? Math.min(1, quadSize(corners).width / fullWidth) : 1
  const share = (value: number) => leastShare + (1 - leastShare) * value
  return confidence * share(sharpness) * share(size)
}

interface Vote {
  readonly read: PlateRead
  readonly signs: readonly string[]
  readonly weight: number
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

const keyOf = ({ read, weight }: Vote) =>
  [read.text, read.country, weight, read.confidence, read.accepted, read.characters].join(' ')

/** Readable reads, in an order of their own: sums and ties then come out the same whatever came first. */
function votesOf(reads: readonly PlateRead[]): readonly Vote[] {
  return reads
    .filter((read) => read.text !== '' && read.confidence > leastConfidence)
    .map((read) => ({ read, signs: [...read.text], weight: weightOf(read) }))
    .map((vote) => ({ vote, key: keyOf(vote) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ vote }) => vote)
}

const countryOf = (votes: readonly Vote[]): string =>
  heaviest(votes.map(({ read, weight }) => [read.country, weight] as const))?.[0] ?? 'unknown'

/** How much the votes bear a text out, in the signs where it is not the same as another. */
function support(signs: readonly string[], other: readonly string[], voters: readonly Vote[]): number {
  return sum(
    voters.flatMap(({ read, signs: seen, weight }) =>
      signs.map((sign, i) =>
        sign !== other[i] && seen[i] === sign ? weight * (read.characters[i] ?? read.confidence) : 0,
      ),
    ),
  )
}

/**
 * The text of the votes of one length: each sign by vote. Where that has no format of its country, while a text that
 * a frame read whole has one and hardly less support in the signs that differ, it is that text: formats rank what was seen, and change nothing.
 */
function textOf(voters: readonly Vote[], length: number): string {
  const composed = Array.from({ length }, (_, i) => {
    const votes = voters.map(
      ({ read, signs, weight }) =>
        [signs[i] ?? '', weight * (read.characters[i] ?? read.confidence)] as const,
    )
    return heaviest(votes)?.[0] ?? ''
  })
  const text = composed.join('')
  const ofText = (whole: string) => voters.filter(({ read }) => read.text === whole)
  const fits = (whole: string) => matchesFormat(whole, countryOf(ofText(whole)))
  if (matchesFormat(text, countryOf(ofText(text).length > 0 ? ofText(text) : voters))) return text
  const rivals = [...new Set(voters.map(({ read }) => read.text))].filter(fits).flatMap((whole) => {
    const signs = [...whole]
    const held = support(signs, composed, voters)
    const near = held * formatLead >= support(composed, signs, voters)
    return near ? [[whole, held] as const] : []
  })
  return heaviest(rivals)?.[0] ?? text
}

/**
 * One identity out of the reads of several frames of one vehicle, in whatever order: first the length on which the
 * reads agree, then each sign by vote among the reads of that length, weighted by confidence, sharpness and size.
 *
 * Confidence grows with every frame that reads the same text and falls with the weight of those that read
 * another. Accepted is a text of a known country that frames of at least a quarter of the weight read whole and
 * accepted, while no accepted read says another: two certain frames that differ are a matter for an officer, and so
 * is one lucky frame among many that doubt. null where no frame was readable.
 */
export function fusePlateReads(reads: readonly PlateRead[]): FusedPlate | null {
  const votes = votesOf(reads)
  const length = heaviest(votes.map(({ signs, weight }) => [signs.length, weight] as const))
  if (length === null) return null
  const voters = votes.filter(({ signs }) => signs.length === length[0])
  const text = textOf(voters, length[0])
  const agreeing = votes.filter(({ read }) => read.text === text)
  const weights = (of: readonly Vote[]) => sum(of.map(({ weight }) => weight))
  const missed = agreeing.reduce((product, { read }) => product * (1 - read.confidence), 1)
  const mixed = Math.min(...voters.map(({ read }) => read.confidence)) / 2
  const country = countryOf(agreeing.length > 0 ? agreeing : voters)
  const accepting = agreeing.filter(({ read }) => read.accepted)
  return {
    text,
    country,
    confidence: agreeing.length > 0 ? (weights(agreeing) / weights(votes)) * (1 - missed) : mixed,
    accepted:
      country !== 'unknown' &&
      accepting.length > 0 &&
      weights(accepting) >= leastAccepting * weights(votes) &&
      votes.every(({ read }) => !read.accepted || read.text === text),
  }
}
