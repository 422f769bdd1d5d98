import type { DriverContext, IoBoard, PointReading, PointsRead } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createDeviceLifecycle, type DeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createPauses } from './pauses.ts'

const shortestPulseMs = 200
const longestPulseMs = 1000

/** How long after its time a pulse that the board makes may still read as on. */
const hardwarePulseGraceMs = 500
const hardwarePulseReadMs = 50

const allRead = 'all points are read'
const notAskable = 'connected; this board cannot be asked what its outputs are'

/** What a kind of board can do while it is connected. Its methods reject with `device.*` errors. */
export interface BoardUnit {
  /**
   * Requests that together read all points; each is tried even where another failed. None where the board
   * cannot be asked.
   */
  readonly polls: readonly (() => Promise<Readonly<Record<string, PointReading>>>)[]
  /**
   * Sets an output and answers with the reading that confirms it, or with undefined where the board can
   * not be read back: then nothing is known of the output.
   */
  write(name: string, value: boolean): Promise<PointReading | undefined>
  /** Starts a pulse that the board ends by itself. */
  startPulse?(name: string, ms: number): Promise<void>
  /** One point read anew. */
  read(name: string): Promise<PointReading | undefined>
  /** Rejects what waits; nothing is sent afterwards. */
  close(): void
}

/** Keeps a connection: calls `attach` with each new unit and `detach` when it is spent. */
export interface BoardLink {
  readonly lifecycle: DeviceLifecycle<PointsRead>
  attach(unit: BoardUnit): void
  detach(): void
}

export interface PolledBoardParts {
  readonly kind: string
  readonly counters: readonly string[]
  readonly pollMs: number
  readonly outputs: ReadonlySet<string>
  /** Outputs whose pulses the board times itself. */
  readonly pulsedByBoard: ReadonlySet<string>
  /** Begins to keep the board connected; the function returned ends that. */
  connect(link: BoardLink): () => Promise<void>
}

/**
 * A board of inputs and outputs. Polls without end while it is connected; a reading keeps the time at
 * which the request that saw it was sent, and a lost connection leaves no reading at all. No write and no
 * pulse is ever repeated; only the end of a pulse, off, is made sure of.
 */
