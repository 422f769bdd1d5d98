import { z } from 'zod'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

const relay = z.strictObject({
  channel: z.int().min(1).max(8).describe('Relay as printed on the board, from 1.'),
  invert: z
    .boolean()
    .default(false)
    .describe('True where the normally closed contact is wired: relay off means active.'),
})

export const hidRelayOptions = z.strictObject({
  serial: z
    .string()
    .regex(/^[!-~]{5}$/, 'five characters, as the board tells them')
    .optional()
    .describe('Serial number burnt into the board; needed where more than one board is plugged in.'),
  pollMs: z.int().min(10).max(5000).default(200).describe('Pause between two polls, ms.'),
  points: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'a letter, then letters, digits and -'), relay)
    .refine((points) => Object.keys(points).length > 0, 'at least one point')
    .describe('Outputs by name.'),
  reconnect: retryScheduleOptions,
})

export type HidRelayOptions = z.output<typeof hidRelayOptions>
