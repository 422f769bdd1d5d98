/**
 * How much the plate pipeline costs beside its raw limit: the same networks on ready tensors, in one thread,
 * in this very run. Absolute times depend on the machine; the ratio is what a change may not worsen.
 * Run: npm run bench:plates
 */
import { resolve } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { createSceneRenderer } from '../../drivers/simulator/camera/scene/render-scene.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { loadPlateModels } from '../../edge/recognition/manifest.ts'
import { createPlateRecogniser } from '../../edge/recognition/plate-recogniser.ts'

const rounds = 30
const modelsDirectory = resolve(import.meta.dirname, '../../models')

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds + 3; round += 1) {
    const begun = performance.now()
    await work()
    // The first rounds warm up.
    if (round >= 3) times.push(performance.now() - begun)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
}

const models = await loadPlateModels(modelsDirectory)
const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1 }
const detector = await InferenceSession.create(models.detectorBytes, oneThread)
const reader = await InferenceSession.create(models.readerBytes, oneThread)
const picture = (height: number, width: number) =>
  new Tensor('float32', new Float32Array(3 * height * width).fill(0.5), [1, 3, height, width])
const raw = await median(async () => {
  for (const [height, width] of models.detector.passes) {
    await detector.run({ image: picture(height, width) })
  }
  await reader.run({ plates: new Tensor('float32', new Float32Array(9 * 48 * 160), [3, 3, 48, 160]) })
})

const scene = await createSceneRenderer().renderScene({
  plate: { text: '382SBK13', country: 'KZ', style: 'standard' },
  vehicle: 'car',
  distance: 0,
  light: 'day',
  dirt: 0,
  seed: 1,
})
const recogniser = await createPlateRecogniser({ modelsDirectory, workers: 1, log: silentLog })
const whole = await median(() => recogniser.readPlates(scene))
await recogniser.close()
process.stdout.write(
  `plates: pipeline ${whole.toFixed(1)} ms, networks alone ${raw.toFixed(1)} ms, ratio ${(whole / raw).toFixed(2)}\n`,
)
