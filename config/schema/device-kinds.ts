import type { z } from 'zod'
import type { DeviceRole } from '../../drivers/definition.ts'

/** What the configuration needs to know of a driver: a `DriverDefinition` without its making. */
export interface DeviceKind {
  readonly kind: string
  readonly role: DeviceRole
  readonly title: string
  readonly options: z.ZodType
}

/** All kinds of devices, as a list or by name. */
export type DeviceRegistry = readonly DeviceKind[] | Readonly<Record<string, DeviceKind>>

export function deviceKinds(registry: DeviceRegistry): readonly DeviceKind[] {
  return Array.isArray(registry) ? registry : Object.values(registry)
}
