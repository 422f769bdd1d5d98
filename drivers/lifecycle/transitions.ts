import type { DeviceState } from '../../edge/ports/devices.ts'

/**
 * `stopped → connecting → online ⇄ degraded → stopping → stopped`; a lost device goes back to
 * connecting. A device that is reached but answers badly from the start goes from connecting straight
 * to degraded. Staying in a state is allowed: only the reason changes.
 */
const next: Readonly<Record<DeviceState, readonly DeviceState[]>> = {
  stopped: ['stopped', 'connecting'],
  connecting: ['connecting', 'online', 'degraded', 'stopping'],
  online: ['online', 'degraded', 'connecting', 'stopping'],
  degraded: ['degraded', 'online', 'connecting', 'stopping'],
  stopping: ['stopping', 'stopped'],
}

export function mayGo(from: DeviceState, to: DeviceState): boolean {
  return next[from].includes(to)
}
