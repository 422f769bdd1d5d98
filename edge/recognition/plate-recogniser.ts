import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../ports/clock.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import type { PlateRecogniser } from '../ports/recognition.ts'
import { loadPlateModels } from './manifest.ts'
import type { RecognitionReply, RecognitionRequest } from './messages.ts'
import type { Impression } from './motion.ts'
import { createWorkerPool } from './pool.ts'

export interface PlateRecogniserOptions {
  /** Holds `manifest.json` and the model files that it names. */
  readonly modelsDirectory: string
  /** Worker threads, each with both networks; as many pictures are read at once. */
  readonly workers: number
  readonly log: Log
  readonly clock?: Clock
}

const queueLimit = 64
const jobTimeoutMs = 30_000
const restartMs = 500

/**
 * Checks the models and starts the workers. Rejects with `model.manifest`, `model.missing` or
 * `model.corrupt`, which name the file, or with `recognition.worker` where the runtime cannot start.
 *
 * Corners are in px of the upright picture (EXIF orientation applied), as browsers show it.
 */
export async function createPlateRecogniser(options: PlateRecogniserOptions): Promise<PlateRecogniser> {
  const clock = options.clock ?? systemClock
  const models = await loadPlateModels(options.modelsDirectory)
  const pool = await createWorkerPool<RecognitionRequest, RecognitionReply>({
    size: options.workers,
    queueLimit,
    jobTimeoutMs,
    restartMs,
    spawn: () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: models }),
    log: options.log,
  })
  /** Of each lane what its camera saw when a frame was read. */
  const impressions = new Map<string | undefined, Impression>()
  return {
    async readPlates(picture, { lane, ifMoved = false } = {}) {
      const called = clock.monotonic()
      const own = copyOf(picture)
      const options = { transfer: [own.buffer], ...(lane === undefined ? {} : { lane }) }
      const since = impressions.get(lane) ?? null
      const reply = await pool.run({ kind: 'plates', picture: own, ...(ifMoved ? { since } : {}) }, options)
      if (reply.kind === 'still') throw new AyaldamaError('recognition.still', `lane ${lane}`)
      if (reply.kind !== 'plates') throw wrongReply(reply)
      const { result, impression } = reply
      if (impression) impressions.set(lane, impression)
      return { ...result, ms: { ...result.ms, total: clock.monotonic() - called } }
    },
    async cropPlate(picture, corners) {
      const own = copyOf(picture)
      const reply = await pool.run({ kind: 'crop', picture: own, corners }, { transfer: [own.buffer] })
      if (reply.kind !== 'crop') throw wrongReply(reply)
      return reply.jpeg
    },
    close: () => pool.close(),
  }
}

/** The caller keeps its bytes: they are evidence too. A copy of its own moves to the worker. */
function copyOf(picture: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(picture)
}

function wrongReply(reply: RecognitionReply): AyaldamaError {
  return new AyaldamaError('recognition.worker', 'recognition pool', `It answered ${reply.kind}.`)
}
