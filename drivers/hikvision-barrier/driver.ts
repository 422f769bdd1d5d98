import type {
  BarrierDevice,
  BarrierInputs,
  BarrierInputsRead,
  DeviceHealth,
  DriverContext,
  PointReading,
  Unsubscribe,
} from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createPauses } from '../board/pauses.ts'
import {
  type CameraClient,
  CredentialsRefused,
  createCameraClient,
  readBody,
} from '../camera-http/http-client.ts'
import { readCredentials } from '../camera-http/password.ts'
import { createWiring, illness } from '../contact-barrier/wiring.ts'
import type { BoardLookup } from '../definition.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { retryDelay } from '../transport/retry-schedule.ts'
import { gateCommand, gateStatus, mostStatusBytes } from './codec.ts'
import type { HikvisionBarrierOptions } from './options.ts'

const counters = ['polls', 'requests', 'timeouts', 'exceptions', 'openPulses', 'closePulses'] as const

/** Cameras lock an account that goes on trying. */
const refusedPauseMs = 30_000

interface Limits {
  readonly openLimit: PointReading
  readonly closedLimit: PointReading
}

/**
 * A boom on the relays of a Hikvision camera, moved and asked over ISAPI. Loop, photocell and stop come from
 * boards: the camera has none that a boom may trust. Its relays cannot be read back; they are pulses that the
 * camera ends, so an output counts as off when no command was given for `pulseMs` and the camera has answered
 * since. No command is ever repeated. `credentialsFolder` is where systemd lays the credentials of the service.
 */
export function createHikvisionBarrier(
  options: HikvisionBarrierOptions,
  context: DriverContext,
  lookup: BoardLookup,
  credentialsFolder: string | undefined,
): BarrierDevice {
  const lifecycle = createDeviceLifecycle<BarrierInputsRead>(context, counters)
  const wiring = createWiring(context.id, options, lookup)
  const pauses = createPauses()
  const gate = new URL(options.url)
  const status = new URL(`${options.url}/barrierGateStatus`)
  let client: CameraClient | undefined
  let abort = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let subscriptions: readonly Unsubscribe[] = []
  let limits: Limits | undefined
  let own: Pick<DeviceHealth, 'state' | 'reason'> = { state: 'connecting', reason: 'first answer awaited' }
  /** The last question was refused for user name or password. */
  let refused = false
  let commandedAt = Number.NEGATIVE_INFINITY
  let commanding: Promise<unknown> = Promise.resolve()

  const now = () => context.clock.monotonic()

  function inputs(): BarrierInputs {
    return {
      openLimit: limits?.openLimit,
      closedLimit: limits?.closedLimit,
      loop: wiring.read(options.loop),
      photocell: wiring.read(options.photocell),
      stop: wiring.read(options.stop),
      openOutput: undefined,
      closeOutput: undefined,
    }
  }

  function tell(): void {
    lifecycle.emit({ type: 'BarrierInputsRead', inputs: inputs() })
  }

  /** As well as the worse of the camera and the boards: a loop that is lost has perhaps been powered up anew. */
  function follow(): void {
    if (!lifecycle.active()) return
    const board = wiring.worst()
    const { state, reason } = board && illness[board.state] > illness[own.state] ? board : own
    lifecycle.to(state === 'stopped' || state === 'stopping' ? 'connecting' : state, reason)
  }

  /** One request within its time, answered with status 200. */
  async function request(url: URL, command?: string): Promise<string> {
    const timeout = AbortSignal.timeout(options.timeoutMs)
    const signal = AbortSignal.any([abort.signal, timeout])
    try {
      lifecycle.count('requests')
      client ??= createCameraClient(context.id, await readCredentials(options.auth, credentialsFolder))
      const answer = await (command === undefined
        ? client.open(url, signal)
        : client.put(url, command, signal))
      return Buffer.from(await readBody(answer, mostStatusBytes, context.id)).toString('utf8')
    } catch (error) {
      // The password is read anew: it may have been put right meanwhile.
      client = undefined
      if (!timeout.aborted) throw error
      lifecycle.count('timeouts')
      throw new AyaldamaError('device.timeout', context.id, `No answer in ${options.timeoutMs} ms.`)
    }
  }

  async function ask(): Promise<void> {
    const at = now()
    const found = gateStatus(await request(status))
    if (found === null) {
      lifecycle.count('exceptions')
      throw new AyaldamaError('device.protocol', context.id, 'The answer names no state of the gate.')
    }
    // An answer that was overtaken by a later question is old news.
    if (limits !== undefined && limits.openLimit.at > at) return
    limits = {
      openLimit: { value: found.openLimit, at },
      closedLimit: { value: found.closedLimit, at },
    }
  }

  function pause(failed: number): number {
    if (failed === 0) return options.pollMs
    const delay = retryDelay(options.reconnect, failed - 1, context.random())
    return refused ? Math.max(delay, refusedPauseMs) : delay
  }

  async function keepAsking(): Promise<void> {
    for (let failed = 0; !abort.signal.aborted; ) {
      try {
        await ask()
        failed = 0
        refused = false
        lifecycle.count('polls')
        own = { state: 'online', reason: 'the camera tells the state of its gate' }
      } catch (error) {
        if (abort.signal.aborted) return
        limits = undefined
        failed += 1
        refused = error instanceof CredentialsRefused
        const known = error instanceof AyaldamaError ? `${error.code}: ${error.message}` : String(error)
        own = { state: 'connecting', reason: known }
      }
      follow()
      tell()
      await pauses.wait(pause(failed))
    }
  }

  function refuseUnlessActive(): void {
    if (!lifecycle.active()) throw new AyaldamaError('device.not-online', context.id)
  }

  async function command(mode: 'open' | 'close'): Promise<void> {
    refuseUnlessActive()
    lifecycle.count(mode === 'open' ? 'openPulses' : 'closePulses')
    // Until it was answered, or could not be: the relay may close as late as that.
    const answered = request(gate, gateCommand(mode)).finally(() => {
      commandedAt = now()
    })
    const pulse = answered.then(() => pauses.wait(options.pulseMs))
    commanding = pulse.catch(() => {})
    await pulse
  }

  return {
    id: context.id,
    kind: 'hikvision-barrier',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    inputs,
    pulseOpen: () => command('open'),
    pulseClose: () => command('close'),
    async clearOutputs() {
      refuseUnlessActive()
      await commanding
      const rest = commandedAt + options.pulseMs - now()
      if (rest > 0) await pauses.wait(rest)
      await ask()
    },
    async start() {
      lifecycle.begin()
      abort = new AbortController()
      own = { state: 'connecting', reason: 'first answer awaited' }
      subscriptions = wiring.follow(follow, tell)
      running = keepAsking()
    },
    stop: () =>
      lifecycle.end(async () => {
        for (const unsubscribe of subscriptions) unsubscribe()
        subscriptions = []
        abort.abort()
        pauses.end()
        await running
        limits = undefined
      }),
  }
}
