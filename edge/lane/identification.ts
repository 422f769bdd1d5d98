import type { CrossingEvent } from '../domain/crossing/events.ts'
import { fusePlateReads } from '../domain/identity/fusion.ts'
import type { FrameCaptured } from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Journal } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { PlatePicture, PlateReading, PlateRecogniser } from '../ports/recognition.ts'

export type PlateReadData = Extract<CrossingEvent, { type: 'PlateRead' }>['data']

/** One frame with the plate that stands for its vehicle. */
export interface Sighting {
  readonly frame: FrameCaptured
  readonly picture: PlatePicture
  readonly plate: PlateReading | null
}

/** Reads frames; null where a newer frame took the place of this one, or where it is no picture. */
export async function sight(
  frame: FrameCaptured,
  lane: string,
  recogniser: PlateRecogniser,
  log: Log,
): Promise<Sighting | null> {
  try {
    const picture = await recogniser.readPlates(frame.picture, { lane })
    return { frame, picture, plate: principal(picture.plates) }
  } catch (error) {
    if (!(error instanceof AyaldamaError)) throw error
    if (error.code !== 'recognition.busy') log.warn({ lane, code: error.code }, 'frame not read')
    return null
  }
}

/** The vehicle at the stop line is the nearest one: the plate with the largest area × confidence. */
function principal(plates: readonly PlateReading[]): PlateReading | null {
  const weight = (plate: PlateReading) => area(plate.corners) * plate.confidence
  return plates.reduce<PlateReading | null>(
    (best, plate) => (plate.text !== '' && (best === null || weight(plate) > weight(best)) ? plate : best),
    null,
  )
}

/** Shoelace formula, square pixels. */
function area(corners: PlateReading['corners']): number {
  const twice = corners.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % 4] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)
  return Math.abs(twice) / 2
}

/** A reading that all frames so far agree on, with the frame that shows it. */
export interface AgreedPlate {
  readonly reading: PlateReading
  readonly frame: FrameCaptured
}

/** Agreement over the frames of one vehicle: publishes when certain, corrects at most once. */
export interface PlateAgreement {
  /** What is to be recorded after this sighting, or null where nothing new is known. */
  add(sighting: Sighting): AgreedPlate | null
  /** What is known when time is up, be it uncertain; null where it was published or nothing was seen. */
  settle(): AgreedPlate | null
  readonly certain: () => boolean
}

const maxSightings = 16

export function createPlateAgreement(): PlateAgreement {
  const seen: { readonly reading: PlateReading; readonly frame: FrameCaptured }[] = []
  let published: string | null = null
  let publications = 0

  const agreed = (): AgreedPlate | null => {
    const result = fusePlateReads(seen.map(({ reading }) => reading))
    const shown = seen.findLast(({ reading }) => reading.text === result?.text) ?? seen.at(-1)
    return result && shown ? { frame: shown.frame, reading: { ...shown.reading, ...result } } : null
  }
  const publish = (plate: AgreedPlate): AgreedPlate => {
    published = plate.reading.text
    publications += 1
    return plate
  }

  return {
    add({ plate, frame }) {
      if (!plate) return null
      if (seen.length === maxSightings) seen.shift()
      seen.push({ reading: plate, frame })
      const now = agreed()
      if (!now?.reading.accepted || now.reading.text === published || publications >= 2) return null
      return publish(now)
    },
    settle() {
      const now = published === null ? agreed() : null
      return now && publish(now)
    },
    certain: () => published !== null && (agreed()?.reading.accepted ?? false),
  }
}

/** Makes frame and crop durable, then the fact that names them. */
export async function plateReadData(
  { reading, frame }: AgreedPlate,
  deps: { readonly journal: Journal; readonly recogniser: PlateRecogniser },
): Promise<PlateReadData> {
  const crop = await deps.recogniser.cropPlate(frame.picture, reading.corners)
  const [frameRef, cropRef] = await Promise.all([
    deps.journal.putEvidence(frame.picture, frame.mediaType),
    deps.journal.putEvidence(crop, 'image/jpeg'),
  ])
  return {
    part: 'vehicle',
    text: reading.text,
    country: reading.country,
    confidence: Math.round(reading.confidence * 1000) / 1000,
    accepted: reading.accepted,
    source: 'model',
    frame: frameRef,
    crop: cropRef,
    corners: reading.corners,
  }
}
