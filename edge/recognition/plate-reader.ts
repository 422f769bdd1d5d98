import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Corners } from '../domain/crossing/events.ts'
import { expandQuad, quadSize } from '../domain/identity/plate/quad.ts'
import type { Clock } from '../ports/clock.ts'
import type { PlateReading } from '../ports/recognition.ts'
import { decodeCtc, probabilityOf, rivalsOf } from './ctc.ts'
import type { Detection } from './detections.ts'
import type { ReaderModel } from './manifest.ts'
import { readerHeight, readerWidth, sharpnessOf, writeReaderInput } from './reader-input.ts'
import { floatsOf, sessionOptions } from './session.ts'
import type { Trace } from './trace.ts'
import { type Look, voteReading } from './vote.ts'
import type { RawPicture } from './warp.ts'

export interface PlateReader {
  /** One reading for each detection, in their order. One call at a time. */
  read(picture: RawPicture, detections: readonly Detection[]): Promise<readonly PlateReading[]>
  close(): Promise<void>
}

/** One look to take: the quad to straighten, as one line or as two. */
interface Cut {
  readonly plate: number
  readonly quad: Corners
  readonly lines: 1 | 2
}

/**
 * Least sign probability × readable at which one look is enough: on 168 photographs no text and no acceptance was
 * another for it, while at 0.85 one plate more was accepted wrongly.
 */
const sure = 0.95
/** At this `readable` and below no further look is worth its time. */
const hopeless = 0.05
/** A way of reading (one line, two lines) that has less than this share of the other's weight is dropped. */
const leastShare = 0.25

const values = 3 * readerWidth * readerHeight

export async function createPlateReader(
  model: ReaderModel,
  bytes: Uint8Array,
  clock: Clock,
  trace: Trace,
): Promise<PlateReader> {
  const session = await InferenceSession.create(bytes, sessionOptions)
  let arena = new Float32Array(model.margins.length * values)
  const middle = Math.floor(model.margins.length / 2)

  /** As many lines as the plate's shape allows. */
  function waysOf({ corners }: Detection): readonly (1 | 2)[] {
    const { width, height } = quadSize(corners)
    const aspect = width / Math.max(1e-6, height)
    const [low, high] = model.bothWaysAspect
    return aspect > low && aspect < high ? [1, 2] : [aspect < model.twoLineAspect ? 2 : 1]
  }

  function cut({ corners }: Detection, plate: number, lines: 1 | 2, margin: number): Cut {
    const { side = 0, above = 0 } = model.margins[margin] ?? {}
    return { plate, lines, quad: expandQuad(corners, side, above) }
  }

  async function look(picture: RawPicture, cuts: readonly Cut[]): Promise<readonly Look[]> {
    if (cuts.length === 0) return []
    const started = clock.monotonic()
    if (arena.length < cuts.length * values) arena = new Float32Array(cuts.length * values)
    for (const [i, { quad, lines }] of cuts.entries())
      writeReaderInput(picture, quad, lines, arena, i * values)
    const shape = [cuts.length, 3, readerHeight, readerWidth]
    const plates = new Tensor('float32', arena.subarray(0, cuts.length * values), shape)
    const sharpness = cuts.map((_, i) => sharpnessOf(arena, i * values))
    const written = clock.monotonic()
    trace.stage('warp', written - started)
    const outputs = await session.run({ plates })
    const ran = clock.monotonic()
    trace.run('reader', shape)
    trace.stage('reader', ran - written)
    const probabilities = floatsOf(outputs.logits, 'logits').map(Math.exp)
    const country = floatsOf(outputs.country, 'country')
    const readable = floatsOf(outputs.readable, 'readable')
    const [, steps = 0, classes = 0] = outputs.logits?.dims ?? []
    const count = model.countries.length
    return cuts.map(({ lines }, i) => {
      const output = { probabilities, offset: i * steps * classes, steps, classes, alphabet }
      return {
        ...decodeCtc(output),
        rivals: rivalsOf(output),
        probabilityOf: (text: string) => probabilityOf(output, text),
        lines,
        readable: readable[i] ?? 0,
        country: country.slice(i * count, (i + 1) * count),
        sharpness: sharpness[i] ?? 0,
      }
    })
  }

  const alphabet = [...model.alphabet]

  /** What is still to be looked at after the looks at the middle margin. */
  function further(looks: readonly Look[]): readonly (1 | 2)[] {
    const worth = looks.map((one) =>
      one.characters.length === 0 ? 0 : Math.min(...one.characters) * one.readable,
    )
    const most = Math.max(...worth)
    if (looks.every(({ readable }) => readable <= hopeless)) return []
    if (most >= sure && looks.length === 1) return []
    return looks.filter((_, i) => (worth[i] ?? 0) >= leastShare * most).map(({ lines }) => lines)
  }

  return {
    async read(picture, detections) {
      const firstCuts = detections.flatMap((detection, plate) =>
        waysOf(detection).map((lines) => cut(detection, plate, lines, middle)),
      )
      const firstLooks = await look(picture, firstCuts)
      const first = detections.map((_, plate) => firstLooks.filter((_, i) => firstCuts[i]?.plate === plate))
      const moreCuts = detections.flatMap((detection, plate) =>
        further(first[plate] ?? []).flatMap((lines) =>
          model.margins.flatMap((_, margin) =>
            margin === middle ? [] : [cut(detection, plate, lines, margin)],
          ),
        ),
      )
      const moreLooks = await look(picture, moreCuts)
      const started = clock.monotonic()
      const readings = detections.map((detection, plate) => {
        const more = moreLooks.filter((_, i) => moreCuts[i]?.plate === plate)
        return voteReading(
          detection,
          [...(first[plate] ?? []), ...more],
          more.length === 0 ? 1 : model.margins.length,
          model.countries,
          model.thresholds,
        )
      })
      trace.stage('vote', clock.monotonic() - started)
      return readings
    },
    close: () => session.release(),
  }
}
