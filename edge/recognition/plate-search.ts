import { boundsOf, overlapOf, quadSize } from '../domain/identity/plate/quad.ts'
import type { Clock } from '../ports/clock.ts'
import type { PlateReading } from '../ports/recognition.ts'
import { type Detection, suppress } from './detections.ts'
import { letterbox, type Region } from './letterbox.ts'
import type { DetectorModel, ReaderModel } from './manifest.ts'
import type { PlateDetector } from './plate-detector.ts'
import type { PlateReader } from './plate-reader.ts'
import { tilesOf } from './tiles.ts'
import type { RawPicture } from './warp.ts'

/** What a search found, and the ms that its two halves took. */
export interface SearchResult {
  readonly plates: readonly PlateReading[]
  readonly detect: number
  readonly read: number
}

/** A plate as detected and as read. */
interface Found {
  readonly detection: Detection
  readonly plate: PlateReading
}

/** One look of the detector: a part of the picture, at a size, and which of its plates are taken. */
interface Look {
  readonly part: Region
  readonly size: readonly [number, number]
  readonly isFit: (detection: Detection) => boolean
}

/** A picture with more plates than this is no picture of a lane: bounds the time of one frame. */
const mostPlates = 12
/** A plate that takes this share of the picture's width is a close-up. */
const closeUp = 0.25
/** A plate so wide in the network's input is not missed, px. */
const largestMissed = 40
/** Detections down to this score say where to look again, and nothing else. */
const leastHint = 0.05
/** A plate so near the edge of a tile may be cut, px; the neighbour sees it whole. */
const edgePx = 6

const bySureness = (a: Found, b: Found): number =>
  b.plate.confidence - a.plate.confidence || b.detection.score - a.detection.score

function areaOf({ corners }: Detection): number {
  const { width, height } = quadSize(corners)
  return width * height
}

/**
 * Finds and reads the plates of a picture: in the whole of it, then smaller for close-ups, then in larger parts where
 * the picture is much larger than the network's input. As soon as the nearest plate is read for certain it looks no
 * further, for no other look would tell more of the vehicle.
 */
export function createPlateSearch(
  detector: PlateDetector,
  reader: PlateReader,
  model: DetectorModel,
  readerModel: ReaderModel,
  clock: Clock,
): (picture: RawPicture) => Promise<SearchResult> {
  const { overlap, heat, floor } = model.thresholds
  const [wide, ...narrower] = model.passes

  const overlaps = (a: Detection, b: Detection): boolean =>
    overlapOf(boundsOf(a.corners), boundsOf(b.corners)) >= overlap

  const isSure = ({ plate }: Found): boolean => plate.confidence >= readerModel.thresholds.confidence

  /** Of readings of the same place the surest is kept: a higher score is no better fit of the corners. */
  const bestOf = (read: readonly Found[]): readonly Found[] => {
    const kept: Found[] = []
    for (const one of read.toSorted(bySureness)) {
      if (!kept.some(({ detection }) => overlaps(detection, one.detection))) kept.push(one)
    }
    return kept.slice(0, mostPlates)
  }

  const isNearestSure = (read: readonly Found[]): boolean =>
    read
      .toSorted((a, b) => areaOf(b.detection) - areaOf(a.detection))
      .slice(0, 1)
      .some(isSure)

  const isShown = ({ detection, plate }: Found): boolean =>
    detection.score >= floor || (plate.text !== '' && plate.confidence >= readerModel.thresholds.floor)

  return async (picture) => {
    const whole = { left: 0, top: 0, width: picture.width, height: picture.height }
    let read: readonly Found[] = []
    let hints: readonly Detection[] = []
    let detecting = 0
    let reading = 0

    const look = async ({ part, size, isFit }: Look): Promise<void> => {
      const begun = clock.monotonic()
      const seen = await detector.look(picture, part, size, leastHint)
      if (part === whole) hints = [...hints, ...seen]
      const fit = seen.filter((one) => one.score > heat && isFit(one))
      // What was read for certain is not read again.
      const unread = suppress(fit, overlap, mostPlates).filter(
        (one) => !read.some((other) => isSure(other) && overlaps(other.detection, one)),
      )
      const detected = clock.monotonic()
      const plates = await reader.read(picture, unread)
      const found = unread.flatMap((detection, i) => {
        const plate = plates[i]
        return plate ? [{ detection, plate }] : []
      })
      read = bestOf([...read, ...found])
      detecting += detected - begun
      reading += clock.monotonic() - detected
    }

    if (wide) await look({ part: whole, size: wide, isFit: () => true })
    for (const size of narrower) {
      if (isNearestSure(read)) break
      // A smaller look is for close-ups: of plates that the first saw large enough it finds the corners worse.
      const isFit = ({ corners }: Detection) => quadSize(corners).width >= closeUp * picture.width
      await look({ part: whole, size, isFit })
    }
    if (wide && !isNearestSure(read)) {
      // What the first look saw large enough it also saw best.
      const most = largestMissed / letterbox(picture, wide).scale
      for (const { region, hint } of tilesOf(picture, wide, hints)) {
        // Once a plate is sure, only parts that promise another are worth their time.
        if (hint === 0 && read.some(isSure)) break
        await look({ part: region, size: wide, isFit: isWholeIn(region, picture, most) })
      }
    }
    return { plates: read.filter(isShown).map(({ plate }) => plate), detect: detecting, read: reading }
  }
}

/** Whether a plate is no wider than `widest` px, and clear of those edges of a part that are not the picture's own. */
function isWholeIn(part: Region, picture: RawPicture, widest: number): (detection: Detection) => boolean {
  const right = part.left + part.width
  const bottom = part.top + part.height
  return ({ corners }) => {
    const [x0, y0, x1, y1] = boundsOf(corners)
    return (
      x1 - x0 <= widest &&
      (part.left === 0 || x0 >= part.left + edgePx) &&
      (part.top === 0 || y0 >= part.top + edgePx) &&
      (right >= picture.width || x1 <= right - edgePx) &&
      (bottom >= picture.height || y1 <= bottom - edgePx)
    )
  }
}
