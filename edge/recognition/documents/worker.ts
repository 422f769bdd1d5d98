import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'
import { systemClock } from '../../ports/clock.ts'
import type { DocumentPicture } from '../../ports/recognition.ts'
import { type FromWorker, type ToWorker, toPlainError } from '../messages.ts'
import type { DocumentModels } from './models.ts'
import { createDocumentPipeline } from './pipeline.ts'

// Entry of a document thread: one job at a time, so one core a thread is all it may take.
sharp.concurrency(1)
sharp.cache(false)

async function serve(): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('this file is the entry of a worker thread')
  const send = (message: FromWorker<DocumentPicture>) => port.postMessage(message)
  const pipeline = await createDocumentPipeline(workerData as DocumentModels, systemClock)
  port.on('message', (message: ToWorker<Uint8Array>) => {
    if (message.type === 'close') {
      void pipeline.close().finally(() => port.close())
      return
    }
    pipeline.readDocument(message.request).then(
      (reply) => send({ type: 'done', job: message.job, reply }),
      (error: unknown) => send({ type: 'failed', job: message.job, error: toPlainError(error) }),
    )
  })
  send({ type: 'ready' })
}

await serve()
