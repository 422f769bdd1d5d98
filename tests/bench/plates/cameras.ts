import { setTimeout as pause } from 'node:timers/promises'
import { AyaldamaError } from '../../../edge/ports/errors.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { createPlateRecogniser } from '../../../edge/recognition/plate-recogniser.ts'
import { quantiles } from './ratio.ts'

/**
 * Cameras that send on, whether read or not: of each lane the newest frame waits, and takes the place of the one
 * before. What waits is counted from outside: calls that are not answered, less those that the workers hold.
 */
export async function measureCameras(options: {
  readonly cameras: number
  readonly framesPerSecond: number
  readonly workers: number
  readonly seconds: number
  readonly scenes: readonly Uint8Array[]
  readonly modelsDirectory: string
}) {
  const { cameras, framesPerSecond, workers, seconds, scenes, modelsDirectory } = options
  const recogniser = await createPlateRecogniser({ modelsDirectory, workers, log: silentLog })
  const latencies: number[] = []
  const pending = new Set<Promise<void>>()
  let sent = 0
  let replaced = 0
  let mostWaiting = 0
  const send = (lane: number) => {
    const picture = scenes[(sent + lane) % scenes.length] ?? new Uint8Array()
    const begun = performance.now()
    sent += 1
    const work: Promise<void> = recogniser
      .readPlates(picture, { lane: `lane-${lane}` })
      .then(
        () => {
          latencies.push(performance.now() - begun)
        },
        (error: unknown) => {
          if (!(error instanceof AyaldamaError) || error.code !== 'recognition.busy') throw error
          replaced += 1
        },
      )
      .finally(() => pending.delete(work))
    pending.add(work)
  }
  const began = performance.now()
  const every = 1000 / (framesPerSecond * cameras)
  while (performance.now() - began < seconds * 1000) {
    send(sent % cameras)
    // A replaced call is answered a moment later: it no longer waits.
    await pause(Math.max(1, began + sent * every - performance.now()))
    mostWaiting = Math.max(mostWaiting, pending.size - workers)
  }
  await Promise.all(pending)
  await recogniser.close()
  return { workers, sent, read: latencies.length, replaced, mostWaiting, latency: quantiles(latencies) }
}
