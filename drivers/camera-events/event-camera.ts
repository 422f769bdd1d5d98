import { setTimeout as pause } from 'node:timers/promises'
import type { Camera, DriverContext, FrameCaptured, PlateReported } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { type CameraClient, CredentialsRefused, createCameraClient } from '../camera-http/http-client.ts'
import { readCredentials } from '../camera-http/password.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { retryDelay } from '../transport/retry-schedule.ts'
import { createEventDecoder, type EventGrammar, type StreamPart } from './event-codec.ts'
import type { EventStreamOptions } from './options.ts'

/** What one event of a camera says. */
export type CameraEvent =
  | { readonly kind: 'heartbeat' }
  /** `key` tells the same reading sent twice; null where the camera gives nothing to tell it by. */
  | {
      readonly kind: 'plate'
      readonly key: string | null
      readonly plate: Omit<PlateReported, 'type' | 'at'> | null
    }
  | { readonly kind: 'malformed' }

export interface EventProtocol {
  readonly kind: string
  readonly grammar: EventGrammar
  parse(text: string): CameraEvent
}

const counterNames = [
  'requests',
  'framesRead',
  'framesRejected',
  'eventsRead',
  'eventsRejected',
  'platesReported',
  'platesRepeated',
  'cropsSkipped',
  'bytesDiscarded',
  'timeouts',
  'reconnects',
] as const

const keptKeys = 64
const maximumEventBytes = 256 * 1024
/** A refused password is tried again no sooner: cameras lock an account that goes on trying. */
const refusedMs = 30_000

/**
 * A camera whose stream of events is followed: its own readings are reported, its pictures of the scene go on
 * as frames. It takes no picture on a trigger.
 */
export function createEventCamera(
  protocol: EventProtocol,
  options: EventStreamOptions,
  context: DriverContext,
  credentialsFolder: string | undefined,
): Camera {
  const lifecycle = createDeviceLifecycle<FrameCaptured>(context, counterNames)
  const readings = new Set<(reading: PlateReported) => void>()
  const url = new URL(options.url)
  let abort = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const keys = new Set<string>()

  function takeEvent(text: string): void {
    const event = protocol.parse(text)
    if (event.kind === 'malformed') lifecycle.count('eventsRejected')
    else lifecycle.count('eventsRead')
    if (event.kind !== 'plate' || event.plate === null) return
    if (event.key !== null && keys.has(event.key)) {
      lifecycle.count('platesRepeated')
      return
    }
    if (event.key !== null) keys.add(event.key)
    const oldest = keys.values().next().value
    if (keys.size > keptKeys && oldest !== undefined) keys.delete(oldest)
    lifecycle.count('platesReported')
    const reading: PlateReported = { type: 'PlateReported', at: context.clock.monotonic(), ...event.plate }
    for (const listener of [...readings]) {
      try {
        listener(reading)
      } catch (error) {
        context.log.error({ device: context.id, err: error }, 'a listener of the device failed')
      }
    }
  }

  function take(part: StreamPart): void {
    if (!lifecycle.active()) return
    if (part.kind === 'event') {
      takeEvent(part.text)
      return
    }
    lifecycle.count('framesRead')
    // A cut-out plate is no scene: the detector was not made for it, and it would be a second vote.
    if (/plate/i.test(part.name)) {
      lifecycle.count('cropsSkipped')
      return
    }
    lifecycle.emit({
      type: 'FrameCaptured',
      picture: part.picture,
      mediaType: 'image/jpeg',
      at: context.clock.monotonic(),
      source: 'event',
      name: part.name === '' ? url.pathname : part.name,
    })
  }

  /** Reads until the stream ends, or says nothing that can be understood for `silenceMs`; both are errors. */
  async function read(client: CameraClient, silence: AbortController, heard: () => void): Promise<never> {
    const timer = setTimeout(() => silence.abort(), options.silenceMs)
    try {
      lifecycle.count('requests')
      const answer = await client.open(url, AbortSignal.any([abort.signal, silence.signal]))
      const { grammar } = protocol
      const decoder = createEventDecoder({ grammar, maximumBytes: options.maximumBytes, maximumEventBytes })
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        const before = { ...decoder.counters() }
        const parts = decoder.push(chunk)
        const after = decoder.counters()
        lifecycle.count('framesRejected', after.framesRejected - before.framesRejected)
        lifecycle.count('eventsRejected', after.eventsRejected - before.eventsRejected)
        lifecycle.count('bytesDiscarded', after.bytesDiscarded - before.bytesDiscarded)
        if (parts.length > 0 && lifecycle.active()) {
          timer.refresh()
          heard()
          lifecycle.to('online', 'events are read')
        }
        for (const part of parts) take(part)
      }
      throw new AyaldamaError('device.connect', context.id, 'The stream of events ended.')
    } finally {
      clearTimeout(timer)
    }
  }

  function explain(error: unknown, timedOut: boolean): AyaldamaError {
    if (timedOut) {
      lifecycle.count('timeouts')
      return new AyaldamaError('device.timeout', context.id, `No event for ${options.silenceMs} ms.`)
    }
    if (error instanceof AyaldamaError) return error
    return new AyaldamaError('device.connect', context.id, String(error), { cause: error })
  }

  async function follow(): Promise<void> {
    let client: CameraClient | undefined
    let attempt = 0
    while (!abort.signal.aborted) {
      const silence = new AbortController()
      let refused = false
      try {
        client ??= createCameraClient(context.id, await readCredentials(options.auth, credentialsFolder))
        await read(client, silence, () => {
          attempt = 0
        })
      } catch (error) {
        if (abort.signal.aborted) return
        refused = error instanceof CredentialsRefused
        if (refused) client = undefined
        const explained = explain(error, silence.signal.aborted)
        if (lifecycle.state() !== 'connecting') lifecycle.count('reconnects')
        const state = explained.code === 'camera.http' ? 'degraded' : 'connecting'
        lifecycle.to(state, `${explained.code}: ${explained.message}`)
      }
      const delay = retryDelay(options.reconnect, attempt, context.random())
      attempt += 1
      const rest = refused ? Math.max(delay, refusedMs) : delay
      await pause(rest, undefined, { signal: abort.signal }).catch(() => undefined)
    }
  }

  return {
    id: context.id,
    kind: protocol.kind,
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    onReading(listener) {
      const own = (reading: PlateReported) => listener(reading)
      readings.add(own)
      return () => readings.delete(own)
    },
    async start() {
      lifecycle.begin()
      abort = new AbortController()
      running = follow()
    },
    stop: () =>
      lifecycle.end(async () => {
        abort.abort()
        await running
      }),
    trigger() {},
  }
}
