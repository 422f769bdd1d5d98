import { isIP } from 'node:net'
import { z } from 'zod'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

export const cameraHikvisionPushOptions = z.strictObject({
  host: z.string().min(1).describe('Address of this gateway that the camera posts to.'),
  port: z.int().min(0).max(65_535).describe('TCP port of this camera alone; each camera has its own.'),
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9._~/-]{0,100}$/, 'a path that begins with /')
    .default('/')
    .describe('Path that the camera posts to.'),
  secretFile: z
    .string()
    .min(1)
    .optional()
    .describe('File whose first line the path must end with, behind a slash: what only this camera knows.'),
  from: z
    .array(z.string().refine((text) => isIP(text) !== 0, 'an IP address'))
    .min(1)
    .max(8)
    .describe('Addresses that may post. What a body says of its sender is not believed.'),
  silenceMs: z
    .int()
    .min(100)
    .max(86_400_000)
    .default(120_000)
    .describe('A camera that has posted nothing for so long, heartbeat or event, counts as lost.'),
  maximumBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(16 * 1024 * 1024)
    .describe('A picture larger than this is refused.'),
  reconnect: retryScheduleOptions,
})

export type CameraHikvisionPushOptions = z.output<typeof cameraHikvisionPushOptions>
