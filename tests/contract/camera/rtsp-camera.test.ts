import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cameraRtsp } from '../../../drivers/camera-rtsp/definition.ts'
import { requirePython, requireSystem } from '../../support/system-package.ts'
import { inState } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'
import { cameraContract } from './support/camera-suite.ts'
import { rtspPeer } from './support/rtsp-peer.ts'
import { noBoard } from './support/simulated-peer.ts'

const officer = { username: 'lane', password: 'Stop: "1" \\ \'Аялдама\'' }
const probe = "gi; gi.require_version('GstRtspServer', '1.0')"
const packages = 'gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good'
const there = requireSystem('ffmpeg', 'ffmpeg') && requirePython(probe, packages)

describe.skipIf(!there)('an independent peer', () => {
  cameraContract("GStreamer's RTSP server", () => rtspPeer(), 'pictures')
  cameraContract("GStreamer's RTSP server, digest", () => rtspPeer(officer), 'pictures')

  it('the password is in the arguments and the environment of no process, nor in health', async () => {
    const peer = await rtspPeer({ username: 'lane', password: 'secret-of-the-camera' })
    onTestFinished(() => peer.dispose())
    const camera = peer.create(driverContext('camera'))
    onTestFinished(() => camera.stop())
    await camera.start()
    await inState(camera, 'online')
    const children = childrenOf(process.pid).filter(({ command }) => command.startsWith('ffmpeg'))
    expect(children.length).toBe(1)
    for (const { command, environment } of children) {
      expect(command + environment).not.toContain('secret')
    }
    await peer.lose()
    expect((await inState(camera, 'connecting')).reason).not.toContain('secret')
  })

  it('a wrong password is said, and the camera is left in peace', async () => {
    const peer = await rtspPeer(officer)
    onTestFinished(() => peer.dispose())
    const { url } = peer
    const auth = { username: 'somebody', passwordFile: peer.passwordFile }
    const camera = cameraRtsp.create(
      cameraRtsp.options.parse({ url, auth }),
      driverContext('camera'),
      noBoard,
    )
    onTestFinished(() => camera.stop())
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toMatch(/^device.exception.*401/)
  })
})

function childrenOf(parent: number): readonly { readonly command: string; readonly environment: string }[] {
  const found = []
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, ppid] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
      if (Number(ppid) !== parent) continue
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      found.push({ command, environment: readFileSync(`/proc/${pid}/environ`, 'utf8') })
    } catch {
      // It ended meanwhile.
    }
  }
  return found
}
