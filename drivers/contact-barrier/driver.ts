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
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import type { ContactBarrierOptions } from './options.ts'

/**
 * A barrier as contacts of an I/O board. Its health is the board's; it decides nothing and keeps no
 * state of the boom: the interlock of the lane judges the inputs.
 */
export function createContactBarrier(
  options: ContactBarrierOptions,
  context: DriverContext,
  board: IoBoard,
): BarrierDevice {
  const lifecycle = createDeviceLifecycle<BarrierInputsRead>(context, ['openPulses', 'closePulses'])
  let subscriptions: readonly Unsubscribe[] = []

  function read(point: string | undefined): PointReading | undefined {
    return point === undefined ? undefined : board.reading(point)
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

  function follow(health: DeviceHealth): void {
    const reason = `board ${board.id}: ${health.reason}`
    const lost = health.state === 'stopped' || health.state === 'stopping'
    lifecycle.to(lost ? 'connecting' : health.state, reason)
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
      await board.pulse(options.open, options.pulseMs)
    },
    async pulseClose() {
      refuseUnlessActive()
      lifecycle.count('closePulses')
      await board.pulse(options.close, options.pulseMs)
    },
    async clearOutputs() {
      refuseUnlessActive()
      // Each is tried whatever became of the other: an output left on is the worse fault.
      const results = await Promise.allSettled([
        board.write(options.open, false),
        board.write(options.close, false),
      ])
      for (const result of results) if (result.status === 'rejected') throw result.reason
    },
    async start() {
      lifecycle.begin()
      follow(board.health())
      subscriptions = [
        board.onHealth(follow),
        board.onEvent(() => lifecycle.emit({ type: 'BarrierInputsRead', inputs: inputs() })),
      ]
    },
    stop: () =>
      lifecycle.end(async () => {
        for (const unsubscribe of subscriptions) unsubscribe()
        subscriptions = []
      }),
  }
}
