import type { Unsubscribe } from './devices.ts'

/**
 * `filling` from 80 % and `nearlyFull` from 90 % of the disk are alarms. `full`: the ballast is given away, or
 * could not be made; what is under way can be finished, and nothing new is begun until there is room again.
 */
export const diskLevels = ['ample', 'filling', 'nearlyFull', 'full'] as const
export type DiskLevel = (typeof diskLevels)[number]

export interface DiskState {
  readonly level: DiskLevel
  /** Per cent of what the daemon may use, rounded up as `df` does; null where the system does not say. */
  readonly usedPercent: number | null
}

/** The disk of the journal, for lanes, screens and metrics. */
export interface Disk {
  state(): DiskState
  /** Called when the level changes. */
  onChange(listener: () => void): Unsubscribe
}
