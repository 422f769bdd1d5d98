import { z } from 'zod'

/** How long to wait between attempts to reach a device: data, so that it can be configured and tested. */
export const retryScheduleOptions = z
  .strictObject({
    firstMs: z.int().min(10).max(60_000).default(250).describe('Wait before the first new attempt, ms.'),
    factor: z.number().min(1).max(10).default(2).describe('Each further wait is this many times the last.'),
    maxMs: z.int().min(10).max(600_000).default(10_000).describe('Longest wait, ms.'),
    jitter: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe('Part of the wait that is random, so that devices do not all return at once.'),
  })
  .prefault({})
  .describe('Waits between attempts to reconnect.')

export type RetrySchedule = z.output<typeof retryScheduleOptions>

/**
 * Milliseconds to wait before attempt number `attempt` (0 = the first after a loss).
 * `random` is 0 ≤ n < 1: the wait lies between (1 − jitter) and 1 times the nominal one.
 */
export function retryDelay(schedule: RetrySchedule, attempt: number, random: number): number {
  const nominal = Math.min(schedule.maxMs, schedule.firstMs * schedule.factor ** attempt)
  return Math.round(nominal * (1 - schedule.jitter * random))
}
