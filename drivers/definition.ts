import type { z } from 'zod'
import type {
  BadgeReader,
  BarrierDevice,
  Camera,
  DocumentReader,
  DriverContext,
  IoBoard,
  WeighingScale,
} from '../edge/ports/devices.ts'

/** What a device is to a lane. */
export interface DeviceOfRole {
  readonly documentReader: DocumentReader
  readonly camera: Camera
  readonly ioBoard: IoBoard
  readonly barrier: BarrierDevice
  readonly scale: WeighingScale
  readonly badgeReader: BadgeReader
}

export type DeviceRole = keyof DeviceOfRole

/** Finds a board that a composed device (a contact barrier) is built on; throws for an unknown id. */
export type BoardLookup = (id: string) => IoBoard

/**
 * A kind of device: `kind` is the word in the configuration, `options` its schema (and so its types,
 * defaults and documentation), `create` makes a stopped device.
 */
export interface DriverDefinition<Role extends DeviceRole, Options> {
  readonly kind: string
  readonly role: Role
  /** One line for a technician. */
  readonly title: string
  readonly options: z.ZodType<Options>
  create(options: Options, context: DriverContext, boards: BoardLookup): DeviceOfRole[Role]
}

export function defineDriver<Role extends DeviceRole, Options>(
  definition: DriverDefinition<Role, Options>,
): DriverDefinition<Role, Options> {
  return definition
}
