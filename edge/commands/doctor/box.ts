import { execFile } from 'node:child_process'
import { type Clock, systemClock } from '../../ports/clock.ts'
import { AyaldamaError } from '../../ports/errors.ts'

export interface SerialSeen {
  readonly path: string
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
  readonly serialNumber?: string | undefined
  readonly manufacturer?: string | undefined
}

export interface HidSeen {
  readonly path?: string | undefined
  readonly vendorId: number
  readonly productId: number
  readonly serialNumber?: string | undefined
  readonly manufacturer?: string | undefined
  readonly product?: string | undefined
  readonly usagePage?: number | undefined
  readonly usage?: number | undefined
}

/** The machine as the checks see it: a test puts its own in its place. */
export interface Box {
  readonly clock: Clock
  readonly groupFile: string
  /** Folders of udev rules. */
  readonly udevFolders: readonly string[]
  /** Folder of the names of serial ports that survive a moved cable. */
  readonly serialById: string
  serialPorts(): Promise<readonly SerialSeen[]>
  hidDevices(): Promise<readonly HidSeen[]>
  /** What `timedatectl show` prints; undefined where it cannot be asked. */
  timeStatus(): Promise<string | undefined>
}

export const thisBox: Box = {
  clock: systemClock,
  groupFile: '/etc/group',
  udevFolders: ['/etc/udev/rules.d', '/run/udev/rules.d', '/usr/lib/udev/rules.d', '/lib/udev/rules.d'],
  serialById: '/dev/serial/by-id',
  // Loaded on use: a native part that is broken is a finding of its own.
  serialPorts: async () => {
    const { SerialPort } = await import('serialport')
    try {
      return await SerialPort.list()
    } catch (error) {
      throw new AyaldamaError('device.connect', 'udevadm', 'It lists serial ports.', { cause: error })
    }
  },
  hidDevices: async () => (await import('node-hid')).devicesAsync(),
  timeStatus: () =>
    new Promise((resolve) => {
      execFile('timedatectl', ['show'], { timeout: 5000 }, (error, stdout) =>
        resolve(error ? undefined : stdout),
      )
    }),
}
