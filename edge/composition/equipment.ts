import { statfs } from 'node:fs/promises'
import type { Configuration } from '../../config/load-configuration.ts'
import { parties } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type { PointReading } from '../ports/devices.ts'
import type { Equipment, ModelFacts } from '../ports/equipment.ts'
import type { HeadSource } from '../ports/heads.ts'
import type { Journal, StreamPosition } from '../ports/journal.ts'
import type { DeviceSet } from './devices.ts'

/** Listens to devices and journal from now on, and ends with them. */
export function createEquipment(
  { devices: configured, gateway }: Pick<Configuration, 'devices' | 'gateway'>,
  devices: DeviceSet,
  {
    journal,
    lanes,
    models,
    clock,
  }: {
    readonly journal: Pick<Journal, 'epoch' | 'onRecorded'> & Pick<HeadSource, 'cosignature'>
    readonly lanes: readonly { readonly lane: string; readonly devices: readonly { readonly id: string }[] }[]
    readonly models: readonly ModelFacts[]
    readonly clock: Clock
  },
): Equipment {
  const startedAt = clock.now().toISOString()
  const points = new Map<string, Readonly<Record<string, PointReading>>>()
  const heard = new Map<string, string>()
  let last: StreamPosition | null = null

  journal.onRecorded((events) => {
    last = events.at(-1) ?? last
  })
  for (const { id, role } of configured) {
    const hear = () => heard.set(id, clock.now().toISOString())
    if (role === 'ioBoard') devices.get(role, id).onEvent((event) => points.set(id, event.points))
    if (role === 'camera' || role === 'scale' || role === 'badgeReader') devices.get(role, id).onEvent(hear)
    if (role === 'documentReader') {
      const reader = devices.get(role, id)
      reader.onEvent(hear)
      reader.onBarcode?.(hear)
    }
  }

  return {
    devices: () =>
      configured.map(({ id, role }) => {
        const device = devices.get(role, id)
        return {
          id,
          role,
          kind: device.kind,
          lanes: lanes.filter((lane) => lane.devices.some((one) => one.id === id)).map(({ lane }) => lane),
          health: device.health(),
          lastHeard: heard.get(id) ?? null,
          points:
            role !== 'ioBoard'
              ? null
              : Object.entries(points.get(id) ?? {}).map(([name, { value, at }]) => ({
                  name,
                  value,
                  ageMs: Math.max(0, Math.round(clock.monotonic() - at)),
                })),
        }
      }),
    models: () => models,
    async state() {
      const { bavail, blocks, bsize } = await statfs(gateway.data)
      return {
        startedAt,
        epoch: journal.epoch(),
        seq: last?.seq ?? null,
        disk: { freeBytes: bavail * bsize, bytes: blocks * bsize },
        cosigned: await Promise.all(
          parties.map(async (party) => {
            const head = await journal.cosignature(party)
            return { party, head: head && { size: head.size, at: head.at } }
          }),
        ),
      }
    },
  }
}
