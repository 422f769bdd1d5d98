import { isIP } from 'node:net'
import { z } from 'zod'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

export const pageUploadOptions = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address of this gateway that the lane PC posts to; other than 127.0.0.1 only behind TLS.'),
  port: z.int().min(0).max(65_535).describe('TCP port of this reader alone.'),
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9._~/-]{0,100}$/, 'a path that begins with /')
    .default('/pages')
    .describe('Path that the lane PC posts to.'),
  tokenFile: z
    .string()
    .min(1)
    .describe('File whose first line is the token of the lane PC, at least 16 characters: chmod 640.'),
  from: z
    .array(z.string().refine((text) => isIP(text) !== 0, 'an IP address'))
    .min(1)
    .max(8)
    .optional()
    .describe('Addresses that may post; any where it is left out.'),
  maximumBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(32 * 1024 * 1024)
    .describe('A larger page is refused with 413.'),
  reconnect: retryScheduleOptions,
})

export type PageUploadOptions = z.output<typeof pageUploadOptions>
