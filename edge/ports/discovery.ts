import type { DeviceState } from './devices.ts'

/** A thing that is plugged into this box, and which kinds of driver fit. */
export interface PluggedDevice {
  readonly port: 'serial' | 'hid'
  readonly path: string
  /** `vendor:product` in hex; null for a port of the box. */
  readonly usb: string | null
  readonly name: string | null
  /** The likeliest first; none where no driver fits. */
  readonly kinds: readonly string[]
  readonly why: string
  /** What goes into the options of the driver. */
  readonly write: Readonly<Record<string, string>>
}

/** How a device answered that is not in the configuration yet. */
export interface Probe {
  readonly state: DeviceState
  /** As the health of a device: with an error code in front where there is one. */
  readonly reason: string
  readonly counters: Readonly<Record<string, number>>
}

/** Finds devices for a lane that is set up. Moves no output. */
export interface Discovery {
  plugged(): Promise<readonly PluggedDevice[]>
  /** Rejects with `config.invalid` for a kind that is not known or options that it does not take. */
  probe(kind: string, options: unknown): Promise<Probe>
}
