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

export const badgeKeyboardOptions = keyboardOptions.omit({ maxMessageBytes: true }).extend({ awayMs })

export const badgeOsdpOptions = z.strictObject({
  transport: transportOptions,
  address: z.int().min(0).max(126).default(0).describe('Address of the reader on its line.'),
  pollMs: z.int().min(20).max(2000).default(100).describe('Pause between two polls, ms.'),
  timeoutMs: z.int().min(50).max(2000).default(200).describe('Longest wait for an answer, ms.'),
  awayMs,
  reconnect: retryScheduleOptions,
})

export type BadgeOsdpOptions = z.output<typeof badgeOsdpOptions>
