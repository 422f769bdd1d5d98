// Compares the exported models with the outputs that export.py kept, by onnxruntime-node, and times one thread.
// usage: node models/training/check_export.mjs   (after export.py)
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const ort = createRequire(process.env.ORT_FROM ?? import.meta.url)('onnxruntime-node')
const out = process.env.AYALDAMA_TRAINING_OUT ?? join(here, 'out')
const floats = (file) => { const b = readFileSync(join(out, 'parity', file)); return new Float32Array(b.buffer, b.byteOffset, b.length / 4) }

for (const name of ['plate-detector', 'plate-reader']) {
  const shapes = JSON.parse(readFileSync(join(out, 'parity', `${name}.json`), 'utf8'))
  const session = await ort.InferenceSession.create(join(here, '..', `${name}.onnx`), { intraOpNumThreads: 1, interOpNumThreads: 1 })
  const feeds = { [shapes.input.name]: new ort.Tensor('float32', floats(`${name}.input.bin`), shapes.input.shape) }
  const got = await session.run(feeds)
  for (const [output, shape] of Object.entries(shapes.outputs)) {
    const want = floats(`${name}.${output}.bin`)
    let worst = 0
    got[output].data.forEach((v, i) => { worst = Math.max(worst, Math.abs(v - want[i])) })
    console.log(name, output, JSON.stringify(got[output].dims), JSON.stringify(shape), 'largest difference', worst)
    if (worst > 1e-2) process.exitCode = 1
  }
  const times = []
  for (let i = 0; i < 15; i++) { const t = performance.now(); await session.run(feeds); times.push(performance.now() - t) }
  console.log(name, 'median ms', times.sort((a, b) => a - b)[7].toFixed(1))
}
