import type { Corners } from '../domain/crossing/events.ts'
import { boundsOf, expandQuad, overlapOf, quadSize } from '../domain/identity/plate/quad.ts'
import type { Clock } from '../ports/clock.ts'
import type { PlatePicture, PlateReading } from '../ports/recognition.ts'
import { decodePicture, encodeJpeg } from './decode-picture.ts'
import { type Detection, suppress } from './detections.ts'
import type { PlateModels } from './manifest.ts'
import { createPlateDetector } from './plate-detector.ts'
import { createPlateReader } from './plate-reader.ts'
import { noTrace, type Trace } from './trace.ts'
import { type RawPicture, warpQuad } from './warp.ts'

/** A picture with more plates than this is no picture of a lane: bounds the time of one frame. */
const mostPlates = 12

/** A plate that takes this share of the picture's width is a close-up. */
const closeUp = 0.25

/** Largest width of what a cut-out shows, px. */
const cropWidth = 400

export interface PlatePipeline {
  /** `ms.total` covers this call only; the caller adds the waiting. One call at a time: its inputs are reused. */
  readPlates(picture: Uint8Array): Promise<PlatePicture>
  cropPlate(picture: Uint8Array, corners: Corners): Promise<Uint8Array>
  close(): Promise<void>
}

/** A plate as detected and as read. */
interface Found {
  readonly detection: Detection
  readonly plate: PlateReading
}

const pair = (detection: Detection, plate: PlateReading | undefined): readonly Found[] =>
  plate ? [{ detection, plate }] : []

const bySureness = (a: Found, b: Found): number =>
  b.plate.confidence - a.plate.confidence || b.detection.score - a.detection.score

function areaOf({ corners }: Detection): number {
  const { width, height } = quadSize(corners)
  return width * height
}

/** Starts the two networks, each on one thread, in the thread that calls. */
export async function createPlatePipeline(
  models: PlateModels,
  clock: Clock,
  trace: Trace = noTrace,
): Promise<PlatePipeline> {
  const { detector: model, reader: readerModel } = models
  const detector = await createPlateDetector(model, models.detectorBytes, clock, trace)
  const reader = await createPlateReader(readerModel, models.readerBytes, clock, trace)

  const { overlap } = model.thresholds

  const isSure = ({ plate }: Found): boolean => plate.confidence >= readerModel.thresholds.confidence

  /** What was read for certain is not read again. */
  const isKnown = (one: Detection, read: readonly Found[]): boolean =>
    read.some((other) => isSure(other) && overlaps(other.detection, one))

  /** Of readings of the same place the surest is kept: a higher score is no better fit of the corners. */
  const bestOf = (read: readonly Found[]): readonly Found[] => {
    const kept: Found[] = []
    for (const one of read.toSorted(bySureness)) {
      if (!kept.some(({ detection }) => overlaps(detection, one.detection))) kept.push(one)
    }
    return kept.slice(0, mostPlates)
  }

  const overlaps = (a: Detection, b: Detection): boolean =>
    overlapOf(boundsOf(a.corners), boundsOf(b.corners)) >= overlap

  /** The nearest plate can be read for certain: no other look would tell more of the vehicle. */
  const isSettled = (read: readonly Found[]): boolean =>
    read
      .toSorted((a, b) => areaOf(b.detection) - areaOf(a.detection))
      .slice(0, 1)
      .some(isSure)

  /** A smaller look is for close-ups: of plates that the first saw large enough it finds the corners worse. */
  const isFitFor =
    (picture: RawPicture, size: readonly [number, number]) =>
    ({ corners }: Detection): boolean =>
      size === model.passes[0] || quadSize(corners).width >= closeUp * picture.width

  const isShown = ({ detection, plate }: Found): boolean =>
    detection.score >= model.thresholds.floor ||
    (plate.text !== '' && plate.confidence >= readerModel.thresholds.floor)

  return {
    async readPlates(bytes) {
      const started = clock.monotonic()
      const picture = await decodePicture(bytes)
      const decode = clock.monotonic() - started
      trace.stage('decode', decode)
      const everything = { left: 0, top: 0, width: picture.width, height: picture.height }
      let read: readonly Found[] = []
      let detect = 0
      let reading = 0
      for (const size of model.passes) {
        const begun = clock.monotonic()
        const seen = await detector.look(picture, everything, size)
        const unread = suppress(seen.filter(isFitFor(picture, size)), overlap, mostPlates).filter(
          (one) => !isKnown(one, read),
        )
        const detected = clock.monotonic()
        detect += detected - begun
        const plates = await reader.read(picture, unread)
        read = bestOf([...read, ...unread.flatMap((detection, i) => pair(detection, plates[i]))])
        reading += clock.monotonic() - detected
        if (isSettled(read)) break
      }
      return {
        plates: read.filter(isShown).map(({ plate }) => plate),
        width: picture.width,
        height: picture.height,
        ms: { decode, detect, read: reading, total: clock.monotonic() - started },
      }
    },

    async cropPlate(bytes, corners) {
      const picture = await decodePicture(bytes)
      const quad = expandQuad(corners, 0.04, 0.12)
      const { width, height } = quadSize(quad)
      const across = Math.max(16, Math.min(cropWidth, Math.round(width)))
      const down = Math.max(8, Math.min(cropWidth, Math.round((across * height) / Math.max(1, width))))
      const data = new Uint8Array(across * down * 3)
      warpQuad(picture, quad, across, down, (index, r, g, b) => {
        data[3 * index] = Math.round(r)
        data[3 * index + 1] = Math.round(g)
        data[3 * index + 2] = Math.round(b)
      })
      return await encodeJpeg({ data, width: across, height: down })
    },

    async close() {
      await detector.close()
      await reader.close()
    },
  }
}
