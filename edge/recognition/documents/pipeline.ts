import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Clock } from '../../ports/clock.ts'
import type { DocumentPicture, DocumentReading } from '../../ports/recognition.ts'
import { decodePicture } from '../decode-picture.ts'
import { assembleDocument } from './assemble.ts'
import type { DocumentModels } from './models.ts'
import { refineZone, uprightness, type ZoneLook } from './refine.ts'
import { filledCells, type LineCells, layGrids, meanOfSigns } from './sign-grid.ts'
import { type GreyPicture, stripSize, writeStrip } from './strip.ts'
import { findTextLines, reversed, type TextLine } from './text-lines.ts'
import { commonFrame } from './zone-frame.ts'
import { groupLines } from './zones.ts'

export interface DocumentPipeline {
  /** `ms.total` covers this call only; the caller adds the waiting. */
  readDocument(picture: Uint8Array): Promise<DocumentPicture>
  close(): Promise<void>
}

/** A line is looked at once more as long as it grows; most lines need one further look. */
const mostLooks = 4

/**
 * Signs in a row that no three lines have (TD1: 30, and room for a miscount): two lines of 36 or 44 with a line that
 * is none of them need no further look.
 */
const mostOfThree = 34

/** Least mean probability of the signs at the first look, for further looks beside a document already read. */
const leastBeside = 0.7

/** Starts the two networks, each on one thread, in the thread that calls. */
export async function createDocumentPipeline(
  models: DocumentModels,
  clock: Clock,
): Promise<DocumentPipeline> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  }
  const zoneSession = await InferenceSession.create(models.zoneBytes, options)
  const lineSession = await InferenceSession.create(models.lineBytes, options)
  const { zone, line } = models

  async function locate(picture: GreyPicture): Promise<readonly TextLine[]> {
    const scale = zone.longSide / Math.max(picture.width, picture.height)
    const width = Math.max(1, Math.round(picture.width * scale))
    const height = Math.max(1, Math.round(picture.height * scale))
    const { data } = await sharp(picture.data, {
      raw: { width: picture.width, height: picture.height, channels: 1 },
    })
      .resize(width, height, { fit: 'fill', kernel: 'linear' })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const columns = Math.ceil(width / 32) * 32
    const rows = Math.ceil(height / 32) * 32
    const input = new Float32Array(columns * rows).fill(zone.padLevel / 255)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) input[y * columns + x] = (data[y * width + x] ?? 0) / 255
    }
    const { maps } = await zoneSession.run({ image: new Tensor('float32', input, [1, 1, rows, columns]) })
    const size = { rows: rows / zone.stride, columns: columns / zone.stride }
    return findTextLines({ data: floats(maps), ...size }, zone.stride, scale, zone.thresholds.line)
  }

  /** Reads the strips of a zone's lines, which lie in a common frame. */
  async function look(picture: GreyPicture, zone: readonly TextLine[]): Promise<ZoneLook> {
    const size = stripSize(zone, line.stripHeight, line.capital)
    const area = size.height * size.width
    const batch = new Float32Array(zone.length * area)
    for (const [i, text] of zone.entries()) writeStrip(picture, text, size, batch, i * area)
    const strips = new Tensor('float32', batch, [zone.length, 1, size.height, size.width])
    const results = await lineSession.run({ strips })
    const [, steps = 0, classes = 0] = results.signs?.dims ?? []
    const part = (tensor: Tensor | undefined, i: number, width: number) =>
      floats(tensor).subarray(i * steps * width, (i + 1) * steps * width)
    const outputs = zone.map((_, i) => ({
      signs: part(results.signs, i, classes),
      phase: part(results.phase, i, 2),
      steps,
      classes,
    }))
    const frames = zone.map((_, i) => part(results.frame, i, 3))
    return { zone, size, outputs, frames, grids: layGrids(outputs) }
  }

  /** The zone's lines, read: first as the map has them, then as they themselves say that they lie. */
  async function readZone(
    picture: GreyPicture,
    found: readonly TextLine[],
    beside: boolean,
  ): Promise<readonly LineCells[]> {
    let first = await look(picture, commonFrame(found))
    const upright = first.zone.map((text, i) =>
      uprightness(text, first.frames[i] ?? new Float32Array(0), first.size, line.stride),
    )
    if (upright.reduce((a, b) => a + b, 0) < 0.5 * upright.length) {
      first = await look(picture, first.zone.map(reversed).toReversed())
    }
    if (found.length === 3 && first.grids.filter((grid) => filledCells(grid) > mostOfThree).length > 1) {
      return []
    }
    if (beside && meanOfSigns(first.grids) < leastBeside) return []
    // Where the lines turn out to go on past their strips there is more to see.
    let last = first
    for (let again = 0; again < mostLooks; again++) {
      const refined = refineZone(last, line.stride)
      if (refined === null) break
      const next = await look(picture, commonFrame(refined))
      const grown = (next.zone[0]?.half ?? 0) - (last.zone[0]?.half ?? 0)
      last = next
      if (grown < 0.8 * line.capital * next.size.step) break
    }
    return last.grids
  }

  async function read(picture: GreyPicture, texts: readonly TextLine[]): Promise<readonly DocumentReading[]> {
    const today = clock.now().toISOString().slice(0, 10)
    const used = new Set<number>()
    const documents: DocumentReading[] = []
    for (const group of groupLines(texts)) {
      if (group.some((i) => used.has(i))) continue
      const lines = await readZone(
        picture,
        group.flatMap((i) => texts[i] ?? []),
        documents.length > 0,
      )
      const found = assembleDocument(lines, line.alphabet, line.thresholds.sign, today)
      if (found === null) continue
      documents.push(found)
      for (const i of group) used.add(i)
    }
    return documents
  }

  return {
    async readDocument(bytes) {
      const started = clock.monotonic()
      const colours = await decodePicture(bytes)
      const picture = { ...colours, data: greyOf(colours.data) }
      const decoded = clock.monotonic()
      const lines = await locate(picture)
      const located = clock.monotonic()
      const documents = await read(picture, lines)
      const ended = clock.monotonic()
      return {
        documents,
        ms: {
          decode: decoded - started,
          locate: located - decoded,
          read: ended - located,
          total: ended - started,
        },
      }
    },
    async close() {
      await zoneSession.release()
      await lineSession.release()
    },
  }
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw new Error('a document model gives no float32 output')
}

function greyOf(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3)
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (77 * (rgb[3 * i] ?? 0) + 150 * (rgb[3 * i + 1] ?? 0) + 29 * (rgb[3 * i + 2] ?? 0) + 128) >> 8
  }
  return grey
}
