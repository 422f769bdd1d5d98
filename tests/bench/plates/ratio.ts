import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import type { PlateModels } from '../../../edge/recognition/manifest.ts'
import { createPlatePipeline } from '../../../edge/recognition/plate-pipeline.ts'
import { createPlateRecogniser } from '../../../edge/recognition/plate-recogniser.ts'
import { sessionOptions } from '../../../edge/recognition/session.ts'
import { type Stage, stages } from '../../../edge/recognition/trace.ts'

export interface Quantiles {
  readonly p50: number
  readonly p99: number
}

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

type Run = readonly [model: 'detector' | 'reader', shape: readonly number[]]

/**
 * Pipeline, pool and raw limit in turn on the same frame, so that what else runs on the machine meets all alike.
 * The raw limit repeats the runs that the pipeline made of that frame.
 */
export async function measureRatio(options: {
  readonly scenes: readonly Uint8Array[]
  readonly models: PlateModels
  readonly modelsDirectory: string
  readonly rounds: number
}) {
  const { scenes, models, modelsDirectory, rounds } = options
  sharp.concurrency(1)
  sharp.cache(false)
  let spent: Partial<Record<Stage, number>> = {}
  let runs: Run[] = []
  const pipeline = await createPlatePipeline(models, systemClock, {
    stage: (stage, ms) => {
      spent[stage] = (spent[stage] ?? 0) + ms
    },
    run: (model, shape) => runs.push([model, shape]),
  })
  const recogniser = await createPlateRecogniser({ modelsDirectory, workers: 1, log: silentLog })
  const sessions = {
    detector: await InferenceSession.create(models.detectorBytes, sessionOptions),
    reader: await InferenceSession.create(models.readerBytes, sessionOptions),
  }
  const inputs = { detector: 'image', reader: 'plates' } as const
  const tensors = new Map<string, Tensor>()
  const tensorOf = ([model, shape]: Run): Tensor => {
    const key = `${model} ${shape.join('×')}`
    const values = () => new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(0.45)
    const tensor = tensors.get(key) ?? new Tensor('float32', values(), shape)
    tensors.set(key, tensor)
    return tensor
  }
  const perStage = new Map(stages.map((stage) => [stage, [] as number[]]))
  const whole: number[] = []
  const pooled: number[] = []
  const raw: number[] = []
  const cpu = { pipeline: 0, raw: 0 }
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const spend = async (on: keyof typeof cpu, work: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage()
    const ms = await timed(work)
    const { user, system } = process.cpuUsage(before)
    cpu[on] += user + system
    return ms
  }
  const warmUp = 2 * scenes.length
  let networks = ''
  for (let round = 0; round < rounds + warmUp; round += 1) {
    if (round === warmUp) Object.assign(cpu, { pipeline: 0, raw: 0 })
    const picture = scenes[round % scenes.length] ?? new Uint8Array()
    spent = {}
    runs = []
    const ofPipeline = await spend('pipeline', () => pipeline.readPlates(picture))
    const made = runs
    const ofPool = await timed(() => recogniser.readPlates(picture))
    const ofRaw = await spend('raw', async () => {
      await sharp(picture).raw().toBuffer()
      for (const run of made) await sessions[run[0]].run({ [inputs[run[0]]]: tensorOf(run) })
    })
    if (round < warmUp) continue
    whole.push(ofPipeline)
    pooled.push(ofPool)
    raw.push(ofRaw)
    for (const stage of stages) perStage.get(stage)?.push(spent[stage] ?? 0)
    networks = made.map(([model, shape]) => `${model} ${shape.join('×')}`).join(', ')
  }
  await recogniser.close()
  await pipeline.close()
  for (const session of Object.values(sessions)) await session.release()
  const ratios = (of: readonly number[]) => quantiles(of.map((ms, i) => ms / (raw[i] ?? Number.NaN))).p50
  return {
    frames: rounds,
    stages: Object.fromEntries([...perStage].map(([stage, ms]) => [stage, quantiles(ms)])),
    pipeline: quantiles(whole),
    pool: quantiles(pooled),
    raw: quantiles(raw),
    /** Medians of the ratios frame by frame. */
    ratio: ratios(whole),
    poolRatio: ratios(pooled),
    /** By processor time, which does not count what else runs on the machine. */
    cpuRatio: cpu.pipeline / cpu.raw,
    runs: networks,
  }
}
