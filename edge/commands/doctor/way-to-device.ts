import { z } from 'zod'
import type { ConfiguredDevice } from '../../../config/check-devices.ts'
import type { HidSeen } from './box.ts'

const usbNumber = z.string().transform((text) => Number.parseInt(text, 16))

/** What of a device's options says where it is plugged in, whatever its kind. */
const places = z.looseObject({
  transport: z.looseObject({ type: z.string(), path: z.string().optional() }).optional(),
  vendorId: usbNumber.optional(),
  productId: usbNumber.optional(),
  serialNumber: z.string().optional(),
  folder: z.string().optional(),
  host: z.string().optional(),
  port: z.number().optional(),
})

export interface UsbNumbers {
  readonly vendorId: number
  readonly productId: number
  readonly serialNumber?: string | undefined
}

export type WayToDevice =
  | { readonly type: 'serial'; readonly path: string }
  | ({ readonly type: 'hid' } & UsbNumbers)
  | { readonly type: 'folder'; readonly folder: string }
  /** The device comes to this box. */
  | { readonly type: 'listens'; readonly host: string; readonly port: number }
  | { readonly type: 'network' }

/** The relay boards of dcttech, the one kind whose numbers do not stand in its options. */
export const relayBoard: UsbNumbers = { vendorId: 0x16c0, productId: 0x05df }

export function wayTo({ kind, options }: ConfiguredDevice): WayToDevice {
  if (kind === 'hid-relay') return { type: 'hid', ...relayBoard }
  const { transport, vendorId, productId, serialNumber, folder, host, port } = places.parse(options)
  if (transport?.type === 'serial' && transport.path !== undefined) {
    return { type: 'serial', path: transport.path }
  }
  if (vendorId !== undefined && productId !== undefined) {
    return { type: 'hid', vendorId, productId, serialNumber }
  }
  if (folder !== undefined) return { type: 'folder', folder }
  if (transport === undefined && host !== undefined && port !== undefined) {
    return { type: 'listens', host, port }
  }
  return { type: 'network' }
}

export function usbName({ vendorId, productId }: UsbNumbers): string {
  const hex = (number: number) => number.toString(16).padStart(4, '0')
  return `${hex(vendorId)}:${hex(productId)}`
}

export function isOf(seen: HidSeen, { vendorId, productId, serialNumber }: UsbNumbers): boolean {
  const sameProduct = seen.vendorId === vendorId && seen.productId === productId
  return sameProduct && (serialNumber === undefined || serialNumber === seen.serialNumber)
}
