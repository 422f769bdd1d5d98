import { setTimeout as pause } from 'node:timers/promises'
import type { BoardSimulator } from '../board/board-simulator.ts'
import type { SimulatedBarrier } from '../board/points.ts'

export type DriveStage =
  | 'ahead'
  | 'approaching'
  | 'entering'
  | 'stopped'
  | 'leaving'
  | 'returning'
  | 'passed'
  | 'returned'
  | 'turnedAway'
  | 'removed'

export interface VehicleDriveOptions {
  /** Times real time; default 1. */
  readonly speed?: number
  /** Waits before the approach barrier for the green light as well; default false. */
  readonly heedsLight?: boolean
  onStage?(stage: DriveStage): void
}

/** How the drive ended: through the lane, back out of it, away before it came in, or taken out by `remove`. */
export type DriveEnd = Extract<DriveStage, 'passed' | 'returned' | 'turnedAway' | 'removed'>

export interface VehicleDrive {
  stage(): DriveStage
  /** Drives until the vehicle is gone; one drive is run once. */
  run(): Promise<DriveEnd>
  /** The driver turns round, if the vehicle still stands before the approach barrier. */
  turnAway(): void
  /** An officer waves the driver in the zone back, out by the approach boom as it opens or stands open; ignored elsewhere. */
  waveBack(): void
  /** Takes the vehicle away, wherever it is. All that it covered becomes clear. */
  remove(): void
}

/** Durations in ms at speed 1. */
const rollUpMs = 800
const noseUnderBoomMs = 400
const underBoomMs = 900
const tailUnderBoomMs = 300
const toStopLineMs = 600

/**
 * One vehicle on the wires of a simulated lane: it drives up, waits for an open boom, comes in, stops in
 * the zone, and leaves by the boom that opens: the release boom, or the approach boom once it had been
 * closed behind the vehicle or an officer waves it back. The driver obeys the booms and touches none.
 */
export function createVehicleDrive(board: BoardSimulator, options: VehicleDriveOptions = {}): VehicleDrive {
  const { speed = 1, heedsLight = false, onStage } = options
  const removal = new AbortController()
  const turning = new AbortController()
  const waved = Promise.withResolvers<void>()
  let stage: DriveStage = 'ahead'

  function reach(next: DriveStage): void {
    stage = next
    onStage?.(next)
  }

  function roll(ms: number): Promise<void> {
    return pause(ms / speed, undefined, { signal: removal.signal })
  }

  /**
   * Forward a vehicle meets and leaves the loop before the beam, backward the beam before the loop.
   * `leave` is called when it no longer stands where it came from.
   */
  async function passUnder(
    barrier: SimulatedBarrier,
    direction: 'forward' | 'backward',
    leave: () => void,
  ): Promise<void> {
    const loop = (on: boolean) => board.setLoop(`${barrier}LoopUnder`, on)
    const beam = (on: boolean) => board.setPhotocell(`${barrier}Photocell`, on)
    const [first, second] = direction === 'forward' ? [loop, beam] : [beam, loop]
    first(true)
    await roll(noseUnderBoomMs)
    second(true)
    await roll(underBoomMs)
    leave()
    first(false)
    await roll(tailUnderBoomMs)
    second(false)
  }

  const mayComeIn = () => board.boom('approach') === 'open' && (!heedsLight || board.point('lightGreen'))

  async function comeIn(): Promise<void> {
    reach('entering')
    await passUnder('approach', 'forward', () => {
      board.setLoop('approachLoop', false)
      board.setLoop('zoneLoop', true)
    })
    await roll(toStopLineMs)
    reach('stopped')
  }

  /** Resolves with the boom that opens for the vehicle in the zone. */
  async function wayOut(): Promise<SimulatedBarrier> {
    const waiting = new AbortController()
    const signal = AbortSignal.any([removal.signal, waiting.signal])
    const release = board.whenBoom('release', 'open', signal).then(() => 'release' as const)
    const back = Promise.race([board.whenBoom('approach', 'closed', signal), waved.promise])
      .then(() => board.whenBoom('approach', 'open', signal))
      .then(() => 'approach' as const)
    try {
      return await Promise.race([release, back])
    } finally {
      for (const wait of [release, back]) wait.catch(() => {})
      waiting.abort()
    }
  }

  async function goOut(): Promise<void> {
    await passUnder('release', 'forward', () => board.setLoop('zoneLoop', false))
  }

  async function goBack(): Promise<void> {
    await passUnder('approach', 'backward', () => {
      board.setLoop('zoneLoop', false)
      board.setLoop('approachLoop', true)
    })
    await roll(rollUpMs)
    board.setLoop('approachLoop', false)
  }

  async function drive(): Promise<DriveEnd> {
    await roll(rollUpMs)
    reach('approaching')
    board.setLoop('approachLoop', true)
    try {
      await board.when(mayComeIn, AbortSignal.any([removal.signal, turning.signal]))
    } catch (error) {
      if (!turning.signal.aborted || removal.signal.aborted) throw error
      board.setLoop('approachLoop', false)
      return 'turnedAway'
    }
    await roll(rollUpMs)
    await comeIn()
    const barrier = await wayOut()
    reach(barrier === 'release' ? 'leaving' : 'returning')
    await roll(rollUpMs)
    if (barrier === 'release') await goOut()
    else await goBack()
    return barrier === 'release' ? 'passed' : 'returned'
  }

  function clearAll(): void {
    for (const loop of ['approachLoop', 'zoneLoop', 'approachLoopUnder', 'releaseLoopUnder'] as const) {
      board.setLoop(loop, false)
    }
    board.setPhotocell('approachPhotocell', false)
    board.setPhotocell('releasePhotocell', false)
  }

  return {
    stage: () => stage,
    async run() {
      let end: DriveEnd
      try {
        end = await drive()
      } catch (error) {
        if (!removal.signal.aborted) throw error
        clearAll()
        end = 'removed'
      }
      reach(end)
      return end
    },
    turnAway: () => turning.abort(),
    waveBack() {
      if (stage === 'stopped') waved.resolve()
    },
    remove: () => removal.abort(),
  }
}
