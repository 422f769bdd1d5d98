import type { ConfiguredDevice } from '../../config/check-devices.ts'
import { type PowerReading, powerLevels } from '../ports/devices.ts'
import type { Power } from '../ports/power.ts'
import type { DeviceSet } from './devices.ts'

const unread: PowerReading = { level: 'unknown', chargePercent: null, runtimeSeconds: null }

/** The power supplies of the box together; undefined where it has none that can be asked. */
export function createPower(configured: readonly ConfiguredDevice[], devices: DeviceSet): Power | undefined {
  const supplies = configured
    .filter(({ role }) => role === 'powerSupply')
    .map(({ id }) => devices.get('powerSupply', id))
  if (supplies.length === 0) return undefined
  const listeners = new Set<() => void>()

  function state(): PowerReading {
    const [worst] = supplies
      .map((supply) => supply.reading() ?? unread)
      .toSorted((a, b) => powerLevels.indexOf(b.level) - powerLevels.indexOf(a.level))
    return worst ?? unread
  }

  let told = state().level
  const tell = () => {
    const { level } = state()
    if (level === told) return
    told = level
    for (const listener of listeners) listener()
  }
  for (const supply of supplies) {
    supply.onEvent(tell)
    supply.onHealth(tell)
  }

  return {
    state,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
