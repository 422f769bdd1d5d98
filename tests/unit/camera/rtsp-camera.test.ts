import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cameraRtsp } from '../../../drivers/camera-rtsp/definition.ts'
import {
  failureIn,
  ffmpegArguments,
  ffmpegInput,
  withoutSecrets,
} from '../../../drivers/camera-rtsp/ffmpeg-input.ts'
import type { FrameCaptured } from '../../../edge/ports/devices.ts'
import { inState } from '../drivers/support/device-events.ts'
import { driverContext } from '../drivers/support/driver-context.ts'
import { eventually } from './eventually.ts'
import { smallJpeg } from './small-jpeg.ts'

const url = 'rtsp://192.0.2.10/live'

/** A camera whose ffmpeg is a shell script. */
async function scripted(script: string, more: object = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'camera-'))
  const ffmpeg = join(folder, 'ffmpeg')
  await writeFile(join(folder, 'picture'), smallJpeg())
  await writeFile(ffmpeg, `#!/bin/sh\ncd '${folder}'\necho x >> starts\n${script}\n`)
  await chmod(ffmpeg, 0o755)
  const reconnect = { firstMs: 10, maxMs: 30 }
  const options = cameraRtsp.options.parse({ url, ffmpeg, silenceMs: 500, reconnect, ...more })
  const camera = cameraRtsp.create(options, driverContext('camera'), () => {
    throw new Error('a camera has no board')
  })
  onTestFinished(async () => {
    await camera.stop()
    await rm(folder, { recursive: true })
  })
  const frames: FrameCaptured[] = []
  camera.onEvent((frame) => frames.push(frame))
  const starts = async () => (await readFile(join(folder, 'starts'), 'utf8').catch(() => '')).length / 2
  return { camera, frames, starts, count: (name: string) => camera.health().counters[name] ?? 0 }
}

describe('the child that reads an RTSP stream', () => {
  it('that falls silent is killed and begun again', async () => {
    const { camera, count, starts } = await scripted('cat picture; exec sleep 60')
    await camera.start()
    await inState(camera, 'online')
    expect((await inState(camera, 'connecting')).reason).toMatch(/^device.timeout/)
    await inState(camera, 'online')
    expect(count('timeouts')).toBeGreaterThan(0)
    expect(await starts()).toBeGreaterThan(1)
  })

  it('that floods passes on what is asked for and keeps nothing', async () => {
    const { camera, frames, count } = await scripted('while cat picture; do :; done', { idleFps: 0.1 })
    await camera.start()
    await eventually(() => count('framesRead') > 50)
    expect(frames.length).toBe(1)
    expect(count('framesDropped')).toBeGreaterThan(40)
  })

  it('that sends an endless part is thrown away in pieces', async () => {
    const head = "printf '\\377\\330\\377\\332\\000\\002'; while head -c 65536 /dev/zero; do :; done"
    const { camera, frames, count } = await scripted(head, { maximumBytes: 4096 })
    await camera.start()
    await eventually(() => count('framesRejected') > 0)
    expect(frames).toEqual([])
  })

  it('gives every picture for a while after a trigger, and says so', async () => {
    const { camera, frames } = await scripted('while cat picture; do sleep 0.02; done', { idleFps: 0.1 })
    await camera.start()
    await inState(camera, 'online')
    camera.trigger()
    await eventually(() => frames.filter(({ source }) => source === 'trigger').length > 3)
  })

  it('that says Unauthorized makes the camera degraded, without its password', async () => {
    const said = 'rtsp://lane:secret@192.0.2.10/live: Server returned 401 Unauthorized (authorization failed)'
    const { camera, starts } = await scripted(`echo '${said}' >&2; exit 1`)
    await camera.start()
    const { reason } = await inState(camera, 'degraded')
    expect(reason).toMatch(/^device.exception.*401/)
    expect(reason).not.toContain('secret')
    expect(await starts()).toBe(1)
  })

  it('that is not installed is said', async () => {
    const { camera } = await scripted('', { ffmpeg: '/nonexistent/ffmpeg' })
    await camera.start()
    await eventually(() => camera.health().reason.startsWith('camera.ffmpeg'))
  })

  it('is gone when the camera has stopped', async () => {
    const { camera } = await scripted('echo $$ >&2; cat picture; exec sleep 60')
    await camera.start()
    await inState(camera, 'online')
    await camera.stop()
    expect(camera.health().state).toBe('stopped')
  })
})

describe('what ffmpeg is told', () => {
  it('has user name and password on its input alone, and no line that they could add', () => {
    const credentials = { username: 'lane', password: "a'b\nfile '/etc/passwd' @:/" }
    const input = ffmpegInput(url, credentials, { transport: 'tcp', timeoutMs: 5000 })
    expect(input.match(/^file /gm)).toHaveLength(1)
    expect(input).toContain(
      "file 'rtsp://lane:a%27b%0Afile%20%27%2Fetc%2Fpasswd%27%20%40%3A%2F@192.0.2.10/live'",
    )
    expect(ffmpegArguments(5).join(' ')).not.toMatch(/rtsp:\/\/|lane/)
    expect(ffmpegArguments(5)).not.toContain('file')
  })

  it.each([
    ['Connection to tcp://192.0.2.10:554 failed: Connection refused', 'unreachable'],
    ['method DESCRIBE failed: 401 Unauthorized', 'refused'],
    ['[h264 @ 0x1] error while decoding MB 3 4, bytestream -7', 'damaged'],
    ['[swscaler @ 0x1] deprecated pixel format used', null],
  ])('and what it says is understood: %s', (line, failure) => {
    expect(failureIn(line)).toBe(failure)
  })

  it('never repeats a password', () => {
    expect(withoutSecrets("Impossible to open 'rtsp://a:b%40@h/x'")).toBe("Impossible to open 'rtsp://h/x'")
  })
})
