import type {
  BarrierDevice,
  BarrierInputs,
  BarrierInputsRead,
  DeviceHealth,
  DriverContext,
  IoBoard,
  PointReading,
  Unsubscribe,
} from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { BoardLookup } from '../definition.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { boardsOf, type ContactBarrierOptions, contactOf } from './options.ts'

/**
 * A barrier as contacts of I/O boards: relays of one may move it while another reads its limits and loops.
 * Its health is that of its worst board; it decides nothing and keeps no state of the boom: the interlock
 * of the lane judges the inputs.
 */
export function createContactBarrier(
  options: ContactBarrierOptions,
  context: DriverContext,
  lookup: BoardLookup,
): BarrierDevice {
  const lifecycle = createDeviceLifecycle<BarrierInputsRead>(context, ['openPulses', 'closePulses'])
  const boards: ReadonlyMap<string, IoBoard> = new Map(boardsOf(options).map((id) => [id, lookup(id)]))
  let subscriptions: readonly Unsubscribe[] = []

  function wire(name: string): { readonly board: IoBoard; readonly point: string } {
    const { board: id, point } = contactOf(name, options.board)
    const board = boards.get(id)
    if (board === undefined) throw new AyaldamaError('config.invalid', `${context.id}: ${name}`)
    return { board, point }
  }

  const open = wire(options.open)
  const close = wire(options.close)

  function read(name: string | undefined): PointReading | undefined {
    if (name === undefined) return undefined
    const { board, point } = wire(name)
    return board.reading(point)
  }

  function inputs(): BarrierInputs {
    return {
      openLimit: read(options.openLimit),
      closedLimit: read(options.closedLimit),
      loop: read(options.loop),
      photocell: read(options.photocell),
      stop: read(options.stop),
      openOutput: read(options.open),
      closeOutput: read(options.close),
    }
  }

  function refuseUnlessActive(): void {
    if (!lifecycle.active()) throw new AyaldamaError('device.not-online', context.id)
  }

  /** The barrier is as well as the worst of its boards. */
  function follow(): void {
    const worst = [...boards.values()]
      .map((board) => ({ board, health: board.health() }))
      .toSorted(byIllness)[0]
    if (worst === undefined) return
    const { state, reason } = worst.health
    const lost = state === 'stopped' || state === 'stopping'
    lifecycle.to(lost ? 'connecting' : state, `board ${worst.board.id}: ${reason}`)
  }

  return {
    id: context.id,
    kind: 'contact-barrier',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    inputs,
    async pulseOpen() {
      refuseUnlessActive()
      lifecycle.count('openPulses')
      await open.board.pulse(open.point, options.pulseMs)
    },
    async pulseClose() {
      refuseUnlessActive()
      lifecycle.count('closePulses')
      await close.board.pulse(close.point, options.pulseMs)
    },
    async clearOutputs() {
      refuseUnlessActive()
      // Each is tried whatever became of the other: an output left on is the worse fault.
      const results = await Promise.allSettled([
        open.board.write(open.point, false),
        close.board.write(close.point, false),
      ])
      for (const result of results) if (result.status === 'rejected') throw result.reason
    },
    async start() {
      lifecycle.begin()
      follow()
      subscriptions = [...boards.values()].flatMap((board) => [
        board.onHealth(follow),
        board.onEvent(() => lifecycle.emit({ type: 'BarrierInputsRead', inputs: inputs() })),
      ])
    },
    stop: () =>
      lifecycle.end(async () => {
        for (const unsubscribe of subscriptions) unsubscribe()
        subscriptions = []
      }),
  }
}

const illness: Readonly<Record<DeviceHealth['state'], number>> = {
  online: 0,
  degraded: 1,
  connecting: 2,
  stopping: 3,
  stopped: 3,
}

function byIllness(a: { readonly health: DeviceHealth }, b: { readonly health: DeviceHealth }): number {
  return illness[b.health.state] - illness[a.health.state]
}
