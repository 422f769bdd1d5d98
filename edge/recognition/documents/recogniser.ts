import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { DocumentPicture, DocumentRecogniser } from '../../ports/recognition.ts'
import { createWorkerPool } from '../pool.ts'
import { loadDocumentModels } from './models.ts'

/**
 * Checks the document models and starts the workers. Rejects with `model.manifest`, `model.missing` or
 * `model.corrupt`, which name the file, or with `recognition.worker` where the runtime cannot start.
 */
export async function createDocumentRecogniser(options: {
  /** Holds `manifest.json` and the model files that it names. */
  readonly modelsDirectory: string
  readonly workers: number
  readonly log: Log
  readonly clock?: Clock
}): Promise<DocumentRecogniser> {
  const clock = options.clock ?? systemClock
  const models = await loadDocumentModels(options.modelsDirectory)
  const pool = await createWorkerPool<Uint8Array, DocumentPicture>({
    size: options.workers,
    queueLimit: 64,
    jobTimeoutMs: 30_000,
    restartMs: 500,
    spawn: () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: models }),
    log: options.log,
  })
  return {
    async readDocument(picture) {
      const called = clock.monotonic()
      const own = new Uint8Array(picture)
      const result = await pool.run(own, { transfer: [own.buffer] })
      return { ...result, ms: { ...result.ms, total: clock.monotonic() - called } }
    },
    close: () => pool.close(),
  }
}
