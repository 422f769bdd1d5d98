import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { cameraHttp } from '../../../../drivers/camera-http/definition.ts'
import { createCameraSimulator } from '../../../../drivers/simulator/camera/camera-simulator.ts'
import type { CameraPeer } from './camera-suite.ts'
import { noBoard, quick } from './simulated-peer.ts'

/**
 * FFmpeg's own MJPEG server for the stream; single pictures come from the simulator, which FFmpeg does not
 * serve. Its `-listen 1` serves one client and ends, so it is started anew until the peer is lost.
 */
export async function ffmpegPeer(): Promise<CameraPeer> {
  const port = await freePort()
  let simulator = await createCameraSimulator()
  const snapshotPort = simulator.port
  let serving = true
  let clientsLeft = 20
  let child: ChildProcess | undefined
  let ended: Promise<unknown> = Promise.resolve()

  function serve(): void {
    const source = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=25']
    const target = ['-f', 'mpjpeg', '-listen', '1', `http://127.0.0.1:${port}/video.mjpg`]
    const started = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'quiet', ...source, ...target], {
      stdio: 'ignore',
    })
    child = started
    ended = once(started, 'exit').then(() => {
      clientsLeft -= 1
      if (serving && clientsLeft > 0) serve()
    })
  }

  async function end(): Promise<void> {
    serving = false
    child?.kill('SIGKILL')
    await ended
    await simulator.close()
  }

  serve()
  return {
    create(context) {
      const options = cameraHttp.options.parse({
        url: simulator.snapshotUrl,
        stream: `http://127.0.0.1:${port}/video.mjpg`,
        streamFps: 30,
        ...quick,
      })
      return cameraHttp.create(options, context, noBoard)
    },
    shoot: async () => null,
    spoil: null,
    lose: end,
    async restore() {
      simulator = await createCameraSimulator({ port: snapshotPort })
      serving = true
      serve()
    },
    dispose: end,
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
