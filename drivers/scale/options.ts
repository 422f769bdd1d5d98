import { z } from 'zod'
import { transportOptions } from '../transport/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

export const scaleOptions = z.strictObject({
  transport: transportOptions,
  protocol: z
    .enum(['toledo', 'yaohua', 'cas'])
    .describe(
      'What the indicator sends by itself: Mettler-Toledo continuous, Yaohua or Keli continuous, CAS or A&D lines.',
    ),
  checksum: z
    .boolean()
    .default(true)
    .describe('Toledo only: the indicator is set to send a checksum at the end of a frame.'),
  leastKg: z.number().min(1).max(10_000).default(300).describe('Below this the platform counts as empty.'),
  toleranceKg: z
    .number()
    .min(0)
    .max(1000)
    .default(20)
    .describe('Weights that differ by no more count as the same: one or two divisions of the scale.'),
  settleMs: z
    .int()
    .min(100)
    .max(30_000)
    .default(1500)
    .describe('A weight that has stood for so long is recorded, once a vehicle.'),
  silenceMs: z
    .int()
    .min(200)
    .max(60_000)
    .default(3000)
    .describe('A scale that sends nothing for so long is degraded: it is off, or not set to continuous.'),
  reconnect: retryScheduleOptions,
})

export type ScaleOptions = z.output<typeof scaleOptions>
