import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'
import { systemClock } from '../ports/clock.ts'
import { isPicture } from './decode-picture.ts'
import type { PlateModels } from './manifest.ts'
import {
  type FromWorker,
  type RecognitionReply,
  type RecognitionRequest,
  type ToWorker,
  toPlainError,
} from './messages.ts'
import { hasMoved, type Impression, impressionOf } from './motion.ts'
import { createPlatePipeline, type PlatePipeline } from './plate-pipeline.ts'

// Entry of a recognition thread: one job at a time, so one core a thread is all it may take.
sharp.concurrency(1)
sharp.cache(false)

/** null for what is no picture: to say so is the pipeline's part. */
async function takeImpression(picture: Uint8Array): Promise<Impression | null> {
  return isPicture(picture) ? await impressionOf(picture).catch(() => null) : null
}

async function answer(pipeline: PlatePipeline, request: RecognitionRequest): Promise<RecognitionReply> {
  if (request.kind === 'plates') {
    const { picture, since } = request
    const impression = since === undefined ? null : await takeImpression(picture)
    if (since && impression && !hasMoved(since, impression)) return { kind: 'still' }
    return { kind: 'plates', result: await pipeline.readPlates(picture), impression }
  }
  return { kind: 'crop', jpeg: await pipeline.cropPlate(request.picture, request.corners) }
}

async function serve(): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('this file is the entry of a worker thread')
  const send = (message: FromWorker<RecognitionReply>) => port.postMessage(message)
  const pipeline = await createPlatePipeline(workerData as PlateModels, systemClock)
  port.on('message', (message: ToWorker<RecognitionRequest>) => {
    if (message.type === 'close') {
      void pipeline.close().finally(() => port.close())
      return
    }
    answer(pipeline, message.request).then(
      (reply) => send({ type: 'done', job: message.job, reply }),
      (error: unknown) => send({ type: 'failed', job: message.job, error: toPlainError(error) }),
    )
  })
  send({ type: 'ready' })
}

await serve()
