import { z } from 'zod'
import { keyboardOptions } from '../barcode-scanner/options.ts'
import { transportOptions } from '../transport/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

const awayMs = z
  .int()
  .min(200)
  .max(10_000)
  .default(1000)
  .describe('A badge that was not read for so long and is read again is presented anew.')

export const badgeSerialOptions = z.strictObject({
  transport: transportOptions,
  protocol: z
    .enum(['em4100', 'wiegand'])
    .describe('What the reader sends: EM4100 with its checksum, or Wiegand of 26 or 34 bits in hex digits.'),
  awayMs,
  reconnect: retryScheduleOptions,
})

export type BadgeSerialOptions = z.output<typeof badgeSerialOptions>

export const badgeKeyboardOptions = keyboardOptions.omit({ maxMessageBytes: true }).extend({ awayMs })

export type BadgeKeyboardOptions = z.output<typeof badgeKeyboardOptions>
