import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Clock } from '../../ports/clock.ts'
import type { DocumentPicture, DocumentReading } from '../../ports/recognition.ts'
import { decodePicture } from '../decode-picture.ts'
import { assembleDocument } from './assemble.ts'
import type { DocumentModels } from './models.ts'
import { type FrameOutput, refineLine, uprightness } from './refine.ts'
import { type LineCells, type LineOutput, layGrid, type SignGrid } from './sign-grid.ts'
import { type GreyPicture, type StripSize, stripWidth, writeStrip } from './strip.ts'
import { findTextLines, reversed, type TextLine } from './text-lines.ts'
import { groupLines } from './zones.ts'

export interface DocumentPipeline {
  /** `ms.total` covers this call only; the caller adds the waiting. */
  readDocument(picture: Uint8Array): Promise<DocumentPicture>
  close(): Promise<void>
}

/** One strip of a line and what the net says of it. */
interface LineLook {
  readonly text: TextLine
  readonly size: StripSize
  readonly output: LineOutput
  readonly frame: FrameOutput
  readonly grid: SignGrid
}

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

  async function look(picture: GreyPicture, text: TextLine): Promise<LineLook> {
    const width = stripWidth(text, line.capital)
    const size = { height: line.stripHeight, capital: line.capital, width }
    const strip = new Float32Array(size.height * width)
    writeStrip(picture, text, size, strip, 0, width)
    const strips = new Tensor('float32', strip, [1, 1, size.height, width])
    const results = await lineSession.run({ strips })
    const [, steps = 0, classes = 0] = results.signs?.dims ?? []
    const output = { signs: floats(results.signs), phase: floats(results.phase), steps, classes }
    return { text, size, output, frame: floats(results.frame), grid: layGrid(output) }
  }

  /** The zone's lines, read: first as the map has them, then as they themselves say that they lie. */
  async function readZone(picture: GreyPicture, zone: readonly TextLine[]): Promise<readonly LineCells[]> {
    let looks = await each(zone, (text) => look(picture, text))
    const upright = looks.map(({ text, frame, size }) => uprightness(text, frame, size, line.stride))
    if (upright.reduce((a, b) => a + b, 0) < 0.5 * upright.length) {
      looks = await each(zone.map(reversed).toReversed(), (text) => look(picture, text))
    }
    return await each(looks, async ({ text, output, frame, grid, size }) => {
      const refined = refineLine(text, output, frame, grid, size, line.stride)
      return refined === null ? grid : (await look(picture, refined)).grid
    })
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

/** One after the other: there is one thread to run on. */
async function each<From, To>(items: readonly From[], make: (item: From) => Promise<To>): Promise<To[]> {
  const made: To[] = []
  for (const item of items) made.push(await make(item))
  return made
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
