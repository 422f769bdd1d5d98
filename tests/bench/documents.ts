/**
 * What a document costs by stage, and beside JPEG decoding and the two networks alone, in one thread and in this
 * very run. Run: npm run bench:documents -- PICTURE
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { systemClock } from '../../edge/ports/clock.ts'
import { decodePicture } from '../../edge/recognition/decode-picture.ts'
import { loadDocumentModels } from '../../edge/recognition/documents/models.ts'
import { createDocumentPipeline } from '../../edge/recognition/documents/pipeline.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: npm run bench:documents -- PICTURE\n')
  process.exit(2)
}
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
