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

/** Agreement over the frames of one vehicle: publishes when certain, corrects at most once. */
export interface PlateAgreement {
  /** What is to be recorded after this sighting, or null where nothing new is known. */
  add(sighting: Sighting): PlateReading | null
  /** What is known when time is up, be it uncertain; null where it was published or nothing was seen. */
  settle(): PlateReading | null
  readonly certain: () => boolean
}

const maxReads = 32

export function createPlateAgreement(): PlateAgreement {
  const reads: PlateReading[] = []
  let published: string | null = null
  let publications = 0

  const fused = (): PlateReading | null => {
    const result = fusePlateReads(reads)
    const newest = reads.findLast((read) => read.text === result?.text) ?? reads.at(-1)
    return result && newest ? { ...newest, ...result } : null
  }
  const publish = (reading: PlateReading): PlateReading => {
    published = reading.text
    publications += 1
    return reading
  }

  return {
    add({ plate }) {
      if (!plate) return null
      if (reads.length === maxReads) reads.shift()
      reads.push(plate)
      const reading = fused()
      if (!reading?.accepted || reading.text === published || publications >= 2) return null
      return publish(reading)
    },
    settle() {
      const reading = published === null ? fused() : null
      return reading && publish(reading)
    },
    certain: () => published !== null && (fused()?.accepted ?? false),
  }
}

/** Makes frame and crop durable, then the fact that names them. */
export async function plateReadData(
  reading: PlateReading,
  frame: FrameCaptured,
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
