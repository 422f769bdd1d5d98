import { type Boom, type BoomIncidents, type BoomPosition, createBoom } from './boom.ts'
import { createModbusTcpServer } from './modbus-tcp-server.ts'
import {
  type SimulatedBarrier,
  type SimulatedLoop,
  type SimulatedPhotocell,
  type SimulatedPoint,
  simulatedLanePoints,
  simulatedPointAt,
} from './points.ts'

/** A fault on command. */
type BoardFault =
  /** The limit switches of the boom stay as they are, whatever the boom does. */
  | { readonly type: 'stuckLimit'; readonly barrier: SimulatedBarrier }
  /** Both limit switches of the boom are on. */
  | { readonly type: 'doubleLimit'; readonly barrier: SimulatedBarrier }
  /** The loop detector reads clear for ever. */
  | { readonly type: 'lostLoop'; readonly loop: SimulatedLoop }
  /** The limit switches of the boom bounce for some milliseconds whenever one changes. */
  | { readonly type: 'chattering'; readonly barrier: SimulatedBarrier }
  /** No connection to the board. */
  | { readonly type: 'cutCable' }
  /** Every answer comes `ms` later. */
  | { readonly type: 'slowAnswer'; readonly ms: number }

export interface BoardSimulatorOptions {
  /** TCP port on 127.0.0.1; 0, the default, lets the system choose. */
  readonly port?: number
  /** Time of a boom from limit to limit, ms; default 1500. */
  readonly travelMs?: number
  /** The booms' controllers turn back before they hit somebody (EN 12453); default true. */
  readonly ownSafety?: boolean
}

/** Safety of both booms together, and vehicles that drove where no way was. */
interface BoardIncidents extends BoomIncidents {
  /** A vehicle came under a boom that was not open. */
  readonly rammed: number
}

