/**
 * What the plate pipeline costs: p50 and p99 of each stage, and of the whole beside its raw limit in this very run,
 * which is to decode the JPEG and to run the two networks, as often as the pipeline did, on ready tensors. Absolute
 * times depend on the machine and on what else runs there; the ratio is what a change may not worsen.
 * Run: npm run bench:plates [-- --rounds N] [--models DIR] [--json]
 *      npm run bench:plates -- --soak MINUTES   RSS over time, and its slope
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { loadPlateModels } from '../../edge/recognition/manifest.ts'
import { measureCameras } from './plates/cameras.ts'
import { measureRatio, type Quantiles } from './plates/ratio.ts'
import { drawScenes } from './plates/scenes.ts'
import { soak } from './plates/soak.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    models: { type: 'string', default: resolve(import.meta.dirname, '../../models') },
    soak: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

function positive(name: 'rounds' | 'seconds' | 'soak'): number {
  const number = Number(values[name])
  if (!(number > 0)) throw new TypeError(`--${name}: ${values[name]} is no number above 0`)
  return number
}

const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const row = (name: string, { p50, p99 }: Quantiles) =>
  write(`  ${name.padEnd(24)}${p50.toFixed(2).padStart(9)}${p99.toFixed(2).padStart(9)}`)

async function main(): Promise<void> {
  const modelsDirectory = values.models
  const scenes = await drawScenes()
  if (values.soak !== undefined)
    return await soak({ minutes: positive('soak'), scenes, modelsDirectory, write })
  const models = await loadPlateModels(modelsDirectory)
  const measured = await measureRatio({ scenes, models, modelsDirectory, rounds: positive('rounds') })
  const cameras = await measureCameras({
    cameras: 4,
    framesPerSecond: 10,
    workers: Math.min(2, availableParallelism()),
    seconds: positive('seconds'),
    scenes,
    modelsDirectory,
  })
  if (values.json) {
    write(JSON.stringify({ ...measured, cameras }))
    return
  }
  write(`1280×720, ${measured.frames} frames of drawn scenes, one thread; ms${' '.repeat(4)}p50      p99`)
  for (const [stage, quantiles] of Object.entries(measured.stages)) row(stage, quantiles)
  row('pipeline', measured.pipeline)
  row('through the pool', measured.pool)
  row('raw limit', measured.raw)
  const { cpuRatio, ratio, poolRatio } = measured
  write(
    `  pipeline / raw limit: by processor time ${cpuRatio.toFixed(3)}, by the clock ${ratio.toFixed(3)}, goal 1.15`,
  )
  write(`  through the pool / raw limit: by the clock ${poolRatio.toFixed(3)}`)
  write(`  networks a frame: ${measured.runs}`)
  const { read, replaced, sent, mostWaiting, latency } = cameras
  write(`4 cameras × 10 frames/s on ${cameras.workers} workers, ${values.seconds} s:`)
  write(
    `  ${sent} sent, ${read} read, ${replaced} replaced by a newer one; at most ${mostWaiting} waiting of 4 lanes`,
  )
  write(`  frame to reading: p50 ${latency.p50.toFixed(0)} ms, p99 ${latency.p99.toFixed(0)} ms`)
}

main().catch((error: unknown) => {
  if (!(error instanceof TypeError || error instanceof AyaldamaError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
})
