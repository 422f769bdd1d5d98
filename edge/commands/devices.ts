import { type Box, thisBox } from './doctor/box.ts'
import { type Fit, fitHid, fitSerial } from './doctor/known-devices.ts'
import { stableName } from './doctor/port-check.ts'
import { usbName } from './doctor/way-to-device.ts'

/** One thing that is plugged in; the form of the JSON. */
export interface Plugged extends Fit {
  readonly port: 'serial' | 'hid'
  readonly path: string
  /** `vendor:product` in hex as `lsusb` prints them; null for a port of the box. */
  readonly usb: string | null
  readonly serialNumber: string | null
  readonly name: string | null
  /** What to write into the configuration. */
  readonly write: Readonly<Record<string, string>>
}

/** `ayaldama devices`: what is plugged in. Opens nothing. */
export async function devicesCommand({ json }: { readonly json: boolean }): Promise<number> {
  const plugged = await listPlugged(thisBox)
  const lines = json ? [JSON.stringify({ devices: plugged }, null, 2)] : plugged.flatMap(listed)
  for (const line of lines) process.stdout.write(`${line}\n`)
  if (plugged.length === 0 && !json) process.stdout.write('nothing is plugged in\n')
  return 0
}

export async function listPlugged(box: Box): Promise<readonly Plugged[]> {
  const serial = (await box.serialPorts()).map((seen): Plugged => {
    const { path, vendorId, productId, serialNumber, manufacturer } = seen
    return {
      port: 'serial',
      path,
      usb: vendorId && productId ? `${vendorId}:${productId}`.toLowerCase() : null,
      serialNumber: serialNumber ?? null,
      name: manufacturer ?? null,
      write: { path: stableName(path, box) ?? path },
      ...fitSerial(vendorId),
    }
  })
  const hid = (await box.hidDevices()).map((seen): Plugged => {
    const usb = usbName(seen)
    const serialNumber = seen.serialNumber || null
    const fit = fitHid(seen)
    const numbers = { vendorId: usb.slice(0, 4), productId: usb.slice(5) }
    return {
      port: 'hid',
      path: seen.path ?? '',
      usb,
      serialNumber,
      name: [seen.manufacturer, seen.product].filter(Boolean).join(' ') || null,
      // A relay board is told from others by the serial number burnt into it, which USB does not show.
      write:
        fit.kinds[0] === 'hid-relay' ? {} : { ...numbers, ...(serialNumber !== null && { serialNumber }) },
      ...fit,
    }
  })
  return [...serial, ...hid]
}

function listed({ path, usb, name, kinds, why, write }: Plugged): readonly string[] {
  const fits = kinds.length === 0 ? why : `${kinds.join(', ')} (${why})`
  const words = Object.entries(write).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  return [
    `${path}  ${usb ?? ''}  ${name ?? ''}`.trimEnd(),
    `  fits   ${fits}`,
    ...(words.length > 0 && kinds.length > 0 ? [`  write  { ${words.join(', ')} }`] : []),
  ]
}
