import type { DriverContext, IoBoard, PointReading, PointsRead } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import { type ConnectionKeeper, keepConnected } from '../transport/connection-keeper.ts'
import { createModbusClient, type ModbusClient, type ModbusUnit } from './client.ts'
import type { ModbusProtocol } from './modbus-port.ts'
import type { ModbusBoardOptions, Point } from './options.ts'
import { isOutput, readPoint, startWavesharePulse, writePoint } from './outputs.ts'
import { createPauses } from './pauses.ts'
import { type PollRange, planPoll, pointValue } from './poll-plan.ts'

const shortestPulseMs = 200
const longestPulseMs = 1000

/** How long after its time a pulse that the board makes may still read as on. */
const hardwarePulseGraceMs = 500
const hardwarePulseReadMs = 50

/**
 * Inputs and outputs behind Modbus. Polls without end while it is connected; a reading keeps the time at
 * which the request that saw it was sent, and a lost connection leaves no reading at all. No write and no
 * pulse is ever repeated by the driver; only the end of a pulse, off, is made sure of.
 */
export function createModbusBoard(
  options: ModbusBoardOptions,
  protocol: ModbusProtocol,
  context: DriverContext,
  open: OpenByteStream,
): IoBoard {
  const lifecycle = createDeviceLifecycle<PointsRead>(context, [
    'polls',
    'requests',
    'timeouts',
    'exceptions',
    'bytesDiscarded',
    'reconnects',
    'pulses',
  ])
  const plan = planPoll(options.points)
  const pauses = createPauses()
  const readings = new Map<string, PointReading>()
  const published = new Map<string, boolean>()
  const pulsing = new Map<string, Promise<void>>()
  /** Outputs that a pulse switched on, or may have, and that have not been confirmed off since. */
  const owedOff = new Set<string>()
  let client: ModbusClient | undefined
  let keeper: ConnectionKeeper | undefined
  let polling: Promise<void> = Promise.resolve()

  const now = () => context.clock.monotonic()
  const placeOf = (name: string) => `${context.id} ${name}`

  // --- reading ---

  /** Keeps the newer of two readings: a write may have read a point back while a poll was under way. */
  function keep(name: string, reading: PointReading): void {
    const known = readings.get(name)
    if (known === undefined || known.at <= reading.at) readings.set(name, reading)
  }

  async function readRange(unit: ModbusUnit, range: PollRange): Promise<void> {
    const at = now()
    const raw =
      range.fc === 1 || range.fc === 2
        ? await unit.readBits(range.fc, range.address, range.count)
        : await unit.readRegisters(range.fc, range.address, range.count)
    for (const name of range.points) {
      const point = options.points[name]
      if (point === undefined) continue
      const value = raw[(point.readAddress ?? point.address) - range.address]
      if (value !== undefined) keep(name, { value: pointValue(point, value), at })
    }
  }

  async function poll(of: ModbusClient): Promise<void> {
    let failure: unknown
    let seen = 0
    await payOff()
    for (const range of plan) {
      try {
        await of.exclusive((unit) => readRange(unit, range))
        seen += 1
      } catch (error) {
        failure = error
      }
      if (of !== client || !lifecycle.active()) return
    }
    lifecycle.count('polls')
    if (failure === undefined) lifecycle.to('online', 'all points are read')
    else lifecycle.to('degraded', describe(failure))
    if (seen === 0) return
    const changed: string[] = []
    for (const [name, { value }] of readings) {
      if (published.get(name) !== value) changed.push(name)
      published.set(name, value)
    }
    lifecycle.emit({ type: 'PointsRead', points: Object.fromEntries(readings), changed })
  }

  async function pollWhileConnected(of: ModbusClient): Promise<void> {
    const wanted = () => of === client && lifecycle.active()
    while (wanted()) {
      await poll(of)
      if (wanted()) await pauses.wait(options.pollMs)
    }
  }

  // --- writing ---

  function outputOf(name: string): Point {
    const point = Object.hasOwn(options.points, name) ? options.points[name] : undefined
    if (point === undefined || !isOutput(point)) {
      throw new AyaldamaError('device.exception', placeOf(name), 'The board has no output of this name.')
    }
    return point
  }

  function refuseUnlessActive(name: string): void {
    if (!lifecycle.active()) throw new AyaldamaError('device.not-online', placeOf(name))
  }

  function connected(name: string): ModbusClient {
    if (client === undefined) throw new AyaldamaError('device.not-online', placeOf(name))
    return client
  }

  async function set(name: string, point: Point, value: boolean): Promise<void> {
    await connected(name).exclusive(async (unit) => {
      keep(name, await writePoint(unit, placeOf(name), point, value, now))
    })
    if (!value) owedOff.delete(name)
  }

  /** Ends pulses whose end was lost: an OPEN left on means "stay open for ever" on some barriers. */
  async function payOff(): Promise<void> {
    for (const name of owedOff) {
      if (!pulsing.has(name)) await set(name, outputOf(name), false).catch(() => {})
    }
  }

  async function hostPulse(name: string, point: Point, ms: number): Promise<void> {
    let failure: unknown
    owedOff.add(name)
    try {
      await set(name, point, true)
      if (lifecycle.active()) await pauses.wait(ms)
    } catch (error) {
      // The board may have switched on though its answer was lost: off is written in any case.
      failure = error
    }
    try {
      await set(name, point, false)
    } catch (error) {
      failure ??= error
    }
    if (failure !== undefined) throw failure
  }

  async function boardPulse(name: string, point: Point, ms: number): Promise<void> {
    await connected(name).exclusive((unit) => startWavesharePulse(unit, point, ms))
    await pauses.wait(ms)
    if (!lifecycle.active()) {
      await set(name, point, false)
      return
    }
    const latest = now() + hardwarePulseGraceMs
    for (;;) {
      const at = now()
      const on = await connected(name).exclusive((unit) => readPoint(unit, point))
      keep(name, { value: on, at })
      if (!on) return
      if (now() >= latest)
        throw new AyaldamaError('device.read-back', placeOf(name), 'The pulse did not end.')
      await pauses.wait(hardwarePulseReadMs)
    }
  }

  async function pulse(name: string, ms: number): Promise<void> {
    const point = outputOf(name)
    if (!(ms >= shortestPulseMs && ms <= longestPulseMs)) {
      const allowed = `${shortestPulseMs} to ${longestPulseMs} ms`
      throw new AyaldamaError('device.exception', placeOf(name), `A pulse lasts ${allowed}, not ${ms}.`)
    }
    if (pulsing.has(name)) throw new AyaldamaError('device.exception', placeOf(name), 'A pulse is under way.')
    refuseUnlessActive(name)
    connected(name)
    lifecycle.count('pulses')
    const running = point.pulse === 'waveshare' ? boardPulse(name, point, ms) : hostPulse(name, point, ms)
    pulsing.set(
      name,
      running.catch(() => {}),
    )
    try {
      await running
    } finally {
      pulsing.delete(name)
    }
  }

  // --- connection ---

  function detach(): void {
    client?.close()
    client = undefined
    readings.clear()
    published.clear()
    pauses.end()
  }

  return {
    id: context.id,
    kind: 'modbus-board',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    reading: (name) => readings.get(name),
    async write(name, value) {
      const point = outputOf(name)
      refuseUnlessActive(name)
      await set(name, point, value)
    },
    pulse,
    async start() {
      lifecycle.begin()
      keeper = keepConnected({
        open,
        schedule: options.reconnect,
        random: context.random,
        onOpen(stream) {
          lifecycle.to('connecting', `connected, ${stream.name}; first poll`)
          client = createModbusClient({
            stream,
            protocol,
            unitId: options.unitId,
            timeoutMs: options.timeoutMs,
            place: context.id,
            count: lifecycle.count,
            onAnswer: () => keeper?.proven(),
          })
          polling = pollWhileConnected(client)
        },
        onLost(reason) {
          detach()
          lifecycle.count('reconnects')
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
        onFailed(reason) {
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
      })
    },
    stop: () =>
      lifecycle.end(async () => {
        // A pulse that is under way goes to off at once, while the connection still stands.
        pauses.end()
        await Promise.all(pulsing.values())
        detach()
        await keeper?.stop()
        await polling
      }),
  }
}

function describe(error: unknown): string {
  if (error instanceof AyaldamaError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}
