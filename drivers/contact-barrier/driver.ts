import type {
  BarrierDevice,
  BarrierInputs,
  BarrierInputsRead,
  DriverContext,
  Unsubscribe,
} from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { BoardLookup } from '../definition.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createDebounce } from './debounce.ts'
import type { ContactBarrierOptions } from './options.ts'
import { createWiring } from './wiring.ts'

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
  const wiring = createWiring(context.id, options, lookup)
  const open = wiring.wire(options.open)
  const close = wiring.wire(options.close)
  // Only limits bounce without harm in waiting: an occupied loop counts at once, a clear one is held off.
  const openLimit = createDebounce(options.debounceMs)
  const closedLimit = createDebounce(options.debounceMs)
  let subscriptions: readonly Unsubscribe[] = []

  function inputs(): BarrierInputs {
    return {
      openLimit: openLimit(wiring.read(options.openLimit)),
      closedLimit: closedLimit(wiring.read(options.closedLimit)),
      loop: wiring.read(options.loop),
      photocell: wiring.read(options.photocell),
      stop: wiring.read(options.stop),
      openOutput: wiring.read(options.open),
      closeOutput: wiring.read(options.close),
    }
  }

  function refuseUnlessActive(): void {
    if (!lifecycle.active()) throw new AyaldamaError('device.not-online', context.id)
  }

  /** The barrier is as well as the worst of its boards. */
  function follow(): void {
    const worst = wiring.worst()
    if (worst === undefined) return
    const lost = worst.state === 'stopped' || worst.state === 'stopping'
    lifecycle.to(lost ? 'connecting' : worst.state, worst.reason)
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
      subscriptions = wiring.follow(follow, () =>
        lifecycle.emit({ type: 'BarrierInputsRead', inputs: inputs() }),
      )
    },
    stop: () =>
      lifecycle.end(async () => {
        for (const unsubscribe of subscriptions) unsubscribe()
        subscriptions = []
      }),
  }
}
