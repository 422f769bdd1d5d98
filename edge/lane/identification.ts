import type { CrossingEvent } from '../domain/crossing/events.ts'
import { type FusedPlate, fusePlateReads, type PlateRead } from '../domain/identity/fusion.ts'
import { rankCountries } from '../domain/identity/plate/rank.ts'
import type { FrameCaptured, PlateReported } from '../ports/devices.ts'
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

/** A reading that all frames so far agree on, with the frame that shows it; `frame` null: the camera alone read it. */
export type AgreedPlate =
  | { readonly reading: PlateReading; readonly frame: FrameCaptured }
  | { readonly reading: FusedPlate; readonly frame: null }

/** Agreement over the frames of one vehicle: publishes when certain, corrects at most once. */
export interface PlateAgreement {
  /** What is to be recorded after this sighting, or null where nothing new is known. */
  add(sighting: Sighting): AgreedPlate | null
  /** The camera's own reading: its newest counts as one more vote, and is never accepted by itself. */
  vote(reading: PlateReported): void
  /** What is known when time is up, be it uncertain; null where it was published or nothing was seen. */
  settle(): AgreedPlate | null
  readonly certain: () => boolean
}

const maxSightings = 16
/** What a camera says of its own confidence is measured by nobody: at its best half a certain frame. */
const voteWeight = 0.5

export function createPlateAgreement(): PlateAgreement {
  const seen: { readonly reading: PlateReading; readonly frame: FrameCaptured }[] = []
  let vote: PlateRead | null = null
  let published: string | null = null
  /** What was published is the word of the camera alone. */
  let byCamera = false
  let publications = 0

  const agreed = (): AgreedPlate | null => {
    const reads = seen.map(({ reading }): PlateRead => reading)
    const result = fusePlateReads(vote === null ? reads : [...reads, vote])
    if (result === null) return null
    const same = seen.findLast(({ reading }) => reading.text === result.text)
    const shown = same ?? (vote?.text === result.text ? undefined : seen.at(-1))
    if (shown === undefined) return { frame: null, reading: { ...result, accepted: false } }
    return { frame: shown.frame, reading: { ...shown.reading, ...result } }
  }
  const publish = (plate: AgreedPlate): AgreedPlate => {
    published = plate.reading.text
    byCamera = plate.frame === null
    if (!byCamera) publications += 1
    return plate
  }

  return {
    add({ plate, frame }) {
      if (!plate) return null
      if (seen.length === maxSightings) seen.shift()
      seen.push({ reading: plate, frame })
      const now = agreed()
      if (!now?.reading.accepted || publications >= 2) return null
      if (now.reading.text === published && !byCamera) return null
      return publish(now)
    },
    vote({ text, country, confidence }) {
      const named = country === 'unknown' ? rankCountries(text) : []
      vote = {
        text,
        country: named.length === 1 ? (named[0]?.country ?? country) : country,
        confidence: (confidence ?? 1) * voteWeight,
        accepted: false,
        characters: [],
      }
    },
    settle() {
      const now = published === null ? agreed() : null
      return now && publish(now)
    },
    certain: () => published !== null && (agreed()?.reading.accepted ?? false),
  }
}

/** Makes frame and crop durable, then the fact that names them; the camera's word alone has neither. */
export async function plateReadData(
  plate: AgreedPlate,
  deps: { readonly journal: Journal; readonly recogniser: PlateRecogniser },
): Promise<PlateReadData> {
  const confidence = Math.round(plate.reading.confidence * 1000) / 1000
  if (plate.frame === null) {
    const { text, country } = plate.reading
    return { part: 'vehicle', text, country, confidence, accepted: false, source: 'camera' }
  }
  const { reading, frame } = plate
  const crop = await deps.recogniser.cropPlate(frame.picture, reading.corners)
  const [frameRef, cropRef] = await Promise.all([
    deps.journal.putEvidence(frame.picture, frame.mediaType),
    deps.journal.putEvidence(crop, 'image/jpeg'),
  ])
  return {
    part: 'vehicle',
    text: reading.text,
    country: reading.country,
    confidence,
    accepted: reading.accepted,
    source: 'model',
    frame: frameRef,
    crop: cropRef,
    corners: reading.corners,
  }
}
