import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { cameraDahua } from '../../../../drivers/camera-dahua/definition.ts'
import { cameraHikvision } from '../../../../drivers/camera-hikvision/definition.ts'
import type { SimulatorAuth } from '../../../../drivers/simulator/camera/access-control.ts'
import {
  createEventCameraSimulator,
  type EventBrand,
} from '../../../../drivers/simulator/camera/event-simulator.ts'
import { eventually } from '../../../unit/camera/eventually.ts'
import type { CameraPeer } from './camera-suite.ts'
import { noBoard, quick } from './simulated-peer.ts'

/** A camera that reads plates itself, over its stream of events. */
export async function eventPeer(brand: EventBrand, auth?: SimulatorAuth): Promise<CameraPeer> {
  const access = auth === undefined ? {} : { auth }
  let simulator = await createEventCameraSimulator(brand, access)
  const { port, url } = simulator
  const definition = brand === 'hikvision' ? cameraHikvision : cameraDahua
  const folder = await mkdtemp(join(tmpdir(), 'camera-'))
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, `${auth?.password ?? ''}\n`)
  let number = 0
  return {
    create(context) {
      const options = definition.options.parse({
        url,
        silenceMs: 2000,
        reconnect: quick.reconnect,
        ...(auth === undefined
          ? {}
          : { auth: { scheme: auth.scheme, username: auth.username, passwordFile } }),
      })
      return definition.create(options, context, noBoard)
    },
    async shoot() {
      number += 1
      const background = { r: number % 255, g: 90, b: 120 }
      const picture = await sharp({ create: { width: 64, height: 36, channels: 3, background } })
        .jpeg()
        .toBuffer()
      simulator.sendPlate(`${100 + number}ABC02`, picture)
      return picture
    },
    async spoil(camera) {
      const before = camera.health().counters.framesRejected ?? 0
      simulator.sendRaw(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 2, 1, 2, 3, 4))
      await eventually(() => (camera.health().counters.framesRejected ?? 0) > before)
    },
    lose: () => simulator.close(),
    async restore() {
      simulator = await createEventCameraSimulator(brand, { port, ...access })
    },
    async dispose() {
      await simulator.close()
      await rm(folder, { recursive: true })
    },
  }
}
