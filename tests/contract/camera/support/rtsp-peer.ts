import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cameraRtsp } from '../../../../drivers/camera-rtsp/definition.ts'
import { systemPython } from '../../../support/system-package.ts'
import type { CameraPeer } from './camera-suite.ts'
import { noBoard, quick } from './simulated-peer.ts'

/** GStreamer's RTSP server: another implementation than the ffmpeg that reads it. */
export async function rtspPeer(user?: {
  readonly username: string
  readonly password: string
}): Promise<CameraPeer & { readonly url: string; readonly passwordFile: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'camera-'))
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, `${user?.password ?? ''}\n`)
  let server = await startServer('0', user)
  const url = `rtsp://127.0.0.1:${server.port}/lane`
  const end = async () => {
    if (server.child.exitCode !== null || server.child.signalCode !== null) return
    server.child.kill('SIGKILL')
    await once(server.child, 'exit')
  }
  return {
    url,
    passwordFile,
    create(context) {
      const options = cameraRtsp.options.parse({
        url,
        fps: 10,
        idleFps: 30,
        silenceMs: 4000,
        reconnect: quick.reconnect,
        ...(user === undefined ? {} : { auth: { username: user.username, passwordFile } }),
      })
      return cameraRtsp.create(options, context, noBoard)
    },
    shoot: async () => null,
    spoil: null,
    lose: end,
    async restore() {
      server = await startServer(server.port, user)
    },
    async dispose() {
      await end()
      await rm(folder, { recursive: true })
    },
  }
}

async function startServer(
  port: string,
  user: { readonly username: string; readonly password: string } | undefined,
): Promise<{ readonly child: ChildProcess; readonly port: string }> {
  const script = join(import.meta.dirname, 'rtsp-server.py')
  const who = user === undefined ? [] : [user.username, user.password]
  const child = spawn(systemPython, [script, port, ...who], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, port: line.toString().trim() }
}
