import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createAccessControl, type SimulatorAuth } from './access-control.ts'
import type { SimulatedVehicle } from './scene/random-vehicle.ts'
import { createSceneRenderer, type SceneRenderer } from './scene/render-scene.ts'
import type { Light } from './scene/surroundings.ts'

export interface CameraSimulatorOptions {
  /** TCP port on 127.0.0.1; 0, the default, lets the system choose. */
  readonly port?: number
  readonly auth?: SimulatorAuth
  /** Pictures a second of the stream. Default 4. */
  readonly streamFps?: number
  /** Pictures that a vehicle is drawn in between its entry and the stop line. Default 4. */
  readonly places?: number
  /** Draws the pictures; default the scenes of this simulator. */
  readonly renderer?: SceneRenderer
}

/** How the next answers differ from those of a camera in order. */
export interface CameraFault {
  /** Milliseconds before a snapshot is answered. */
  readonly delayMs?: number
  readonly status?: number
  /** Sent in place of the picture, as image/jpeg. */
  readonly body?: Uint8Array
}

export interface CameraSimulator {
  readonly port: number
  /** `/snapshot.jpg`: the lane as it is now. */
  readonly snapshotUrl: string
  /** `/video.mjpg`: multipart stream of the same. */
  readonly streamUrl: string
  /** Puts a vehicle at the stop line, or empties the lane. */
  setVehicle(vehicle: SimulatedVehicle | null): void
  /** Lets the vehicle enter anew and come up to the stop line. */
  driveUp(options: { readonly durationMs: number }): void
  setFault(fault: CameraFault | null): void
  /** Snapshots asked for and let pass, and how many are unanswered now and were at most. */
  requests(): { readonly total: number; readonly open: number; readonly mostOpen: number }
  close(): Promise<void>
}

const BOUNDARY = 'lane-camera'

/** A plate camera beside a lane. Each picture of a vehicle is drawn once, when it is first asked for. */
export async function createCameraSimulator(options: CameraSimulatorOptions = {}): Promise<CameraSimulator> {
  const { streamFps = 4, places = 4, renderer = createSceneRenderer() } = options
  const lane = createLanePictures(renderer, places)
  const mayPass = createAccessControl(options.auth)
  const count = { total: 0, open: 0, mostOpen: 0 }
  let fault: CameraFault | null = null

  const server = createServer((request, response) => {
    if (!mayPass(request, response)) return
    const path = request.url?.split('?')[0]
    if (request.method !== 'GET') response.writeHead(405).end()
    else if (path === '/snapshot.jpg') void answerSnapshot(response)
    else if (path === '/video.mjpg') startStream(request, response)
    else response.writeHead(404).end()
  })

  async function answerSnapshot(response: ServerResponse): Promise<void> {
    count.total += 1
    count.open += 1
    count.mostOpen = Math.max(count.mostOpen, count.open)
    response.once('close', () => {
      count.open -= 1
    })
    const { delayMs = 0, status = 200, body } = fault ?? {}
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref())
    const picture = body ?? (await lane.now().catch(() => null))
    if (response.destroyed) return
    if (picture === null) return void response.writeHead(500).end()
    response.writeHead(status, {
      'content-type': 'image/jpeg',
      'content-length': picture.length,
      'cache-control': 'no-store',
    })
    response.end(picture)
  }

  function startStream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` })
    let busy = false
    const send = async () => {
      // A reader that is slower than the stream misses pictures, as with a real camera.
      if (busy || response.writableNeedDrain) return
      busy = true
      const picture = await lane.now().catch(() => null)
      busy = false
      if (response.destroyed || picture === null) return
      response.write(`--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`)
      response.write(picture)
      response.write('\r\n')
    }
    const timer = setInterval(() => void send(), 1000 / streamFps)
    request.socket.once('close', () => clearInterval(timer))
    void send()
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    port,
    snapshotUrl: `http://127.0.0.1:${port}/snapshot.jpg`,
    streamUrl: `http://127.0.0.1:${port}/video.mjpg`,
    setVehicle: lane.setVehicle,
    driveUp: lane.driveUp,
    setFault(next) {
      fault = next
    },
    requests: () => ({ ...count }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface LanePictures {
  /** The lane at this moment. */
  now(): Promise<Uint8Array>
  setVehicle(vehicle: SimulatedVehicle | null): void
  driveUp(options: { readonly durationMs: number }): void
}

function createLanePictures(renderer: SceneRenderer, places: number): LanePictures {
  const empty = new Map<Light, Promise<Uint8Array>>()
  let vehicle: SimulatedVehicle | null = null
  let light: Light = 'day'
  let drawn = new Map<number, Promise<Uint8Array>>()
  let drive: { readonly from: number; readonly durationMs: number } | null = null

  /** 0 at the stop line to `places` - 1. */
  function place(): number {
    if (drive === null) return 0
    const left = 1 - (performance.now() - drive.from) / drive.durationMs
    return Math.min(places - 1, Math.max(0, Math.ceil(left * (places - 1))))
  }

  function once<Key>(pictures: Map<Key, Promise<Uint8Array>>, key: Key, draw: () => Promise<Uint8Array>) {
    const known = pictures.get(key)
    if (known !== undefined) return known
    const picture = draw()
    pictures.set(key, picture)
    return picture
  }

  return {
    now() {
      const present = vehicle
      if (present === null) return once(empty, light, () => renderer.renderEmptyLane(light, 1))
      const at = place()
      const distance = places < 2 ? 0 : at / (places - 1)
      return once(drawn, at, () => renderer.renderScene({ ...present, distance }))
    },
    setVehicle(next) {
      vehicle = next
      light = next?.light ?? light
      drawn = new Map()
      drive = null
    },
    driveUp({ durationMs }) {
      drive = { from: performance.now(), durationMs: Math.max(1, durationMs) }
    },
  }
}