export function createPolledBoard(parts: PolledBoardParts, context: DriverContext): IoBoard {
  const lifecycle = createDeviceLifecycle<PointsRead>(context, [...parts.counters, 'pulses'])
  const pauses = createPauses()
  const readings = new Map<string, PointReading>()
  const published = new Map<string, boolean>()
  const pulsing = new Map<string, Promise<void>>()
  /** Outputs that a pulse switched on, or may have, and that have not been confirmed off since. */
  const owedOff = new Set<string>()
  let unit: BoardUnit | undefined
  let disconnect: (() => Promise<void>) | undefined
  let polling: Promise<void> = Promise.resolve()

  const now = () => context.clock.monotonic()
  const placeOf = (name: string) => `${context.id} ${name}`

  // --- reading ---

  /** Keeps the newer of two readings: a write may have read a point back while a poll was under way. */
  function keep(name: string, reading: PointReading | undefined): void {
    if (reading === undefined) {
      readings.delete(name)
      return
    }
    const known = readings.get(name)
    if (known === undefined || known.at <= reading.at) readings.set(name, reading)
  }

  async function poll(of: BoardUnit): Promise<void> {
    let failure: unknown
    let seen = 0
    await payOff()
    for (const read of of.polls) {
      try {
        for (const [name, reading] of Object.entries(await read())) keep(name, reading)
        seen += 1
      } catch (error) {
        failure = error
      }
      if (of !== unit || !lifecycle.active()) return
    }
    lifecycle.count('polls')
    if (failure === undefined) lifecycle.to('online', of.polls.length > 0 ? allRead : notAskable)
    else lifecycle.to('degraded', describe(failure))
    if (seen === 0) return
    const changed: string[] = []
    for (const [name, { value }] of readings) {
      if (published.get(name) !== value) changed.push(name)
      published.set(name, value)
    }
    lifecycle.emit({ type: 'PointsRead', points: Object.fromEntries(readings), changed })
  }

  async function pollWhileConnected(of: BoardUnit): Promise<void> {
    const wanted = () => of === unit && lifecycle.active()
    while (wanted()) {
      await poll(of)
      if (wanted()) await pauses.wait(parts.pollMs)
    }
  }

  // --- writing ---

  function requireOutput(name: string): void {
    if (parts.outputs.has(name)) return
    throw new AyaldamaError('device.exception', placeOf(name), 'The board has no output of this name.')
  }

  function refuseUnlessActive(name: string): void {
    if (!lifecycle.active()) throw new AyaldamaError('device.not-online', placeOf(name))
  }

  function connected(name: string): BoardUnit {
    if (unit === undefined) throw new AyaldamaError('device.not-online', placeOf(name))
    return unit
  }

  async function set(name: string, value: boolean): Promise<void> {
    keep(name, await connected(name).write(name, value))
    if (!value) owedOff.delete(name)
  }

  /** Ends pulses whose end was lost: an OPEN left on means "stay open for ever" on some barriers. */
  async function payOff(): Promise<void> {
    for (const name of owedOff) {
      if (!pulsing.has(name)) await set(name, false).catch(() => {})
    }
  }

  async function hostPulse(name: string, ms: number): Promise<void> {
    let failure: unknown
    owedOff.add(name)
    try {
      await set(name, true)
      if (lifecycle.active()) await pauses.wait(ms)
    } catch (error) {
      // The board may have switched on though its answer was lost: off is written in any case.
      failure = error
    }
    try {
      await set(name, false)
    } catch (error) {
      failure ??= error
    }
    if (failure !== undefined) throw failure
  }

  async function boardPulse(name: string, ms: number): Promise<void> {
    const start = connected(name).startPulse
    if (start === undefined) throw new AyaldamaError('device.exception', placeOf(name), 'No pulses.')
    await start(name, ms)
    await pauses.wait(ms)
    if (!lifecycle.active()) {
      await set(name, false)
      return
    }
    const latest = now() + hardwarePulseGraceMs
    for (;;) {
      const reading = await connected(name).read(name)
      keep(name, reading)
      if (reading?.value === false) return
      if (now() >= latest)
        throw new AyaldamaError('device.read-back', placeOf(name), 'The pulse did not end.')
      await pauses.wait(hardwarePulseReadMs)
    }
  }

  async function pulse(name: string, ms: number): Promise<void> {
    requireOutput(name)
    if (!(ms >= shortestPulseMs && ms <= longestPulseMs)) {
      const allowed = `${shortestPulseMs} to ${longestPulseMs} ms`
      throw new AyaldamaError('device.exception', placeOf(name), `A pulse lasts ${allowed}, not ${ms}.`)
    }
    if (pulsing.has(name)) throw new AyaldamaError('device.exception', placeOf(name), 'A pulse is under way.')
    refuseUnlessActive(name)
    connected(name)
    lifecycle.count('pulses')
    const running = parts.pulsedByBoard.has(name) ? boardPulse(name, ms) : hostPulse(name, ms)
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
    unit?.close()
    unit = undefined
    readings.clear()
    published.clear()
    pauses.end()
  }

  function attach(next: BoardUnit): void {
    unit = next
    polling = pollWhileConnected(next)
  }

  return {
    id: context.id,
    kind: parts.kind,
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    reading: (name) => readings.get(name),
    async write(name, value) {
      requireOutput(name)
      refuseUnlessActive(name)
      await set(name, value)
    },
    pulse,
    async start() {
      lifecycle.begin()
      disconnect = parts.connect({ lifecycle, attach, detach })
    },
    stop: () =>
      lifecycle.end(async () => {
        // A pulse that is under way goes to off at once, while the connection still stands.
        pauses.end()
        await Promise.all(pulsing.values())
        detach()
        await disconnect?.()
        await polling
      }),
  }
}

function describe(error: unknown): string {
  if (error instanceof AyaldamaError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}
