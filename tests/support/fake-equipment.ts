import type { Clock } from '../../edge/ports/clock.ts'
import type { DeviceHealth } from '../../edge/ports/devices.ts'
import type { Equipment, EquipmentRole } from '../../edge/ports/equipment.ts'
import type { LaneView } from '../../edge/ports/lane.ts'
import { devicesOf } from './fake-lane-data.ts'

export interface FakeEquipment extends Equipment {
  ofLane(lane: string): LaneView['devices']
  /** The device comes into this state now. */
  setHealth(id: string, state: DeviceHealth['state'], reason: string): void
}

const roles: Readonly<Record<string, EquipmentRole>> = {
  'camera-http': 'camera',
  'document-reader': 'documentReader',
  'modbus-board': 'ioBoard',
  'contact-barrier': 'barrier',
}

/** The devices of the fake lanes; `lane-2-io` was never polled. */
export function createFakeEquipment(clock: Clock, lanes: readonly string[]): FakeEquipment {
  const changed = new Map<string, DeviceHealth>()
  const ofLane = (lane: string) =>
    devicesOf(lane).map((device) => ({ ...device, health: changed.get(device.id) ?? device.health }))
  const point = (name: string, value: boolean, ageMs: number) => ({ name, value, ageMs })
  return {
    ofLane,
    setHealth(id, state, reason) {
      const counters = { requests: 4212, timeouts: 3, reconnects: 1 }
      changed.set(id, { state, reason, since: clock.now().toISOString(), counters })
    },
    devices: () =>
      lanes.flatMap((lane) =>
        ofLane(lane).map((device) => {
          const role = roles[device.kind] ?? 'scale'
          const polled =
            lane === 'lane-1' ? [point('zoneLoop', true, 40), point('lightRed', false, 65_000)] : []
          return {
            ...device,
            role,
            lanes: [lane],
            lastHeard: role === 'documentReader' ? '2026-11-24T03:12:30.000Z' : null,
            points: role === 'ioBoard' ? polled : null,
          }
        }),
      ),
    models: () => [
      {
        name: 'plate-reader',
        sha256: `${'0123456789abcdef'.repeat(4)}`,
        bytes: 3_610_742,
        date: '2026-11-24',
        thresholds: { confidence: 0.55 },
        measured: [{ set: 'openalpr-eu', figures: { plates: 54, exact: 0.944 } }],
      },
    ],
    state: async () => ({
      startedAt: '2026-11-22T03:10:00.000Z',
      epoch: 3,
      seq: 2417,
      disk: { freeBytes: 182_400_000_000, bytes: 240_000_000_000 },
      cosigned: [
        { party: 'KAZ', head: { size: 2400, at: '2026-11-24T03:11:00.000Z' } },
        { party: 'KGZ', head: null },
      ],
    }),
  }
}
