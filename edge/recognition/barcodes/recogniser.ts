import { Worker } from 'node:worker_threads'
import type { Log } from '../../ports/log.ts'
import type { BarcodeReading, BarcodeRecogniser } from '../../ports/recognition.ts'
import { createWorkerPool } from '../pool.ts'

/** Starts one thread that reads barcodes. Rejects with `recognition.worker` where the decoder cannot be loaded. */
export async function createBarcodeRecogniser(log: Log): Promise<BarcodeRecogniser> {
  const pool = await createWorkerPool<Uint8Array, readonly BarcodeReading[]>({
    size: 1,
    queueLimit: 64,
    jobTimeoutMs: 30_000,
    restartMs: 500,
    spawn: () => new Worker(new URL('./worker.ts', import.meta.url)),
    log,
  })
  return {
    readBarcodes(picture) {
      const own = new Uint8Array(picture)
      return pool.run(own, { transfer: [own.buffer] })
    },
    close: () => pool.close(),
  }
}
