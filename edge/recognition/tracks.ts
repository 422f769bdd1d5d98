import { type FusedPlate, fusePlateReads } from '../domain/identity/fusion.ts'
import { boundsOf, quadSize } from '../domain/identity/plate/quad.ts'
import type { PlateReading } from '../ports/recognition.ts'

/** One vehicle's plate through the frames of a clip. */
export interface PlateTrack extends FusedPlate {
  /** Frames in which it was read. */
  readonly frames: number
}

export interface PlateTracker {
  /** The plates of the next frame, in the order of time. */
  add(plates: readonly PlateReading[]): void
  /** Longest seen first. */
  tracks(): readonly PlateTrack[]
}

interface Track {
  readonly reads: PlateReading[]
  lastFrame: number
}

/** Frames that a plate may be out of sight (a bollard, a wiper) and still be the same. */
const maxGap = 8
/** How far a plate moves from one frame to the next at most, in widths of itself. */
const maxJump = 1.5

/**
 * Joins the plates of successive frames that are near one another or read alike; each track is fused by
 * `fusePlateReads`. What is read once and is not accepted is noise and gives no track.
 */
export function createPlateTracker(): PlateTracker {
  const all: Track[] = []
  let frame = 0

  const nearest = (plate: PlateReading, taken: ReadonlySet<Track>): Track | undefined =>
    all
      .filter((track) => !taken.has(track) && frame - track.lastFrame <= maxGap)
      .map((track) => ({ track, cost: jump(track, plate) }))
      .filter(({ track, cost }) => cost <= maxJump || track.reads.at(-1)?.text === plate.text)
      .toSorted((a, b) => a.cost - b.cost)[0]?.track

  return {
    add(plates) {
      frame += 1
      const taken = new Set<Track>()
      for (const plate of plates.toSorted((a, b) => b.confidence - a.confidence)) {
        if (plate.text === '') continue
        const track = nearest(plate, taken) ?? { reads: [], lastFrame: frame }
        if (track.reads.length === 0) all.push(track)
        track.reads.push(plate)
        track.lastFrame = frame
        taken.add(track)
      }
    },
    tracks: () =>
      all
        .flatMap(({ reads }) => {
          const fused = fusePlateReads(reads)
          return fused && (reads.length > 1 || fused.accepted) ? [{ ...fused, frames: reads.length }] : []
        })
        .toSorted((a, b) => b.frames - a.frames),
  }
}

/** Way of the plate's centre since it was last seen, in widths of the plate a frame. */
function jump({ reads }: Track, plate: PlateReading): number {
  const last = reads.at(-1)
  if (!last) return Number.POSITIVE_INFINITY
  const [ax, ay] = centre(last)
  const [bx, by] = centre(plate)
  return Math.hypot(ax - bx, ay - by) / Math.max(1, quadSize(plate.corners).width)
}

function centre({ corners }: PlateReading): readonly [number, number] {
  const [left, top, right, bottom] = boundsOf(corners)
  return [(left + right) / 2, (top + bottom) / 2]
}
