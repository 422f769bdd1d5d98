import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Clock } from '../../ports/clock.ts'
import type { DocumentPicture, DocumentReading } from '../../ports/recognition.ts'
import { decodePicture } from '../decode-picture.ts'
import { assembleDocument } from './assemble.ts'
import type { DocumentModels } from './models.ts'
import { type LineCells, layGrid } from './sign-grid.ts'
import { type GreyPicture, stripWidth, writeStrip } from './strip.ts'
import { findTextLines, reversed, type TextLine } from './text-lines.ts'
import { groupLines } from './zones.ts'

export interface DocumentPipeline {
  /** `ms.total` covers this call only; the caller adds the waiting. */
  readDocument(picture: Uint8Array): Promise<DocumentPicture>
  close(): Promise<void>
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

  async function readLine(picture: GreyPicture, text: TextLine): Promise<LineCells> {
    const width = stripWidth(text, line.capital)
    const strip = new Float32Array(line.stripHeight * width)
    writeStrip(picture, text, { height: line.stripHeight, capital: line.capital, width }, strip, 0, width)
    const strips = new Tensor('float32', strip, [1, 1, line.stripHeight, width])
    const { signs, phase } = await lineSession.run({ strips })
    const [, steps = 0, classes = 0] = signs?.dims ?? []
    return layGrid({ signs: floats(signs), phase: floats(phase), steps, classes })
  }

  async function read(picture: GreyPicture, texts: readonly TextLine[]): Promise<readonly DocumentReading[]> {
    const today = clock.now().toISOString().slice(0, 10)
    const cells = new Map<number, LineCells>()
    const used = new Set<number>()
    const documents: DocumentReading[] = []
    for (const group of groupLines(texts)) {
      if (group.some((i) => used.has(i))) continue
      const lines: LineCells[] = []
      for (const i of group) {
        const text = texts[i]
        const known = cells.get(i) ?? (text === undefined ? undefined : await readLine(picture, text))
        if (known === undefined) continue
        cells.set(i, known)
        lines.push(known)
      }
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
      const upright = await read(picture, lines)
      // Where nothing is read the direction may have been taken the wrong way round.
      const documents =
        upright.length === 0 && lines.length > 1 ? await read(picture, lines.map(reversed)) : upright
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
