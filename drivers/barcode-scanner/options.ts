import { z } from 'zod'
import { transportOptions } from '../transport/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'
import { keyboardLayouts } from './keyboard-layouts.ts'

const common = {
  maxMessageBytes: z
    .int()
    .min(256)
    .max(65_536)
    .default(8192)
    .describe('A code longer than this is rubbish and is discarded; a full QR code has 7089 digits.'),
  idleGapMs: z
    .int()
    .min(20)
    .max(10_000)
    .default(500)
    .describe('A pause this long ends what was begun, as rubbish.'),
  reconnect: retryScheduleOptions,
}

const commonOptions = z.strictObject(common)
export type ScannerOptions = z.output<typeof commonOptions>

export const ssiOptions = z.strictObject({ transport: transportOptions, ...common })

const usbId = z.string().regex(/^[0-9A-Fa-f]{4}$/, 'four hex digits as `lsusb` prints them, e.g. "05e0"')

const usbDevice = {
  vendorId: usbId.describe('Vendor of the device as `lsusb` prints it, e.g. "05e0".'),
  productId: usbId.describe('Product of the device as `lsusb` prints it.'),
  serialNumber: z
    .string()
    .min(1)
    .optional()
    .describe('Where several of the same product are connected; otherwise the first is taken.'),
}

export const hidPosOptions = z.strictObject({ ...usbDevice, ...common })

export const keyboardOptions = z.strictObject({
  ...usbDevice,
  layout: z
    .enum(keyboardLayouts)
    .default('us')
    .describe(
      'Keyboard that the scanner is set to type for: keys have places, only the layout has characters.',
    ),
  terminator: z
    .enum(['enter', 'tab', 'pause'])
    .default('enter')
    .describe('What the scanner types behind a code; pause: nothing, and `idleGapMs` of silence ends it.'),
  ...common,
})
