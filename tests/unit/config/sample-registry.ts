import { z } from 'zod'
import type { DeviceKind } from '../../../config/schema/device-kinds.ts'

const transport = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('tcp'), host: z.string().min(1), port: z.int().min(1).max(65_535) }),
  z.strictObject({ type: z.literal('serial'), path: z.string().min(1), baudRate: z.int().default(9600) }),
])

/** Kinds with the shapes of the real ones, so that these tests stand still when a driver grows an option. */
export const sampleRegistry: readonly DeviceKind[] = [
  {
    kind: 'camera-http',
    role: 'camera',
    title: 'Camera that is asked for pictures',
    options: z.strictObject({
      url: z.url(),
      user: z.string().optional(),
      password: z.string().min(4).optional(),
      intervalMs: z.int().min(50).max(60_000).default(1000),
    }),
  },
  {
    kind: 'camera-folder',
    role: 'camera',
    title: 'Folder that pictures are put into',
    options: z.strictObject({ folder: z.string().min(1), pollMs: z.int().min(50).max(10_000).default(500) }),
  },
  {
    kind: 'document-reader',
    role: 'documentReader',
    title: 'Reader of travel documents',
    options: z.strictObject({ transport }),
  },
  {
    kind: 'modbus-board',
    role: 'ioBoard',
    title: 'Modbus board',
    options: z.strictObject({
      transport,
      unitId: z.int().min(1).max(255).default(1),
      points: z.record(
        z.string().regex(/^[a-z][A-Za-z0-9-]*$/),
        z.strictObject({ fc: z.literal([1, 2, 5]), address: z.int().min(0).max(65_535) }),
      ),
    }),
  },
  {
    kind: 'serial-relay',
    role: 'ioBoard',
    title: 'Relay board',
    options: z.strictObject({
      transport,
      protocol: z.enum(['lcus', 'numato']),
      size: z.int(),
      points: z.record(z.string(), z.strictObject({ channel: z.int() })),
    }),
  },
  {
    kind: 'contact-barrier',
    role: 'barrier',
    title: 'Barrier of contacts',
    options: z.strictObject({
      board: z.string(),
      open: z.string(),
      close: z.string(),
      openLimit: z.string(),
      closedLimit: z.string(),
    }),
  },
]

export const wholeLane = `version: 1
gateway:
  id: gateway-1
  checkpoint: korday-ak-jol
  data: ./data
rulePack: ./rules.yaml
console:
  officers: ./officers.yaml
devices:
  camera:
    kind: camera-folder
    folder: ./photographs
  reader:
    kind: document-reader
    transport: { type: tcp, host: 192.0.2.10, port: 4001 }
  board-1:
    kind: modbus-board
    transport: { type: tcp, host: 192.0.2.11, port: 502 }
    points:
      open1: { fc: 5, address: 0 }
      close1: { fc: 5, address: 1 }
      open2: { fc: 5, address: 2 }
      close2: { fc: 5, address: 3 }
      opened1: { fc: 2, address: 0 }
      closed1: { fc: 2, address: 1 }
      opened2: { fc: 2, address: 2 }
      closed2: { fc: 2, address: 3 }
      loop: { fc: 2, address: 4 }
  barrier-in:
    kind: contact-barrier
    board: board-1
    open: open1
    close: close1
    openLimit: opened1
    closedLimit: closed1
  barrier-out:
    kind: contact-barrier
    board: board-1
    open: open2
    close: close2
    openLimit: opened2
    closedLimit: closed2
lanes:
  - id: lane-1
    exitParty: KAZ
    entryParty: KGZ
    hostParty: KGZ
    camera: camera
    documentReader: reader
    barriers:
      approach: { device: barrier-in }
      release: { device: barrier-out }
    signals:
      approachLoop: board-1.loop
`
