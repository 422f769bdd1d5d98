import type { FeatureDevices } from '../../../../drivers/hid-relay/feature-device.ts'

export interface FakeHidRelay {
  readonly devices: FeatureDevices
  relays(): readonly boolean[]
  stick(index: number): void
  unplug(): void
  plug(): void
  /** Handles that are open now. */
  opened(): number
}

/** One dcttech board of eight relays behind `hidapi`, answering as the boards do (state is report 1). */
export function createFakeHidRelay(settings: {
  readonly serial: string
  readonly idInFront: boolean
}): FakeHidRelay {
  const states = Array.from({ length: 8 }, () => false)
  const stuck = new Set<number>()
  let plugged = true
  let handles = 0

  function refuseUnlessPlugged(): void {
    if (!plugged) throw new Error('could not talk to the device')
  }

  function set(index: number, on: boolean): void {
    if (!stuck.has(index)) states[index] = on
  }

  return {
    relays: () => [...states],
    stick: (index) => void stuck.add(index),
    unplug: () => {
      plugged = false
    },
    plug: () => {
      plugged = true
    },
    opened: () => handles,
    devices: {
      paths: async () => (plugged ? ['hidraw-of-the-test'] : []),
      async open() {
        refuseUnlessPlugged()
        handles += 1
        return {
          async send(report) {
            refuseUnlessPlugged()
            if (report.length !== 9 || report[0] !== 0) throw new Error('not a report of this board')
            if (report[1] === 0xff) set((report[2] ?? 0) - 1, true)
            if (report[1] === 0xfd) set((report[2] ?? 0) - 1, false)
          },
          async get(id) {
            refuseUnlessPlugged()
            const mask = states.reduce((sum, on, i) => sum + (on ? 1 << i : 0), 0)
            const body = [...Buffer.from(settings.serial), 0, 0, mask]
            // Asked for report 0 the board shifts its bytes by one.
            const report = id === 1 ? body : [0, ...body.slice(0, -1)]
            return Uint8Array.from(settings.idInFront ? [id, ...report] : report)
          },
          async close() {
            handles -= 1
          },
        }
      },
    },
  }
}
