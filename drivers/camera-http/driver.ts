import { setTimeout as pause } from 'node:timers/promises'
import type { Camera, DriverContext, FrameCaptured } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createBudget, pictureCost, pictureRate } from '../transport/flood-limit.ts'
import { retryDelay } from '../transport/retry-schedule.ts'
import { type ChannelState, stateOf } from './channel-states.ts'
import { type CameraClient, CredentialsRefused, createCameraClient, readBody } from './http-client.ts'
import { createMjpegDecoder } from './mjpeg-codec.ts'
import type { CameraHttpOptions } from './options.ts'
import { readCredentials } from './password.ts'
import { inspectPicture } from './picture.ts'

const counterNames = [
  'requests',
  'framesRead',
  'framesRejected',
  'framesDropped',
  'bytesDiscarded',
  'timeouts',
  'triggersSkipped',
  'reconnects',
] as const

/** What lives from one start to the next stop. */
interface Run {
  readonly abort: AbortController
  /** Slots of the burst that wait for their time or for their picture. */
  readonly busySlots: Set<number>
  readonly work: Set<Promise<void>>
  client: CameraClient | undefined
}

/**
 * A camera that is asked for pictures, and whose MJPEG stream is followed where it has one.
 * `credentialsFolder` is where systemd lays the credentials of the service.
 */
