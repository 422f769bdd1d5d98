import { systemClock } from '../../../../edge/ports/clock.ts'
import type { DriverContext } from '../../../../edge/ports/devices.ts'
import { silentLog } from '../../../../edge/ports/log.ts'

export function driverContext(id: string): DriverContext {
  return { id, clock: systemClock, log: silentLog, random: () => 0 }
}
