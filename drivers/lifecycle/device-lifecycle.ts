import type { DeviceHealth, DeviceState, DriverContext, Unsubscribe } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { mayGo } from './transitions.ts'

/** State, health and listeners of one device: what every driver needs and none should write again. */
export interface DeviceLifecycle<DriverEvent> {
  state(): DeviceState
  /** Neither stopped nor stopping: late bytes and timers of a device that is not active are ignored. */
  active(): boolean
  health(): DeviceHealth
  /** Throws `device.lifecycle` where the state machine has no such step. Health listeners hear of changes only. */
  to(state: DeviceState, reason: string): void
  /** The step out of stopped; throws `device.lifecycle` from any other state. */
  begin(): void
  /** Releases what the device holds, once however often it is called, and ends in stopped. */
  end(release: () => Promise<void>): Promise<void>
  /** Adds to a counter; a counter shows in health from its first use. */
  count(counter: string, by?: number): void
  /** Nothing is emitted while the device is stopping or stopped. */
  emit(event: DriverEvent): void
  onEvent(listener: (event: DriverEvent) => void): Unsubscribe
  onHealth(listener: (health: DeviceHealth) => void): Unsubscribe
}

/** `counters` are the names that health shows with 0 from the start. */
export function createDeviceLifecycle<DriverEvent>(
  context: DriverContext,
  counters: readonly string[],
): DeviceLifecycle<DriverEvent> {
  let state: DeviceState = 'stopped'
  let reason = 'not started'
  let since = context.clock.now().toISOString()
  let ending: Promise<void> | undefined
  const counts: Record<string, number> = Object.fromEntries(counters.map((name) => [name, 0]))
  const eventListeners = new Set<(event: DriverEvent) => void>()
  const healthListeners = new Set<(health: DeviceHealth) => void>()

  const health = (): DeviceHealth => ({ state, reason, since, counters: { ...counts } })

  // A listener that throws must not take the device, or the other listeners, down with it.
  function tell<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
    for (const listener of [...listeners]) {
      try {
        listener(value)
      } catch (error) {
        context.log.error({ device: context.id, err: error }, 'a listener of the device failed')
      }
    }
  }

  function subscribe<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): Unsubscribe {
    // A wrapper, so that one function subscribed twice is called twice and unsubscribed singly.
    const own = (value: T) => listener(value)
    listeners.add(own)
    return () => {
      listeners.delete(own)
    }
  }

  function to(nextState: DeviceState, nextReason: string): void {
    if (!mayGo(state, nextState)) {
      throw new AyaldamaError('device.lifecycle', context.id, `${state} → ${nextState}`)
    }
    if (state === nextState && reason === nextReason) return
    if (state !== nextState) {
      since = context.clock.now().toISOString()
      context.log.info({ device: context.id, from: state, to: nextState, reason: nextReason }, 'device state')
    }
    state = nextState
    reason = nextReason
    tell(healthListeners, health())
  }

  const active = () => state !== 'stopped' && state !== 'stopping'

  async function release(held: () => Promise<void>): Promise<void> {
    to('stopping', 'asked to stop')
    try {
      await held()
    } finally {
      ending = undefined
      to('stopped', 'stopped')
    }
  }

  return {
    state: () => state,
    active,
    health,
    to,
    begin() {
      if (state !== 'stopped') {
        throw new AyaldamaError('device.lifecycle', context.id, `${state}: already started`)
      }
      to('connecting', 'first attempt')
    },
    end(held) {
      if (ending !== undefined) return ending
      if (state === 'stopped') return Promise.resolve()
      ending = release(held)
      return ending
    },
    count(counter, by = 1) {
      counts[counter] = (counts[counter] ?? 0) + by
    },
    emit(event) {
      if (!active()) return
      tell(eventListeners, event)
    },
    onEvent: (listener) => subscribe(eventListeners, listener),
    onHealth: (listener) => subscribe(healthListeners, listener),
  }
}
