import { step } from '../../domain/barrier/contact-barrier.ts'
import { isConfirmedClosed, mayOpen, whyUp } from '../../domain/barrier/interlock.ts'
import { directionOf } from '../../domain/barrier/passage.ts'
import { judge } from '../../domain/barrier/readings.ts'
import { initialBarrierState } from '../../domain/barrier/state.ts'
import type {
  BarrierAction,
  BarrierFact,
  BarrierInput,
  BarrierSettings,
  InputReading,
  OpeningPermit,
} from '../../domain/barrier/types.ts'
import type { BarrierRole } from '../../domain/crossing/events.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { Clock } from '../../ports/clock.ts'
import type { BarrierDevice, DeviceState, Unsubscribe } from '../../ports/devices.ts'
import type { BarrierView } from '../../ports/lane.ts'
import type { Log } from '../../ports/log.ts'

/** A fact of the boom; `at` in monotonic ms. */
export type TimedBarrierFact = BarrierFact

/** Calls `tick` every `ms` milliseconds until unsubscribed. */
export type Ticker = (ms: number, tick: () => void) => Unsubscribe

export interface BarrierControllerOptions {
  /** Role of the boom; the approach barrier also serves returns where no return barrier is fitted. */
  readonly role: BarrierRole
  readonly device: BarrierDevice
  readonly settings: BarrierSettings
  readonly clock: Clock
  /** The other booms of the lock (rule 9); asked anew before every decision. May contain this one. */
  readonly others: () => readonly BarrierController[]
  readonly log: Log
  readonly ticker?: Ticker
  /** The journal ends with a latched emergency stop: it stays latched (rule 8). */
  readonly emergencyLatched?: boolean
}

/** One physical boom under the interlock of `domain/barrier`. The device is started and stopped by its owner. */
export interface BarrierController {
  readonly role: BarrierRole
  /** Id of the device. */
  readonly device: string
  start(): void
  /** No action begins afterwards; resolves when the action under way has been answered. */
  stop(): Promise<void>
  view(): BarrierView
  /**
   * Null = accepted: the pulse is under way, or the boom stands open already. How it ends comes as a fact,
   * `opened` or `openingFailed`.
   */
  open(permit: OpeningPermit): Refusal | null
  /** Closes as soon as rules 1 to 8 allow it; an opening ordered later cancels it. */
  closeWhenClear(): void
  /** Rule 3: an officer has looked. Also ends a travel fault, and resumes a close that was broken off. */
  confirmWayClear(): Refusal | null
  /** Rule 9: explicit, over latch, faults and lock. The caller has it in the journal before. */
  emergencyOpen(): Refusal | null
  /** Rule 8: at the barrier, with the stop button released. */
  emergencyReset(): Refusal | null
  /** Freshly read closed, and no opening ordered. */
  confirmedClosed(): boolean
  onFact(listener: (fact: TimedBarrierFact) => void): Unsubscribe
  /** Inputs were read since start (rule 7). */
  ready(): boolean
}

const everyInterval: Ticker = (ms, tick) => {
  const timer = setInterval(tick, ms)
  timer.unref()
  return () => clearInterval(timer)
}

export function createBarrierController(options: BarrierControllerOptions): BarrierController {
  const { role, device, settings, clock, ticker = everyInterval } = options
  const log = options.log.child({ barrier: role, device: device.id })
  const listeners = new Set<(fact: TimedBarrierFact) => void>()
  const subscriptions: Unsubscribe[] = []
  let state = initialBarrierState(clock.monotonic(), options.emergencyLatched)
  let running = false
  let run = 0
  let connected = false
  let underWay: Promise<void> = Promise.resolve()

  const feed = (input: BarrierInput): Refusal | null => {
    const now = clock.monotonic()
    const result = step(state, input, now, settings)
    state = result.state
    for (const action of running ? result.actions : []) underWay = carryOut(action)
    for (const fact of result.facts) {
      log.info({ ...fact }, 'barrier fact')
      for (const listener of listeners) listener(fact)
    }
    return result.refusal
  }

  const othersConfirmedClosed = (): boolean =>
    options.others().every((other) => other === controller || other.confirmedClosed())

  /** The lock is looked at anew before every input: what was true before may not hold any more. */
  const decide = (input: BarrierInput): Refusal | null => {
    feed({ type: 'otherBarriers', confirmedClosed: othersConfirmedClosed() })
    return feed(input)
  }

  const carryOut = async (action: BarrierAction): Promise<void> => {
    const begunIn = run
    let answer: BarrierInput
    try {
      await perform(action)
      answer = { type: action === 'clearOutputs' ? 'outputsCleared' : 'pulseDone' }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn({ action, reason }, 'barrier action failed')
      answer = { type: action === 'clearOutputs' ? 'outputsClearFailed' : 'pulseFailed', reason }
    }
    if (!running || run !== begunIn) return
    // The last word before a pulse is said on the newest reading, not on the one that started the order.
    if (connected) feed({ type: 'inputs', readings: device.inputs() })
    decide(answer)
  }

  const perform = (action: BarrierAction): Promise<void> => {
    switch (action) {
      case 'clearOutputs':
        return device.clearOutputs()
      case 'pulseOpen':
        return device.pulseOpen()
      case 'pulseClose':
        return device.pulseClose()
    }
  }

  const followHealth = (deviceState: DeviceState, reason: string): void => {
    const now = deviceState === 'online' || deviceState === 'degraded'
    if (connected && !now) decide({ type: 'deviceLost', reason })
    connected = now
  }

  const input = (reading: InputReading | undefined) =>
    judge(reading, clock.monotonic(), settings.maxInputAgeMs)

  const controller: BarrierController = {
    role,
    device: device.id,

    start() {
      if (running) return
      running = true
      run += 1
      const health = device.health()
      followHealth(health.state, health.reason)
      subscriptions.push(
        device.onEvent((event) => decide({ type: 'inputs', readings: event.inputs })),
        device.onHealth((changed) => followHealth(changed.state, changed.reason)),
        ticker(Math.min(100, Math.max(20, settings.maxInputAgeMs / 4)), () => decide({ type: 'tick' })),
      )
    },

    async stop() {
      running = false
      connected = false
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      // Whatever was wanted ends here: a second start begins like a restart, with nothing proven.
      state = initialBarrierState(clock.monotonic(), state.emergency)
      await underWay
    },

    view() {
      const now = clock.monotonic()
      const loop = input(state.readings.loop)
      const photocell = input(state.readings.photocell)
      return {
        role,
        position: state.position,
        faults: state.faults,
        mayOpen: mayOpen(state, now, settings, { value: othersConfirmedClosed(), at: now }),
        mayClose: whyUp(state, now, settings),
        loop: loop === 'off' ? 'clear' : loop === 'on' ? 'occupied' : 'unknown',
        photocell: photocell === 'off' ? 'clear' : photocell === 'on' ? 'interrupted' : 'unknown',
      }
    },

    open: (permit) => decide({ type: 'open', permit, direction: directionOf(role, permit) }),
    closeWhenClear: () => void decide({ type: 'closeWhenClear' }),
    confirmWayClear: () => decide({ type: 'confirmWayClear' }),
    emergencyOpen: () => decide({ type: 'emergencyOpen' }),
    emergencyReset: () => decide({ type: 'emergencyReset' }),
    confirmedClosed: () => isConfirmedClosed(state, clock.monotonic(), settings),

    onFact(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    ready: () => state.read,
  }
  return controller
}
