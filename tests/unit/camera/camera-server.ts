import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { cameraHttp } from '../../../drivers/camera-http/definition.ts'
import type { Camera, FrameCaptured } from '../../../edge/ports/devices.ts'
import { driverContext } from '../drivers/support/driver-context.ts'

/** A camera's HTTP server that answers as the test says; ends with the test. */
export async function cameraServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close').catch(() => undefined)
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

export interface WatchedCamera {
  readonly camera: Camera
  readonly frames: FrameCaptured[]
  count(name: string): number
}

/** A driver with quick time-outs that stops with the test. */
export function httpCamera(options: object): WatchedCamera {
  const parsed = cameraHttp.options.parse({
    timeoutMs: 2000,
    probeMs: 60_000,
    burstMs: [0],
    reconnect: { firstMs: 10, maxMs: 30 },
    ...options,
  })
  const camera = cameraHttp.create(parsed, driverContext('camera'), () => {
    throw new Error('a camera has no board')
  })
  onTestFinished(() => camera.stop())
  const frames: FrameCaptured[] = []
  camera.onEvent((frame) => frames.push(frame))
  return { camera, frames, count: (name) => camera.health().counters[name] ?? 0 }
}
