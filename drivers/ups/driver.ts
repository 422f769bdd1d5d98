import type { DriverContext, PowerRead, PowerReading, PowerSupply } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createPolledDevice, polledDeviceCounters } from '../lifecycle/polled-device.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import type { Exchanger } from '../transport/exchange.ts'
import { figure, getVariable, upsStatus } from './codec.ts'
import type { UpsOptions } from './options.ts'

/** Words of a reason change only with the state: a charge that sinks is no news of health. */
const reasons: Readonly<Record<PowerReading['level'], string>> = {
  mains: 'on mains',
  battery: 'mains have failed: on battery',
  low: 'mains have failed and the battery is low',
  unknown: 'the UPS does not say whether it is on mains',
}

/** A UPS behind upsd of Network UPS Tools. It is asked and never told anything: it cuts no power by us. */
export function createUps(options: UpsOptions, context: DriverContext, open: OpenByteStream): PowerSupply {
  const lifecycle = createDeviceLifecycle<PowerRead>(context, [...polledDeviceCounters, 'polls'])
  let last: PowerReading | undefined

  /** What was said on mains is worth nothing any more; a battery that was running down runs down on. */
  function lose(): void {
    if (last?.level === 'mains') last = { level: 'unknown', chargePercent: null, runtimeSeconds: null }
  }

  async function ask(exchanger: Exchanger, name: string): Promise<string | null> {
    const answer = await exchanger.ask(getVariable(options.ups, name))
    if (answer.type === 'value') return answer.value
    if (answer.type === 'missing') return null
    throw new AyaldamaError('device.exception', options.ups, `upsd answers ${answer.word}.`)
  }

  async function read(exchanger: Exchanger) {
    const status = upsStatus((await ask(exchanger, 'ups.status')) ?? '')
    const chargePercent = figure(await ask(exchanger, 'battery.charge'))
    const runtimeSeconds = figure(await ask(exchanger, 'battery.runtime'))
    const below = (value: number | null, least: number) => value !== null && value < least
    const low =
      status.low || below(chargePercent, options.lowPercent) || below(runtimeSeconds, options.lowSeconds)
    const level =
      status.source === null ? 'unknown' : status.source === 'mains' ? 'mains' : low ? 'low' : 'battery'
    return { reading: { level, chargePercent, runtimeSeconds }, status } as const
  }

  const device = createPolledDevice({
    lifecycle,
    context,
    open,
    options,
    createTurn: () => async (exchanger, active) => {
      const { reading, status } = await read(exchanger)
      if (!active()) return
      lifecycle.count('polls')
      last = reading
      const well = reading.level === 'mains' && !status.replaceBattery
      const battery = status.replaceBattery ? '; its battery must be replaced' : ''
      lifecycle.to(well ? 'online' : 'degraded', `${reasons[reading.level]}${battery}`)
      lifecycle.emit({ type: 'PowerRead', power: reading, at: context.clock.monotonic() })
    },
    failed(reason) {
      lose()
      lifecycle.to('degraded', reason)
    },
    detached: lose,
  })

  return {
    id: context.id,
    kind: 'ups',
    reading: () => last,
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    start: device.start,
    stop: device.stop,
  }
}
