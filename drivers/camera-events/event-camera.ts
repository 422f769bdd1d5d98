import { setTimeout as pause } from 'node:timers/promises'
import type { Camera, DriverContext, FrameCaptured } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { type CameraClient, CredentialsRefused, createCameraClient } from '../camera-http/http-client.ts'
import { readCredentials } from '../camera-http/password.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createBudget, eventCost, eventRate } from '../transport/flood-limit.ts'
import { retryDelay } from '../transport/retry-schedule.ts'
import { createEventIntake, type EventProtocol, eventCounterNames } from './event-intake.ts'
import type { EventStreamOptions } from './options.ts'

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
  const lifecycle = createDeviceLifecycle<FrameCaptured>(context, eventCounterNames)
  const url = new URL(options.url)
  const { maximumBytes } = options
  const intake = createEventIntake(protocol, { maximumBytes, name: url.pathname }, context, lifecycle)
  let abort = new AbortController()
  let running: Promise<void> = Promise.resolve()

  /** Reads until the stream ends, or says nothing that can be understood for `silenceMs`; both are errors. */
  async function read(client: CameraClient, silence: AbortController, heard: () => void): Promise<never> {
    const timer = setTimeout(() => silence.abort(), options.silenceMs)
    try {
      lifecycle.count('requests')
      const answer = await client.open(url, AbortSignal.any([abort.signal, silence.signal]))
      const push = intake.begin()
      const spend = createBudget(eventRate, context.clock.monotonic)
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        const events = push(chunk)
        if (events > 0 && lifecycle.active()) {
          timer.refresh()
          heard()
          lifecycle.to('online', 'events are read')
        }
        const wait = spend(chunk.length + events * eventCost)
        if (wait === 0) continue
        lifecycle.count('floods')
        await pause(wait, undefined, { signal: abort.signal })
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
    onReading: intake.onReading,
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
