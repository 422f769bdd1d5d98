import type { Corners } from '../crossing/events.ts'
import { type FusedPlate, fusePlateReads, type PlateRead, weightOf } from './fusion.ts'
import { boundsOf, quadSize } from './plate/quad.ts'

/** A read with its place in the frame. */
export interface PlacedRead extends PlateRead {
  readonly corners: Corners
}

/** One vehicle's plate through frames. */
export interface PlateTrack<Read extends PlacedRead> {
  /** What its frames agree on. */
  readonly plate: FusedPlate
  /** Frames in which it was read. */
  readonly frames: number
  /** Frames that agree with `plate`, of those that are kept. */
  readonly agreeing: number
  /** The reads that are kept: the heaviest and the newest of them. */
  readonly reads: readonly PlateRead[]
  /** The read that shows `plate.text` best; the heaviest where none reads it whole. */
  readonly shown: Read
  /** Frames since it was last seen. */
  readonly unseen: number
}

/** Joins the plates of successive frames to tracks. In memory stays only what is needed of each. */
export interface PlateTracker<Read extends PlacedRead> {
  /** The readable plates of the next frame. */
  add(reads: readonly Read[]): void
  /** In the order of their first frame. */
  tracks(): readonly PlateTrack<Read>[]
}

interface Track<Read extends PlacedRead> {
  readonly reads: PlateRead[]
  /** The best read of each text: the only ones that keep what belongs to their frame. */
  readonly best: Map<string, Read>
  frames: number
  lastFrame: number
  last: Read
}

/** Frames that a plate may be out of sight (a bollard, a wiper) and still be the same. */
const maxGap = 8
/** How far a plate moves from one frame to the next at most, in widths of itself. */
const maxJump = 1.5
/** Signs by which two accepted reads of one plate may differ; beyond, it is another plate in its place. */
const maxSlips = 2
const mostReads = 24
const mostTexts = 4

/**
 * Joins reads that are near one another or read alike; `mostTracks` limits the tracks that are kept, of which the
 * longest unseen goes first. One tracker serves one camera.
 */
export function createPlateTracker<Read extends PlacedRead>(
  mostTracks = Number.POSITIVE_INFINITY,
): PlateTracker<Read> {
  const all: Track<Read>[] = []
  let frame = 0

  const nearest = (read: Read, taken: ReadonlySet<Track<Read>>): Track<Read> | undefined =>
    all
      .filter(
        (track) => !taken.has(track) && frame - track.lastFrame <= maxGap && !isAnother(track.last, read),
      )
      .map((track) => ({ track, cost: jump(track.last, read) }))
      .filter(({ track, cost }) => cost <= maxJump || track.last.text === read.text)
      .toSorted((a, b) => a.cost - b.cost)[0]?.track

  const begin = (read: Read): Track<Read> => {
    const track = { reads: [], best: new Map(), frames: 0, lastFrame: frame, last: read }
    all.push(track)
    if (all.length > mostTracks) all.splice(all.indexOf(oldest(all)), 1)
    return track
  }

  return {
    add(reads) {
      frame += 1
      const taken = new Set<Track<Read>>()
      for (const read of reads.toSorted((a, b) => b.confidence - a.confidence)) {
        if (read.text === '') continue
        const track = nearest(read, taken) ?? begin(read)
        keep(track, read)
        track.lastFrame = frame
        taken.add(track)
      }
    },
    tracks: () =>
      all.flatMap((track) => {
        const plate = fusePlateReads(track.reads)
        if (plate === null) return []
        return {
          plate,
          frames: track.frames,
          agreeing: track.reads.filter(({ text }) => text === plate.text).length,
          reads: track.reads,
          shown: track.best.get(plate.text) ?? heaviest([...track.best.values()], track.last),
          unseen: frame - track.lastFrame,
        }
      }),
  }
}

/** Of equals the first goes. */
function lightest<Read extends PlateRead>(reads: readonly Read[]): number {
  const weights = reads.map(weightOf)
  return weights.indexOf(Math.min(...weights))
}

function heaviest<Read extends PlateRead>(reads: readonly Read[], otherwise: Read): Read {
  return reads.reduce((most, read) => (weightOf(read) > weightOf(most) ? read : most), reads[0] ?? otherwise)
}

function oldest<Read extends PlacedRead>(tracks: readonly Track<Read>[]): Track<Read> {
  return tracks.reduce((old, track) => (track.lastFrame < old.lastFrame ? track : old))
}

function keep<Read extends PlacedRead>(track: Track<Read>, read: Read): void {
  const { text, country, confidence, accepted, characters, corners, sharpness } = read
  track.frames += 1
  track.last = read
  track.reads.push({
    ...{ text, country, confidence, accepted, characters, corners },
    ...(sharpness === undefined ? {} : { sharpness }),
  })
  if (track.reads.length > mostReads) track.reads.splice(lightest(track.reads), 1)
  const before = track.best.get(text)
  if (!before || weightOf(read) >= weightOf(before)) track.best.set(text, read)
  if (track.best.size > mostTexts) {
    const texts = [...track.best]
    const drop = texts[lightest(texts.map(([, one]) => one))]
    if (drop) track.best.delete(drop[0])
  }
}

/** Two reads that both need no officer's look and are far from alike are of two plates. */
function isAnother(a: PlacedRead, b: PlacedRead): boolean {
  if (!a.accepted || !b.accepted) return false
  const [one, other] = [[...a.text], [...b.text]]
  const slips = one.filter((sign, i) => sign !== other[i]).length
  return Math.abs(one.length - other.length) > 1 || (one.length === other.length && slips > maxSlips)
}

/** Way of the plate's centre since it was last seen, in widths of the plate. */
function jump(last: PlacedRead, read: PlacedRead): number {
  const [ax, ay] = centre(last)
  const [bx, by] = centre(read)
  return Math.hypot(ax - bx, ay - by) / Math.max(1, quadSize(read.corners).width)
}

function centre({ corners }: PlacedRead): readonly [number, number] {
  const [left, top, right, bottom] = boundsOf(corners)
  return [(left + right) / 2, (top + bottom) / 2]
}
