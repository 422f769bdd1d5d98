import type { PowerReading, Unsubscribe } from './devices.ts'

/** The power of the box, for lanes, screens and metrics: the worst that any of its supplies says. */
export interface Power {
  state(): PowerReading
  /** Called when the level changes. */
  onChange(listener: () => void): Unsubscribe
}
