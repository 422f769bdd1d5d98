import { tellBytes } from '../transport/tap.ts'

/** A USB HID device that is spoken to by feature reports. Every call rejects once it is unplugged. */
export interface FeatureDevice {
  /** The report id stands first. */
  send(report: Uint8Array): Promise<void>
  get(id: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** Opens each device of a kind that is plugged in and is not open yet. */
export interface FeatureDevices {
  paths(): Promise<readonly string[]>
  open(path: string): Promise<FeatureDevice>
}

/** The devices of this box, through hidraw; they need the udev rule of `systemd/`. */
export function hidFeatureDevices(vendorId: number, productId: number): FeatureDevices {
  return {
    async paths() {
      const { devicesAsync } = await import('node-hid')
      const found = await devicesAsync(vendorId, productId)
      return found.flatMap(({ path }) => path ?? [])
    },
    async open(path) {
      const { HIDAsync } = await import('node-hid')
      const device = await HIDAsync.open(path)
      // Without a listener an unplugged device would end the process.
      device.on('error', () => {})
      return {
        async send(report) {
          tellBytes(path, 'sent', report)
          await device.sendFeatureReport(Buffer.from(report))
        },
        async get(id, length) {
          const report = await device.getFeatureReport(id, length)
          tellBytes(path, 'received', report)
          return report
        },
        close: () => device.close(),
      }
    },
  }
}