export function createHttpCamera(
  options: CameraHttpOptions,
  context: DriverContext,
  credentialsFolder: string | undefined,
): Camera {
  const lifecycle = createDeviceLifecycle<FrameCaptured>(context, counterNames)
  const pictureUrl = new URL(options.url)
  const streamUrl = options.stream === undefined ? undefined : new URL(options.stream)
  const now = () => context.clock.monotonic()
  const channels: { picture: ChannelState; stream?: ChannelState } = { picture: 'unknown' }
  let run: Run | undefined
  let wakeProbe = new AbortController()
  let lastPicture = Number.NEGATIVE_INFINITY
  /** The last picture was refused for user name or password. */
  let refused = false

  function report(channel: 'picture' | 'stream', state: ChannelState): void {
    const before = channels[channel]
    channels[channel] = state
    if (channel === 'picture' && state === 'ok') lastPicture = now()
    if (channel === 'picture' && state !== 'ok' && before === 'ok') wakeProbe.abort()
    const next = stateOf(Object.values(channels))
    if (next === null || !lifecycle.active()) return
    if (next.state === 'connecting' && lifecycle.state() !== 'connecting') lifecycle.count('reconnects')
    lifecycle.to(next.state, next.reason)
  }

  /** An error with a code, or undefined where the stop of the device ended the work. */
  function explain(error: unknown, current: Run, timedOut: boolean): AyaldamaError | undefined {
    if (current.abort.signal.aborted) return undefined
    if (error instanceof CredentialsRefused) current.client = undefined
    if (timedOut) {
      lifecycle.count('timeouts')
      return new AyaldamaError('device.timeout', context.id, `${options.timeoutMs} ms.`)
    }
    const known = error instanceof AyaldamaError ? error : undefined
    if (known?.code === 'camera.not-a-picture') lifecycle.count('framesRejected')
    return known ?? new AyaldamaError('device.connect', context.id, String(error), { cause: error })
  }

  /** A client with the password as it was read first, or after a refusal. */
  async function clientOf(current: Run): Promise<CameraClient> {
    current.client ??= createCameraClient(context.id, await readCredentials(options.auth, credentialsFolder))
    return current.client
  }

  /** Asks for one picture; true where it came. `deliver` false: only to see that the camera is there. */
  async function takePicture(current: Run, deliver: boolean): Promise<boolean> {
    const timeout = AbortSignal.timeout(options.timeoutMs)
    const signal = AbortSignal.any([current.abort.signal, timeout])
    try {
      const client = await clientOf(current)
      lifecycle.count('requests')
      const answer = await client.open(pictureUrl, signal)
      const picture = await readBody(answer, options.maximumBytes, context.id)
      const at = now()
      refused = false
      const found = inspectPicture(picture)
      if (found === null || found.end === null) {
        lifecycle.count('bytesDiscarded', picture.length)
        const what = found === null ? `${picture.length} bytes of something else.` : 'It is cut off.'
        throw new AyaldamaError('camera.not-a-picture', context.id, what)
      }
      lifecycle.count('framesRead')
      report('picture', 'ok')
      const { mediaType } = found
      if (deliver) {
        const name = pictureUrl.pathname
        lifecycle.emit({ type: 'FrameCaptured', picture, mediaType, at, source: 'trigger', name })
      }
      return true
    } catch (error) {
      refused = error instanceof CredentialsRefused
      const explained = explain(error, current, timeout.aborted)
      if (explained !== undefined) report('picture', explained)
      return false
    }
  }

  async function keepProbing(current: Run): Promise<void> {
    let attempt = 0
    while (!current.abort.signal.aborted) {
      const rest = channels.picture === 'ok' ? lastPicture + options.probeMs - now() : 0
      if (rest > 0) {
        wakeProbe = new AbortController()
        await quietPause(rest, AbortSignal.any([current.abort.signal, wakeProbe.signal]))
      } else if (await takePicture(current, false)) {
        attempt = 0
      } else {
        const delay = retryDelay(options.reconnect, attempt, context.random())
        attempt += 1
        await quietPause(refused ? Math.max(delay, options.probeMs) : delay, current.abort.signal)
      }
    }
  }

  async function followStream(current: Run, url: URL): Promise<void> {
    const schedule = { attempt: 0 }
    while (!current.abort.signal.aborted) {
      const silence = new AbortController()
      let streamRefused = false
      try {
        await readStream(current, url, silence, schedule)
      } catch (error) {
        streamRefused = error instanceof CredentialsRefused
        const explained = explain(error, current, silence.signal.aborted)
        if (explained !== undefined) report('stream', explained)
      }
      const delay = retryDelay(options.reconnect, schedule.attempt, context.random())
      schedule.attempt += 1
      await quietPause(streamRefused ? Math.max(delay, options.probeMs) : delay, current.abort.signal)
    }
  }

  /** Reads until the stream ends, which is an error, or no picture came for `timeoutMs`. */
  async function readStream(
    current: Run,
    url: URL,
    silence: AbortController,
    schedule: { attempt: number },
  ): Promise<void> {
    const timer = setTimeout(() => silence.abort(), options.timeoutMs)
    try {
      const client = await clientOf(current)
      const answer = await client.open(url, AbortSignal.any([current.abort.signal, silence.signal]))
      const decoder = createMjpegDecoder({ maximumBytes: options.maximumBytes })
      const passOn = createPace(1000 / options.streamFps)
      const spend = createBudget(pictureRate, now)
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        const { framesRejected, bytesDiscarded } = { ...decoder.counters() }
        const frames = decoder.push(chunk)
        lifecycle.count('framesRejected', decoder.counters().framesRejected - framesRejected)
        lifecycle.count('bytesDiscarded', decoder.counters().bytesDiscarded - bytesDiscarded)
        for (const picture of frames) {
          timer.refresh()
          schedule.attempt = 0
          report('stream', 'ok')
          emitStreamed(picture, url, passOn)
        }
        const wait = spend(chunk.length + frames.length * pictureCost)
        if (wait > 0) {
          lifecycle.count('floods')
          await quietPause(wait, current.abort.signal)
        }
      }
      const { framesRead } = decoder.counters()
      if (framesRead === 0)
        throw new AyaldamaError('camera.not-a-picture', context.id, 'The stream held none.')
      throw new AyaldamaError('device.connect', context.id, 'The camera ended the stream.')
    } finally {
      clearTimeout(timer)
    }
  }

  function emitStreamed(picture: Uint8Array, url: URL, passOn: (at: number) => boolean): void {
    const at = now()
    lifecycle.count('framesRead')
    if (!passOn(at)) {
      lifecycle.count('framesDropped')
      return
    }
    lifecycle.emit({
      type: 'FrameCaptured',
      picture,
      mediaType: 'image/jpeg',
      at,
      source: 'stream',
      name: url.pathname,
    })
  }

  function look(current: Run, work: Promise<void>): void {
    current.work.add(work)
    work.finally(() => current.work.delete(work))
  }

  async function fillSlot(current: Run, slot: number, delayMs: number): Promise<void> {
    if (delayMs > 0) await quietPause(delayMs, current.abort.signal)
    if (!current.abort.signal.aborted) await takePicture(current, true)
    current.busySlots.delete(slot)
  }

  return {
    id: context.id,
    kind: 'camera-http',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    async start() {
      lifecycle.begin()
      const current: Run = {
        abort: new AbortController(),
        busySlots: new Set(),
        work: new Set(),
        client: undefined,
      }
      run = current
      refused = false
      channels.picture = 'unknown'
      if (streamUrl !== undefined) channels.stream = 'unknown'
      look(current, keepProbing(current))
      if (streamUrl !== undefined) look(current, followStream(current, streamUrl))
    },
    stop: () =>
      lifecycle.end(async () => {
        run?.abort.abort()
        await Promise.all(run?.work ?? [])
        run = undefined
      }),
    trigger() {
      const current = run
      if (current === undefined || !lifecycle.active() || refused) {
        lifecycle.count('triggersSkipped')
        return
      }
      for (const [slot, delayMs] of options.burstMs.entries()) {
        // A slow camera gets no second request for a slot before the first was answered or given up.
        if (current.busySlots.has(slot)) {
          lifecycle.count('triggersSkipped')
          continue
        }
        current.busySlots.add(slot)
        look(current, fillSlot(current, slot, delayMs))
      }
    },
  }
}

/** Resolves after `ms` or when the signal aborts. */
async function quietPause(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}

/** Tells whether a picture at a time may go on, so that at least `intervalMs` lie between two. */
function createPace(intervalMs: number): (at: number) => boolean {
  let last = Number.NEGATIVE_INFINITY
  return (at) => {
    if (at - last < intervalMs) return false
    last = at
    return true
  }
}
