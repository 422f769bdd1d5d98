import { boundsOf, overlapOf } from '../../../edge/domain/identity/plate/quad.ts'
import type { PlateReading } from '../../../edge/ports/recognition.ts'
import type { LabelledPlate } from './labels.ts'

/** Overlap (intersection over union of bounds) above which a reading is of the labelled plate. */
const leastOverlap = 0.3

export interface PlateScore {
  readonly label: LabelledPlate
  readonly found: boolean
  readonly exact: boolean
  /** Exact where O and 0, I and 1 count as the same sign. */
  readonly folded: boolean
  readonly accepted: boolean
  readonly wronglyAccepted: boolean
  /** The reading that stands for the plate: the best one. */
  readonly reading: PlateReading | null
}

export interface Tally {
  readonly plates: number
  /** Plates whose text the label gives: what exact, folded and wronglyAccepted are counted of. */
  readonly texts: number
  readonly found: number
  readonly exact: number
  readonly folded: number
  readonly accepted: number
  readonly wronglyAccepted: number
}

export function foldText(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/[OQ]/g, '0')
    .replaceAll('I', '1')
}

/** Compares the readings of one picture with one labelled plate; a label without a box is met by any reading. */
export function scorePlate(label: LabelledPlate, readings: readonly PlateReading[]): PlateScore {
  const { box, text } = label
  const near = readings.filter(({ corners }) => !box || overlapOf(boundsOf(corners), box) > leastOverlap)
  const exact = near.find((reading) => reading.text === text)
  const folded = exact ?? near.find((reading) => text !== null && foldText(reading.text) === foldText(text))
  const best = near.reduce<PlateReading | null>(
    (most, reading) => (most === null || reading.confidence > most.confidence ? reading : most),
    null,
  )
  return {
    label,
    found: near.length > 0,
    exact: text !== null && exact !== undefined,
    folded: text !== null && folded !== undefined,
    accepted: near.some(({ accepted }) => accepted),
    wronglyAccepted:
      text !== null && near.some((reading) => reading.accepted && foldText(reading.text) !== foldText(text)),
    reading: folded ?? best,
  }
}

export function tallyOf(scores: readonly PlateScore[]): Tally {
  const count = (of: (score: PlateScore) => boolean) => scores.filter(of).length
  return {
    plates: scores.length,
    texts: count(({ label }) => label.text !== null),
    found: count(({ found }) => found),
    exact: count(({ exact }) => exact),
    folded: count(({ folded }) => folded),
    accepted: count(({ accepted, label }) => accepted && label.text !== null),
    wronglyAccepted: count(({ wronglyAccepted }) => wronglyAccepted),
  }
}

/** Upper limits of the classes of width, px of the picture. */
const widths = [50, 80, 120, 200] as const

export function widthClass({ box }: LabelledPlate): string {
  if (!box) return 'no box'
  const width = box[2] - box[0]
  const at = widths.findIndex((limit) => width < limit)
  if (at < 0) return `${widths.at(-1)} px and wider`
  return at === 0 ? `under ${widths[0]} px` : `${widths[at - 1]} to ${widths[at]} px`
}

export function tallyBy(
  scores: readonly PlateScore[],
  key: (label: LabelledPlate) => string,
): Readonly<Record<string, Tally>> {
  const groups = Map.groupBy(scores, ({ label }) => key(label))
  return Object.fromEntries(
    [...groups]
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
      .map(([k, of]) => [k, tallyOf(of)]),
  )
}

/** How much a plate deserves a look: wrongly accepted above all, then missed, misread, and read with doubt. */
export function badness({ label, found, exact, folded, wronglyAccepted, reading }: PlateScore): number {
  if (wronglyAccepted) return 5
  if (!found) return 4
  const doubt = 1 - (reading?.confidence ?? 0)
  if (label.text === null) return doubt / 2
  return (folded ? (exact ? 0 : 1) : 3) + doubt
}
