import { setTimeout as pause } from 'node:timers/promises'
import type { DriverContext, IoBoard, PointReading } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { type BoardLink, type BoardUnit, createPolledBoard } from '../board/polled-board.ts'
import { retryDelay } from '../transport/retry-schedule.ts'
import { parseState, setRelay, stateReport } from './codec.ts'
import type { FeatureDevice, FeatureDevices } from './feature-device.ts'
import type { HidRelayOptions } from './options.ts'

/**
 * A dcttech USB relay board. It has no watchdog: an output that is on stays on when this box is gone, so
 * it is for pulses and lights, not for maintained outputs.
 */
export function createHidRelay(
  options: HidRelayOptions,
  context: DriverContext,
  devices: FeatureDevices,
): IoBoard {
  return createPolledBoard(
    {
      kind: 'hid-relay',
      counters: ['polls', 'requests', 'reconnects'],
      pollMs: options.pollMs,
      outputs: new Set(Object.keys(options.points)),
      pulsedByBoard: new Set(),
      connect: (link) => keepPlugged(link, options, context, devices),
    },
    context,
  )
}

/** The first board that is plugged in, or the one of the serial number. */
async function openBoard(options: HidRelayOptions, devices: FeatureDevices): Promise<FeatureDevice> {
  const seen: string[] = []
  for (const path of await devices.paths()) {
    const device = await devices.open(path)
    const state = await device.get(stateReport.id, stateReport.length).then(parseState, () => undefined)
    if (state !== undefined && (options.serial ?? state.serial) === state.serial) return device
    seen.push(state?.serial ?? 'one that does not answer')
    await device.close()
  }
  const wanted = options.serial === undefined ? 'no relay board' : `no relay board ${options.serial}`
  throw new Error(seen.length === 0 ? `${wanted} is plugged in` : `${wanted}; there is ${seen.join(', ')}`)
}

function keepPlugged(
  link: BoardLink,
  options: HidRelayOptions,
  context: DriverContext,
  devices: FeatureDevices,
): () => Promise<void> {
  const { lifecycle } = link
  const ending = new AbortController()
  const stopped = () => ending.signal.aborted
  const ended = new Promise<string>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve('closed here'), { once: true })
  })

  async function wait(attempt: number): Promise<void> {
    const ms = retryDelay(options.reconnect, attempt, context.random())
    await pause(ms, undefined, { signal: ending.signal }).catch(() => {})
  }

  async function keep(): Promise<void> {
    for (let attempt = 0; !stopped(); attempt += 1) {
      try {
        const device = await openBoard(options, devices)
        attempt = 0
        const lost = Promise.withResolvers<string>()
        if (!stopped()) {
          lifecycle.to('connecting', 'plugged in; first poll')
          link.attach(unitOf(options, context, device, lifecycle.count, lost.resolve))
        }
        const reason = await Promise.race([lost.promise, ended])
        await device.close().catch(() => {})
        if (stopped()) return
        link.detach()
        lifecycle.count('reconnects')
        lifecycle.to('connecting', `device.connect: ${reason}`)
      } catch (error) {
        if (stopped()) return
        lifecycle.to('connecting', `device.connect: ${messageOf(error)}`)
      }
      await wait(attempt)
    }
  }

  const running = keep()
  return async () => {
    ending.abort()
    await running
  }
}

function unitOf(
  options: HidRelayOptions,
  context: DriverContext,
  device: FeatureDevice,
  count: (counter: string) => void,
  lose: (reason: string) => void,
): BoardUnit {
  const points = Object.entries(options.points)
  let open = true
  let last: Promise<unknown> = Promise.resolve()

  /** One report at a time; a device that fails one is unplugged or as good as that. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(async () => {
      if (!open) throw new AyaldamaError('device.not-online', context.id)
      count('requests')
      try {
        return await work()
      } catch (error) {
        lose(messageOf(error))
        throw new AyaldamaError('device.not-online', context.id, messageOf(error))
      }
    })
    last = mine.catch(() => {})
    return mine
  }

  async function readAll(): Promise<Readonly<Record<string, PointReading>>> {
    const at = context.clock.monotonic()
    const report = await inTurn(() => device.get(stateReport.id, stateReport.length))
    const state = parseState(report)
    if (state === undefined) {
      throw new AyaldamaError('device.protocol', context.id, 'The state report is not one of this board.')
    }
    return Object.fromEntries(
      points.map(([name, { channel, invert }]) => {
        const on = ((state.mask >>> (channel - 1)) & 1) === 1
        return [name, { value: on !== invert, at }]
      }),
    )
  }

  return {
    polls: [readAll],
    read: async (name) => (await readAll())[name],
    async write(name, value) {
      const point = options.points[name]
      if (point === undefined) throw new AyaldamaError('device.exception', `${context.id} ${name}`)
      await inTurn(() => device.send(setRelay(point.channel, value !== point.invert)))
      const reading = (await readAll())[name]
      if (reading?.value !== value) {
        const detail = `Written ${value}, read ${reading?.value}.`
        throw new AyaldamaError('device.read-back', `${context.id} ${name}`, detail)
      }
      return reading
    },
    close() {
      open = false
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
