import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import type { BarcodeReading } from '../../ports/recognition.ts'
import { type FromWorker, type ToWorker, toPlainError } from '../messages.ts'
import { loadPictureBarcodeReader } from './picture-barcodes.ts'

// Entry of a barcode thread: one job at a time, so one core a thread is all it may take.
sharp.concurrency(1)
sharp.cache(false)

async function serve(): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('this file is the entry of a worker thread')
  const send = (message: FromWorker<readonly BarcodeReading[]>) => port.postMessage(message)
  const read = await loadPictureBarcodeReader()
  port.on('message', (message: ToWorker<Uint8Array>) => {
    if (message.type === 'close') {
      port.close()
      return
    }
    read(message.request).then(
      (reply) => send({ type: 'done', job: message.job, reply }),
      (error: unknown) => send({ type: 'failed', job: message.job, error: toPlainError(error) }),
    )
  })
  send({ type: 'ready' })
}

await serve()
