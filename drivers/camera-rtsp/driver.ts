import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { Camera, DriverContext, FrameCaptured } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createMjpegDecoder } from '../camera-http/mjpeg-codec.ts'
import { readCredentials } from '../camera-http/password.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { retryDelay } from '../transport/retry-schedule.ts'
import { failureIn, ffmpegArguments, ffmpegInput, withoutSecrets } from './ffmpeg-input.ts'
import type { CameraRtspOptions } from './options.ts'

const counterNames = [
  'framesRead',
  'framesRejected',
  'framesDropped',
  'framesDamaged',
  'bytesDiscarded',
  'timeouts',
  'reconnects',
] as const

/** A refused password is tried again no sooner: cameras lock an account that goes on trying. */
const refusedMs = 30_000
/** A longer line of ffmpeg's log is cut. */
const longestLine = 300

/**
 * A camera whose RTSP stream an ffmpeg child decodes: what breaks a decoder breaks that process and not the lane.
 * The child is killed when it falls silent, and begun again by the schedule. Nothing of the stream is kept but
 * the picture that is just arriving; a reader that is slow makes ffmpeg wait, by the pipe.
 */
export function createRtspCamera(
  options: CameraRtspOptions,
  context: DriverContext,
  credentialsFolder: string | undefined,
): Camera {
  const lifecycle = createDeviceLifecycle<FrameCaptured>(context, counterNames)
  const name = new URL(options.url).pathname
  const now = () => context.clock.monotonic()
  let abort = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let burstUntil = Number.NEGATIVE_INFINITY
  let lastPassed = Number.NEGATIVE_INFINITY

  function take(picture: Uint8Array): void {
    const at = now()
    lifecycle.count('framesRead')
    lifecycle.to('online', 'the stream is read')
    const triggered = at <= burstUntil
    if (!triggered && at - lastPassed < 1000 / options.idleFps) {
      lifecycle.count('framesDropped')
      return
    }
    lastPassed = at
    const source = triggered ? 'trigger' : 'stream'
    lifecycle.emit({ type: 'FrameCaptured', picture, mediaType: 'image/jpeg', at, source, name })
  }

  /** Runs one child until it ends, and tells why it did. */
  async function read(input: string, heard: () => void): Promise<AyaldamaError> {
    const child = spawn(options.ffmpeg, ffmpegArguments(options.fps), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
    })
    let failed: Error | undefined
    let silent = false
    let said = ''
    let failure: ReturnType<typeof failureIn> = null
    const kill = () => child.kill('SIGKILL')
    const timer = setTimeout(() => {
      silent = true
      kill()
    }, options.silenceMs)
    abort.signal.addEventListener('abort', kill)
    if (abort.signal.aborted) kill()
    const closed = new Promise<void>((resolve) => {
      child.once('error', (error) => {
        failed = error
      })
      child.once('close', () => resolve())
    })
    // A child that has gone already takes no input: its end tells why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    createInterface({ input: child.stderr }).on('line', (text) => {
      const line = withoutSecrets(text).slice(0, longestLine)
      const found = failureIn(line)
      if (found === 'damaged') lifecycle.count('framesDamaged')
      if (failure !== 'refused') failure = found ?? failure
      if (said === '' || found === 'refused') said = line
    })
    const decoder = createMjpegDecoder({ maximumBytes: options.maximumBytes })
    child.stdout.on('data', (chunk: Buffer) => {
      const { framesRejected, bytesDiscarded } = { ...decoder.counters() }
      const pictures = decoder.push(chunk)
      lifecycle.count('framesRejected', decoder.counters().framesRejected - framesRejected)
      lifecycle.count('bytesDiscarded', decoder.counters().bytesDiscarded - bytesDiscarded)
      for (const picture of pictures) {
        if (!lifecycle.active()) return
        timer.refresh()
        heard()
        take(picture)
      }
    })
    await closed
    clearTimeout(timer)
    abort.signal.removeEventListener('abort', kill)
    if (failed !== undefined) return new AyaldamaError('camera.ffmpeg', context.id, failed.message)
    if (silent) {
      lifecycle.count('timeouts')
      return new AyaldamaError('device.timeout', context.id, `No picture for ${options.silenceMs} ms.`)
    }
    if (failure === 'refused') return new AyaldamaError('device.exception', context.id, said)
    return new AyaldamaError('device.connect', context.id, said === '' ? 'The stream ended.' : said)
  }

  async function follow(): Promise<void> {
    let attempt = 0
    while (!abort.signal.aborted) {
      const error = await once(() => {
        attempt = 0
      })
      if (abort.signal.aborted) return
      if (lifecycle.state() !== 'connecting') lifecycle.count('reconnects')
      const refused = error.code === 'device.exception'
      lifecycle.to(refused ? 'degraded' : 'connecting', `${error.code}: ${error.message}`)
      const delay = retryDelay(options.reconnect, attempt, context.random())
      attempt += 1
      const rest = refused ? Math.max(delay, refusedMs) : delay
      await pause(rest, undefined, { signal: abort.signal }).catch(() => undefined)
    }
  }

  async function once(heard: () => void): Promise<AyaldamaError> {
    try {
      const { auth } = options
      // The scheme is the camera's choice: ffmpeg answers as it is asked.
      const credentials =
        auth === undefined ? null : await readCredentials({ scheme: 'digest', ...auth }, credentialsFolder)
      const { transport, silenceMs } = options
      return await read(ffmpegInput(options.url, credentials, { transport, timeoutMs: silenceMs }), heard)
    } catch (error) {
      if (error instanceof AyaldamaError) return error
      return new AyaldamaError('device.connect', context.id, String(error), { cause: error })
    }
  }

  return {
    id: context.id,
    kind: 'camera-rtsp',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    async start() {
      lifecycle.begin()
      abort = new AbortController()
      burstUntil = Number.NEGATIVE_INFINITY
      lastPassed = Number.NEGATIVE_INFINITY
      running = follow()
    },
    stop: () =>
      lifecycle.end(async () => {
        abort.abort()
        await running
      }),
    trigger() {
      burstUntil = now() + options.burstMs
    },
  }
}
