import { z } from 'zod'
import { tcpTransport } from '../transport/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

export const upsOptions = z.strictObject({
  transport: tcpTransport
    .extend({ port: tcpTransport.shape.port.default(3493) })
    .describe('Where upsd of Network UPS Tools listens.'),
  ups: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'a name as `upsc -l` shows it')
    .describe('Name of the UPS in ups.conf.'),
  lowPercent: z
    .int()
    .min(0)
    .max(90)
    .default(20)
    .describe('On battery, a charge below counts as low, whatever the UPS says.'),
  lowSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(120)
    .describe('On battery, less time left counts as low, whatever the UPS says.'),
  pollMs: z.int().min(50).max(30_000).default(2000).describe('Pause between two polls, ms.'),
  timeoutMs: z.int().min(50).max(10_000).default(2000).describe('Longest wait for an answer, ms.'),
  reconnect: retryScheduleOptions,
})

export type UpsOptions = z.output<typeof upsOptions>
