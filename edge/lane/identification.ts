import type { CrossingEvent } from '../domain/crossing/events.ts'
import { type FusedPlate, fusePlateReads, type PlateRead } from '../domain/identity/fusion.ts'
import { rankCountries } from '../domain/identity/plate/rank.ts'
import { createPlateTracker, type PlateTrack } from '../domain/identity/tracks.ts'
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

/** Why a frame may be left unread without anything being wrong. */
const unread: ReadonlySet<string> = new Set(['recognition.busy', 'recognition.still'])

/** Reads frames; null where a newer frame took the place of this one, nothing moved, or it is no picture. */
export async function sight(
  frame: FrameCaptured,
  lane: string,
  recogniser: PlateRecogniser,
  log: Log,
  ifMoved = false,
): Promise<Sighting | null> {
  try {
    const picture = await recogniser.readPlates(frame.picture, { lane, ifMoved })
    return { frame, picture, plate: principal(picture.plates) }
  } catch (error) {
    if (!(error instanceof AyaldamaError)) throw error
    if (!unread.has(error.code)) log.warn({ lane, code: error.code }, 'frame not read')
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

/** What a camera says of its own confidence is measured by nobody: at its best half a certain frame. */
const voteWeight = 0.5
/** One read alone is certain from this confidence; below it a second frame must say the same. */
const certainAlone = 0.6
/** Plates in view at once of which more is to be known than one frame tells. */
const mostTracks = 8
/** A plate unseen for so many frames is no longer the one at the stop line. */
const maxUnseen = 8

type FramedRead = PlateReading & { readonly frame: FrameCaptured }

/** What is held of the vehicle at the stop line: by its frames, and by the camera's own word. */
interface Standing {
  readonly plate: FusedPlate
  /** null: the camera alone says so. */
  readonly track: PlateTrack<FramedRead> | null
  /** Frames that read the text of `plate`. */
  readonly agreeing: number
}

export function createPlateAgreement(): PlateAgreement {
  const tracker = createPlateTracker<FramedRead>(mostTracks)
  let vote: PlateRead | null = null
  let published: { readonly text: string; readonly accepted: boolean; readonly byCamera: boolean } | null =
    null
  let publications = 0

  /** The vehicle at the stop line is the nearest one that can be read. */
  const nearest = (): PlateTrack<FramedRead> | null => {
    const weight = ({ plate, shown }: PlateTrack<FramedRead>) => area(shown.corners) * plate.confidence
    const all = tracker.tracks()
    const inView = all.filter(({ unseen }) => unseen <= maxUnseen)
    return (inView.length > 0 ? inView : all).reduce<PlateTrack<FramedRead> | null>(
      (most, track) => (most === null || weight(track) > weight(most) ? track : most),
      null,
    )
  }
  const standing = (): Standing | null => {
    const track = nearest()
    if (vote === null) return track && { plate: track.plate, track, agreeing: track.agreeing }
    const reads = track?.reads ?? []
    const plate = fusePlateReads([...reads, vote])
    if (plate === null) return null
    const agreeing = reads.filter(({ text }) => text === plate.text).length
    if (track === null || (agreeing === 0 && vote.text === plate.text)) {
      return { plate: { ...plate, accepted: false }, track: null, agreeing: 0 }
    }
    return { plate, track, agreeing }
  }
  const isCertain = ({ plate, agreeing }: Standing): boolean =>
    plate.accepted && (agreeing >= 2 || plate.confidence >= certainAlone)
  const publish = ({ plate, track }: Standing): AgreedPlate => {
    published = { text: plate.text, accepted: plate.accepted, byCamera: track === null }
    if (track === null) return { frame: null, reading: plate }
    publications += 1
    const { frame, ...reading } = track.shown
    return { frame, reading: { ...reading, ...plate } }
  }

  return {
    add({ picture, frame, plate: own }) {
      const plates = own && !picture.plates.includes(own) ? [...picture.plates, own] : picture.plates
      tracker.add(plates.map((plate) => ({ ...plate, frame })))
      const now = standing()
      if (!now || !isCertain(now) || publications >= 2) return null
      if (published?.text === now.plate.text && published.accepted && !published.byCamera) return null
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
      const now = published === null ? standing() : null
      return now && publish(now)
    },
    certain: () => published !== null && (standing()?.plate.accepted ?? false),
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
