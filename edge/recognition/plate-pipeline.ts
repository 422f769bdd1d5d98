import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Corners } from '../domain/crossing/events.ts'
import { expandQuad, quadSize } from '../domain/identity/plate/quad.ts'
import type { Clock } from '../ports/clock.ts'
import type { PlatePicture, PlateReading } from '../ports/recognition.ts'
import { decodeCtc } from './ctc.ts'
import { decodePicture, encodeJpeg, resizePicture } from './decode-picture.ts'
import { type Detection, findPeaks, suppress } from './detections.ts'
import { letterbox, letterboxTensor } from './letterbox.ts'
import type { PlateModels } from './manifest.ts'
import { readerHeight, readerWidth, writeReaderInput } from './reader-input.ts'
import { type Look, voteReading } from './vote.ts'
import { type RawPicture, warpQuad } from './warp.ts'

/** A picture with more plates than this is no picture of a lane: bounds the time of one frame. */
const mostPlates = 12

/** Width/height limits of what a cut-out shows, and its largest width, px. */
const cropWidth = 400

export interface PlatePipeline {
  /** `ms.total` covers this call only; the caller adds the waiting. */
  readPlates(picture: Uint8Array): Promise<PlatePicture>
  cropPlate(picture: Uint8Array, corners: Corners): Promise<Uint8Array>
  close(): Promise<void>
}

/** One reading to take: the quad to straighten, as one line or as two. */
interface Cut {
  readonly plate: number
  readonly quad: Corners
  readonly lines: 1 | 2
}

function floats(tensor: Tensor | undefined, name: string): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw new Error(`the model gives no float32 output ${name}`)
}

/** Starts the two networks, each on one thread, in the thread that calls. */
export async function createPlatePipeline(models: PlateModels, clock: Clock): Promise<PlatePipeline> {
  const { detector, reader } = models
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  }
  const detectorSession = await InferenceSession.create(models.detectorBytes, options)
  const readerSession = await InferenceSession.create(models.readerBytes, options)

  async function look(picture: RawPicture, size: readonly [number, number]): Promise<readonly Detection[]> {
    const box = letterbox(picture, size)
    const inner = await resizePicture(picture, box.innerWidth, box.innerHeight)
    const tensor = letterboxTensor(box, inner, detector.inputs.image.padLevel)
    const image = new Tensor('float32', tensor, [1, 3, box.height, box.width])
    const outputs = await detectorSession.run({ image })
    const [, , rows = 0, columns = 0] = outputs.heat?.dims ?? []
    const maps = {
      heat: floats(outputs.heat, 'heat'),
      corners: floats(outputs.corners, 'corners'),
      rows,
      columns,
    }
    return findPeaks(maps, box, detector.stride, detector.thresholds.heat)
  }

  async function detect(picture: RawPicture): Promise<readonly Detection[]> {
    const found: Detection[] = []
    for (const size of detector.passes) found.push(...(await look(picture, size)))
    return suppress(found, detector.thresholds.overlap, mostPlates)
  }

  function cutsOf(detection: Detection, plate: number): readonly Cut[] {
    const { width, height } = quadSize(detection.corners)
    const aspect = width / Math.max(1e-6, height)
    const [low, high] = reader.bothWaysAspect
    const undecided = aspect > low && aspect < high
    const layouts: readonly (1 | 2)[] = undecided ? [1, 2] : [aspect < reader.twoLineAspect ? 2 : 1]
    return layouts.flatMap((lines) =>
      reader.margins.map(({ side, above }) => ({
        plate,
        lines,
        quad: expandQuad(detection.corners, side, above),
      })),
    )
  }

  async function read(
    picture: RawPicture,
    detections: readonly Detection[],
  ): Promise<readonly PlateReading[]> {
    const cuts = detections.flatMap(cutsOf)
    if (cuts.length === 0) return []
    const signs = 3 * readerWidth * readerHeight
    const batch = new Float32Array(cuts.length * signs)
    for (const [i, cut] of cuts.entries()) writeReaderInput(picture, cut.quad, cut.lines, batch, i * signs)
    const plates = new Tensor('float32', batch, [cuts.length, 3, readerHeight, readerWidth])
    const outputs = await readerSession.run({ plates })
    const logits = floats(outputs.logits, 'logits')
    const country = floats(outputs.country, 'country')
    const readable = floats(outputs.readable, 'readable')
    const [, steps = 0, classes = 0] = outputs.logits?.dims ?? []
    const count = reader.countries.length
    const looks = cuts.map(
      (cut, i): Look => ({
        ...decodeCtc(logits, i * steps * classes, steps, classes, reader.alphabet),
        lines: cut.lines,
        readable: readable[i] ?? 0,
        country: [...country.subarray(i * count, (i + 1) * count)],
      }),
    )
    return detections.map((detection, plate) =>
      voteReading(
        detection,
        looks.filter((_, i) => cuts[i]?.plate === plate),
        reader.margins.length,
        reader.countries,
        reader.thresholds,
      ),
    )
  }

  return {
    async readPlates(bytes) {
      const started = clock.monotonic()
      const picture = await decodePicture(bytes)
      const decoded = clock.monotonic()
      const detections = await detect(picture)
      const detected = clock.monotonic()
      const plates = await read(picture, detections)
      const ended = clock.monotonic()
      return {
        plates,
        width: picture.width,
        height: picture.height,
        ms: {
          decode: decoded - started,
          detect: detected - decoded,
          read: ended - detected,
          total: ended - started,
        },
      }
    },

    async cropPlate(bytes, corners) {
      const picture = await decodePicture(bytes)
      const quad = expandQuad(corners, 0.04, 0.12)
      const { width, height } = quadSize(quad)
      const shown = Math.max(16, Math.min(cropWidth, Math.round(width)))
      const tall = Math.max(8, Math.min(cropWidth, Math.round((shown * height) / Math.max(1, width))))
      const data = new Uint8Array(shown * tall * 3)
      warpQuad(picture, quad, shown, tall, (index, r, g, b) => {
        data[3 * index] = Math.round(r)
        data[3 * index + 1] = Math.round(g)
        data[3 * index + 2] = Math.round(b)
      })
      return await encodeJpeg({ data, width: shown, height: tall })
    },

    async close() {
      await detectorSession.release()
      await readerSession.release()
    },
  }
}
