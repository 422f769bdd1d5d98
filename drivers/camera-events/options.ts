import { z } from 'zod'
import { address, authOptions } from '../camera-http/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

/** Options of a camera whose stream of events is followed; `example` is shown with the address. */
export const eventStreamOptions = (example: string, silenceMs: number) =>
  z.strictObject({
    url: address.describe(`Address of the stream of events, e.g. ${example}.`),
    auth: authOptions,
    silenceMs: z
      .int()
      .min(100)
      .max(600_000)
      .default(silenceMs)
      .describe('A stream without an event or heartbeat for so long is given up and opened again.'),
    maximumBytes: z
      .int()
      .min(1024)
      .max(64 * 1024 * 1024)
      .default(16 * 1024 * 1024)
      .describe('A picture larger than this is refused.'),
    reconnect: retryScheduleOptions,
  })

export type EventStreamOptions = z.output<ReturnType<typeof eventStreamOptions>>
