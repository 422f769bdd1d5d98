/**
 * What a document costs: of a reader, from its bytes to the screen; of a picture, by stage, and beside JPEG decoding
 * and the two networks alone, in one thread and in this very run. Run: npm run bench:documents -- [PICTURE]
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { systemClock } from '../../edge/ports/clock.ts'
import { decodePicture } from '../../edge/recognition/decode-picture.ts'
import { loadDocumentModels } from '../../edge/recognition/documents/models.ts'
import { createDocumentPipeline } from '../../edge/recognition/documents/pipeline.ts'
import { timeReaderToScreen } from './documents/reader-to-screen.ts'

const [file = resolve(import.meta.dirname, '../fixtures/documents/page.jpg')] = process.argv.slice(2)
const crossings = 40
const screen = await timeReaderToScreen(crossings)
const ofAll = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
const both = (values: readonly number[]) =>
  `p50 ${ofAll(values, 0.5).toFixed(1)} ms, p99 ${ofAll(values, 0.99).toFixed(1)} ms`
process.stdout.write(
  `reader text to screen: ${both(screen.reader)} of ${screen.reader.length} documents (goal 20 ms); ` +
    `bare WebSocket message of that length: ${both(screen.socket)}; bare durable write: ${both(screen.disk)}; ` +
    `ratio to both: ${(ofAll(screen.reader, 0.5) / (ofAll(screen.socket, 0.5) + ofAll(screen.disk, 0.5))).toFixed(1)}\n`,
)
const rounds = 50
const bytes = readFileSync(file)
const models = await loadDocumentModels(resolve(import.meta.dirname, '../../models'))
const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1 }
const zone = await InferenceSession.create(models.zoneBytes, oneThread)
const line = await InferenceSession.create(models.lineBytes, oneThread)
const pipeline = await createDocumentPipeline(models, systemClock)
const { width, height } = await decodePicture(bytes)
const scale = models.zone.longSide / Math.max(width, height)
const side = (length: number) => Math.ceil((length * scale) / 32) * 32
const image = new Tensor('float32', new Float32Array(side(width) * side(height)), [
  1,
  1,
  side(height),
  side(width),
])
const strips = new Tensor('float32', new Float32Array(32 * 768), [1, 1, 32, 768])

const times: Record<string, number[]> = { decode: [], locate: [], read: [], total: [], bare: [] }
let lines = 0
for (let round = 0; round < rounds + 3; round += 1) {
  const { ms, documents } = await pipeline.readDocument(bytes)
  lines = documents[0]?.lines.length ?? 0
  const begun = performance.now()
  await decodePicture(bytes)
  await zone.run({ image })
  for (let i = 0; i < lines; i += 1) await line.run({ strips })
  const bare = performance.now() - begun
  // The first rounds warm up.
  if (round >= 3) for (const [name, value] of Object.entries({ ...ms, bare })) times[name]?.push(value)
}
await pipeline.close()
const at = (name: string, share: number) =>
  (times[name] ?? []).toSorted((a, b) => a - b)[Math.floor(rounds * share)] ?? Number.NaN
for (const name of Object.keys(times)) {
  process.stdout.write(`${name}: p50 ${at(name, 0.5).toFixed(1)} ms, p99 ${at(name, 0.99).toFixed(1)} ms\n`)
}
process.stdout.write(
  `${width}×${height}, ${lines} lines; whole page to bare decode and networks: ${(at('total', 0.5) / at('bare', 0.5)).toFixed(2)}\n`,
)