export interface BoardSimulator {
  readonly port: number
  setLoop(loop: SimulatedLoop, occupied: boolean): void
  setPhotocell(photocell: SimulatedPhotocell, interrupted: boolean): void
  setStop(pressed: boolean): void
  /** Brings a fault in; the function returned repairs it. */
  fault(fault: BoardFault): Promise<() => Promise<void>>
  boom(barrier: SimulatedBarrier): BoomPosition
  /** True for an active point: occupied, interrupted, pressed, at the limit, output on. */
  point(name: SimulatedPoint): boolean
  /** How often each output went from off to on since the start. */
  pulses(): Readonly<Record<string, number>>
  incidents(): BoardIncidents
  /** After each change of an output, an input or a boom. */
  onChange(listener: () => void): () => void
  /** Resolves when the condition holds after a change, or holds already; rejects when aborted. */
  when(condition: () => boolean, signal?: AbortSignal): Promise<void>
  whenBoom(barrier: SimulatedBarrier, position: BoomPosition, signal?: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Pulses that Waveshare boards make by themselves: address 0x0200 + n, word = time in 100 ms. */
const wavesharePulseAddress = 0x0200
const wavesharePulseUnitMs = 100

const barriers: readonly SimulatedBarrier[] = ['approach', 'release']

interface Limits {
  readonly open: boolean
  readonly closed: boolean
}

const limitsOf = (position: BoomPosition): Limits => ({
  open: position === 'open',
  closed: position === 'closed',
})

/** Limit switches that show what was and what is in turn, for a while after each change. */
interface Bounce {
  limits(position: BoomPosition): Limits
}

const bounceMs = 30
const bounceEveryMs = 7

function createBounce(begun: BoomPosition): Bounce {
  let now = begun
  let before = begun
  let changedAt = Number.NEGATIVE_INFINITY
  return {
    limits(position) {
      if (position !== now) {
        before = now
        now = position
        changedAt = performance.now()
      }
      const since = performance.now() - changedAt
      return limitsOf(since < bounceMs && Math.floor(since / bounceEveryMs) % 2 === 1 ? before : now)
    },
  }
}

/**
 * A Modbus TCP board with the two barriers, loops, photocells, stop button and light of one lane, as the
 * wires of `simulatedLanePoints`. Outputs act on the edge from off to on, as barrier controllers do.
 */
export async function createBoardSimulator(options: BoardSimulatorOptions = {}): Promise<BoardSimulator> {
  const { port = 0, travelMs = 1500, ownSafety = true } = options
  const booms: Record<SimulatedBarrier, Boom> = {
    approach: createBoom(travelMs, ownSafety),
    release: createBoom(travelMs, ownSafety),
  }
  const inputs = new Map<SimulatedPoint, boolean>()
  const coils = new Map<SimulatedPoint, boolean>()
  const pulseCounts: Record<string, number> = {}
  const frozenLimits = new Map<SimulatedBarrier, Limits>()
  const doubleLimits = new Set<SimulatedBarrier>()
  const lostLoops = new Set<SimulatedPoint>()
  const chattering = new Map<SimulatedBarrier, Bounce>()
  const pulseTimers = new Set<NodeJS.Timeout>()
  const listeners = new Set<() => void>()
  let rammed = 0

  function changed(): void {
    for (const listener of [...listeners]) listener()
  }

  function limits(barrier: SimulatedBarrier): Limits {
    if (doubleLimits.has(barrier)) return { open: true, closed: true }
    const position = booms[barrier].position()
    const bounce = chattering.get(barrier)
    if (bounce !== undefined) return bounce.limits(position)
    return frozenLimits.get(barrier) ?? limitsOf(position)
  }

  function point(name: SimulatedPoint): boolean {
    for (const barrier of barriers) {
      if (name === `${barrier}OpenLimit`) return limits(barrier).open
      if (name === `${barrier}ClosedLimit`) return limits(barrier).closed
    }
    if (simulatedLanePoints[name].fc === 5) return coils.get(name) ?? false
    return !lostLoops.has(name) && (inputs.get(name) ?? false)
  }

  function wire(name: SimulatedPoint): boolean {
    const { invert } = { invert: false, ...simulatedLanePoints[name] }
    return point(name) !== invert
  }

  function setInput(name: SimulatedPoint, value: boolean): void {
    if ((inputs.get(name) ?? false) === value) return
    inputs.set(name, value)
    for (const barrier of barriers) {
      if (name !== `${barrier}LoopUnder` && name !== `${barrier}Photocell`) continue
      const under = [`${barrier}LoopUnder`, `${barrier}Photocell`] as const
      const before = under.some((other) => other !== name && inputs.get(other))
      if (value && !before && booms[barrier].position() !== 'open') rammed += 1
      booms[barrier].obstructed(under.some((part) => inputs.get(part)))
    }
    changed()
  }

  function setCoil(name: SimulatedPoint, on: boolean): void {
    const rising = on && !(coils.get(name) ?? false)
    coils.set(name, on)
    if (rising) {
      pulseCounts[name] = (pulseCounts[name] ?? 0) + 1
      for (const barrier of barriers) {
        if (name !== `${barrier}Open` && name !== `${barrier}Close`) continue
        if (coils.get(`${barrier}Open`) && coils.get(`${barrier}Close`)) booms[barrier].conflict()
        booms[barrier].command(name === `${barrier}Open` ? 'open' : 'close')
      }
    }
    changed()
  }

  function hardwarePulse(name: SimulatedPoint, ms: number): void {
    setCoil(name, true)
    const timer = setTimeout(() => {
      pulseTimers.delete(timer)
      setCoil(name, false)
    }, ms)
    pulseTimers.add(timer)
  }

  const server = await createModbusTcpServer(
    {
      readInput(address) {
        const name = simulatedPointAt(2, address)
        return name === undefined ? undefined : wire(name)
      },
      readCoil(address) {
        const name = simulatedPointAt(5, address)
        return name === undefined ? undefined : wire(name)
      },
      writeCoil(address, word) {
        const ownPulse = address >= wavesharePulseAddress
        const name = simulatedPointAt(5, ownPulse ? address - wavesharePulseAddress : address)
        if (name === undefined) return false
        if (ownPulse) hardwarePulse(name, word * wavesharePulseUnitMs)
        else setCoil(name, word !== 0)
        return true
      },
    },
    port,
  )
  for (const barrier of barriers) booms[barrier].onChange(changed)

  async function inject(fault: BoardFault): Promise<() => Promise<void>> {
    switch (fault.type) {
      case 'stuckLimit':
        frozenLimits.set(fault.barrier, limits(fault.barrier))
        return async () => {
          frozenLimits.delete(fault.barrier)
        }
      case 'doubleLimit':
        doubleLimits.add(fault.barrier)
        return async () => {
          doubleLimits.delete(fault.barrier)
        }
      case 'chattering':
        chattering.set(fault.barrier, createBounce(booms[fault.barrier].position()))
        return async () => {
          chattering.delete(fault.barrier)
        }
      case 'lostLoop':
        lostLoops.add(fault.loop)
        return async () => {
          lostLoops.delete(fault.loop)
        }
      case 'cutCable':
        await server.cut()
        return server.mend
      case 'slowAnswer':
        server.delay(fault.ms)
        return async () => server.delay(0)
    }
  }

  function onChange(listener: () => void): () => void {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  function when(condition: () => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        unsubscribe()
        signal?.removeEventListener('abort', abort)
      }
      const abort = () => {
        settle()
        reject(signal?.reason)
      }
      const check = () => {
        if (!condition()) return
        settle()
        resolve()
      }
      const unsubscribe = onChange(check)
      signal?.addEventListener('abort', abort)
      if (signal?.aborted) abort()
      else check()
    })
  }

  return {
    port: server.port,
    setLoop: setInput,
    setPhotocell: setInput,
    setStop(pressed) {
      for (const barrier of barriers) booms[barrier].emergencyStop(pressed)
      setInput('stop', pressed)
    },
    async fault(fault) {
      const repair = await inject(fault)
      changed()
      return async () => {
        await repair()
        changed()
      }
    },
    boom: (barrier) => booms[barrier].position(),
    point,
    pulses: () => ({ ...pulseCounts }),
    incidents() {
      const a = booms.approach.incidents()
      const b = booms.release.incidents()
      return {
        crushed: a.crushed + b.crushed,
        conflicts: a.conflicts + b.conflicts,
        stopped: a.stopped + b.stopped,
        reversals: a.reversals + b.reversals,
        rammed,
      }
    },
    onChange,
    when,
    whenBoom: (barrier, position, signal) => when(() => booms[barrier].position() === position, signal),
    async close() {
      for (const timer of pulseTimers) clearTimeout(timer)
      for (const barrier of barriers) booms[barrier].stop()
      await server.close()
    },
  }
}
