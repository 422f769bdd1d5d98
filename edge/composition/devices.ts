import type { Configuration } from '../../config/load-configuration.ts'
import type { DeviceOfRole, DeviceRole } from '../../drivers/definition.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import type { Clock } from '../ports/clock.ts'
import type { IoBoard } from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'

export type AnyDevice = DeviceOfRole[DeviceRole]

/** The devices of a configuration, made once and known by their ids. */
export interface DeviceSet {
  readonly all: readonly AnyDevice[]
  /** Throws for an id that is unknown or plays another role: the configuration was checked before. */
  get<Role extends DeviceRole>(role: Role, id: string): DeviceOfRole[Role]
  start(): Promise<void>
  stop(): Promise<void>
}

export function createDevices(configuration: Configuration, clock: Clock, log: Log): DeviceSet {
  const made = new Map<string, { readonly role: DeviceRole; readonly device: AnyDevice }>()
  const board = (id: string): IoBoard => get('ioBoard', id)

  function get<Role extends DeviceRole>(role: Role, id: string): DeviceOfRole[Role] {
    const found = made.get(id)
    if (found?.role !== role) throw new AyaldamaError('config.invalid', `devices.${id}`, `No ${role}.`)
    return found.device as DeviceOfRole[Role]
  }

  // Composed devices look their boards up, so boards are made first, whatever the order of the file.
  const boardsFirst = configuration.devices.toSorted(
    (a, b) => Number(b.role === 'ioBoard') - Number(a.role === 'ioBoard'),
  )
  for (const { id, kind, role, options } of boardsFirst) {
    const definition = driverRegistry.find((one) => one.kind === kind)
    if (!definition) throw new AyaldamaError('config.invalid', `devices.${id}`, `Unknown kind ${kind}.`)
    const context = { id, clock, log, random: Math.random }
    made.set(id, { role, device: definition.create(options, context, board) })
  }
  const all = [...made.values()].map(({ device }) => device)
  return {
    all,
    get,
    start: async () => {
      await Promise.all(all.map((device) => device.start()))
    },
    stop: async () => {
      await Promise.all(all.map((device) => device.stop()))
    },
  }
}
