import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cameraHttp } from '../../../../drivers/camera-http/definition.ts'
import type { SimulatorAuth } from '../../../../drivers/simulator/camera/access-control.ts'
import { createCameraSimulator } from '../../../../drivers/simulator/camera/camera-simulator.ts'
import { eventually } from '../../../unit/camera/eventually.ts'
import { inState } from '../../../unit/drivers/support/device-events.ts'
import type { CameraPeer } from './camera-suite.ts'

export const noBoard = (): never => {
  throw new Error('a camera has no board')
}

/** Fast enough for tests; `probeMs` so that a loss is noticed without a trigger. */
export const quick = { timeoutMs: 2000, probeMs: 500, reconnect: { firstMs: 20, maxMs: 50 } }

/** The camera simulator over HTTP. */
export async function simulatedPeer(auth?: SimulatorAuth): Promise<CameraPeer> {
  let simulator = await createCameraSimulator(auth === undefined ? {} : { auth })
  const { port, snapshotUrl } = simulator
  const folder = await mkdtemp(join(tmpdir(), 'camera-'))
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, `${auth?.password ?? ''}\n`)
  return {
    create(context) {
      const options = cameraHttp.options.parse({
        url: snapshotUrl,
        burstMs: [0],
        ...(auth === undefined
          ? {}
          : { auth: { scheme: auth.scheme, username: auth.username, passwordFile } }),
        ...quick,
      })
      return cameraHttp.create(options, context, noBoard)
    },
    async shoot(camera) {
      camera.trigger()
      return null
    },
    async spoil(camera) {
      simulator.setFault({ body: new TextEncoder().encode('<html>no signal</html>') })
      const degraded = inState(camera, 'degraded')
      camera.trigger()
      await degraded
      await eventually(() => simulator.requests().open === 0)
      const back = inState(camera, 'online')
      simulator.setFault(null)
      await back
    },
    lose: () => simulator.close(),
    async restore() {
      simulator = await createCameraSimulator(auth === undefined ? { port } : { port, auth })
    },
    async dispose() {
      await simulator.close()
      await rm(folder, { recursive: true })
    },
  }
}
