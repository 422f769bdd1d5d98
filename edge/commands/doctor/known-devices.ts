import type { HidSeen } from './box.ts'
import { relayBoard } from './way-to-device.ts'

/** What a thing that is plugged in may be in a configuration. */
export interface Fit {
  /** Kinds of driver, the likeliest first; none where nothing fits. */
  readonly kinds: readonly string[]
  readonly why: string
}

const anySerial = [
  'modbus-board',
  'serial-relay',
  'scale',
  'document-reader',
  'scanner-ssi',
  'badge-serial',
  'badge-osdp',
]

/** Vendors of USB, by number: makers of devices first, then makers of the adapters in between. */
const serialVendors: Readonly<Record<string, Fit>> = {
  '2a19': { kinds: ['serial-relay'], why: 'Numato board; protocol: numato' },
  '05e0': { kinds: ['scanner-ssi'], why: 'Zebra scanner, set to SSI over USB CDC' },
  '0c2e': { kinds: ['document-reader'], why: 'Honeywell reader; preset: honeywell-ocr for MRZ' },
  '0403': { kinds: anySerial, why: 'FTDI adapter: what is behind it decides (KMTronic boards have one)' },
  '1a86': { kinds: anySerial, why: 'CH340 adapter: what is behind it decides (LCUS boards have one)' },
  '10c4': { kinds: anySerial, why: 'CP210x adapter: what is behind it decides' },
  '067b': { kinds: anySerial, why: 'PL2303 adapter: what is behind it decides' },
}

export function fitSerial(vendorId: string | undefined): Fit {
  if (vendorId === undefined) return { kinds: anySerial, why: 'port of the box: what is behind it decides' }
  const known = serialVendors[vendorId.toLowerCase()]
  return known ?? { kinds: anySerial, why: 'vendor not known: what is behind it decides' }
}

export function fitHid({ vendorId, productId, usagePage, usage }: HidSeen): Fit {
  if (vendorId === relayBoard.vendorId && productId === relayBoard.productId) {
    return { kinds: ['hid-relay'], why: 'relay board of dcttech' }
  }
  if (usagePage === 0x8c)
    return { kinds: ['scanner-hid-pos'], why: 'usage page 8C, scanners of points of sale' }
  if (usagePage === 1 && usage === 6) {
    return {
      kinds: ['scanner-keyboard', 'badge-keyboard'],
      why: 'it types; an office keyboard shows itself the same way',
    }
  }
  return { kinds: [], why: 'no driver for what it shows' }
}
