import { isDeepStrictEqual } from 'node:util'
import type { ConfiguredDevice } from '../../config/check-devices.ts'
import type { Configuration } from '../../config/load-configuration.ts'
import type { DeviceOfRole, DeviceRole } from '../../drivers/definition.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import type { Clock } from '../ports/clock.ts'
import type { IoBoard } from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { createReplaceable, type Replaceable } from './replaceable.ts'

export type AnyDevice = DeviceOfRole[DeviceRole]

/** The devices of a configuration, made once and known by their ids. */
export interface DeviceSet {
  readonly all: readonly AnyDevice[]
  /** Throws for an id that is unknown or plays another role: the configuration was checked before. */
  get<Role extends DeviceRole>(role: Role, id: string): DeviceOfRole[Role]
  start(): Promise<void>
  stop(): Promise<void>
  /** Restarts the devices whose kind or options changed, one after the other, and touches no other. */
  reload(next: readonly ConfiguredDevice[]): Promise<ReloadReport>
}

export interface ReloadReport {
  readonly restarted: readonly string[]
  /** Added, gone, or in another role: they take effect at the next start. */
  readonly later: readonly string[]
}

export function createDevices(configuration: Configuration, clock: Clock, log: Log): DeviceSet {
  const made = new Map<string, { configured: ConfiguredDevice; readonly slot: Replaceable<AnyDevice> }>()
  const board = (id: string): IoBoard => get('ioBoard', id)
  let reloading: Promise<unknown> = Promise.resolve()

  function get<Role extends DeviceRole>(role: Role, id: string): DeviceOfRole[Role] {
    const found = made.get(id)
    if (found?.configured.role !== role) {
      throw new AyaldamaError('config.invalid', `devices.${id}`, `No ${role}.`)
    }
    return found.slot.device as DeviceOfRole[Role]
  }

  function make({ id, kind, options }: ConfiguredDevice): AnyDevice {
    const definition = driverRegistry.find((one) => one.kind === kind)
    if (!definition) throw new AyaldamaError('config.invalid', `devices.${id}`, `Unknown kind ${kind}.`)
    return definition.create(options, { id, clock, log, random: Math.random }, board)
  }

  // Composed devices look their boards up, so boards are made first, whatever the order of the file.
  const boardsFirst = configuration.devices.toSorted(
    (a, b) => Number(b.role === 'ioBoard') - Number(a.role === 'ioBoard'),
  )
  for (const configured of boardsFirst) {
    made.set(configured.id, { configured, slot: createReplaceable(make(configured)) })
  }
  const all = [...made.values()].map(({ slot }) => slot.device)

  async function reload(next: readonly ConfiguredDevice[]): Promise<ReloadReport> {
    const restarted: string[] = []
    const later: string[] = [...made.keys()].filter((id) => !next.some((one) => one.id === id))
    for (const configured of next) {
      const known = made.get(configured.id)
      // What plays a part in a lane is decided at the start: a new device, or one in another role, waits for it.
      if (known?.configured.role !== configured.role) {
        later.push(configured.id)
        continue
      }
      if (isDeepStrictEqual(known.configured, configured)) continue
      let successor: AnyDevice
      try {
        successor = make(configured)
      } catch (error) {
        // It is built on a board that is not there before the next start.
        log.warn({ device: configured.id, error: String(error) }, 'device keeps its configuration')
        later.push(configured.id)
        continue
      }
      known.configured = configured
      log.info({ device: configured.id, kind: configured.kind }, 'device restarts with its new configuration')
      await known.slot.replace(successor)
      restarted.push(configured.id)
    }
    return { restarted, later }
  }

  return {
    all,
    get,
    start: async () => {
      await Promise.all(all.map((device) => device.start()))
    },
    stop: async () => {
      await reloading
      await Promise.all(all.map((device) => device.stop()))
    },
    reload(next) {
      const mine = reloading.then(() => reload(next))
      reloading = mine.catch(() => {})
      return mine
    },
  }
}
