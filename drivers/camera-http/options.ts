import { z } from 'zod'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

export const address = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = URL.parse(text)
  return url === null || (url.username === '' && url.password === '')
}, 'user name and password do not belong in the address; set `auth`')

/** Where the password lies. It stands neither in the configuration nor in an address. */
export const secret = {
  username: z.string().min(1).describe('User name at the camera.'),
  passwordFile: z.string().min(1).optional().describe('File whose first line is the password.'),
  credential: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name without slashes')
    .optional()
    .describe('Name of a systemd credential (LoadCredential=) that holds the password.'),
}

const oneSecret = (auth: { passwordFile?: string | undefined; credential?: string | undefined }) =>
  (auth.passwordFile === undefined) !== (auth.credential === undefined)

export const authOptions = z
  .discriminatedUnion('scheme', [
    z.strictObject({ scheme: z.literal('none') }),
    z
      .strictObject({ scheme: z.literal('basic'), ...secret })
      .refine(oneSecret, 'give either passwordFile or credential'),
    z
      .strictObject({ scheme: z.literal('digest'), ...secret })
      .refine(oneSecret, 'give either passwordFile or credential'),
  ])
  .default({ scheme: 'none' })
  .describe('How the camera is told who asks. A weaker way than this one is never used.')

export type CameraAuth = z.output<typeof authOptions>

export const cameraHttpOptions = z.strictObject({
  url: address.describe(
    'Address of one picture, e.g. http://192.0.2.10/ISAPI/Streaming/channels/101/picture (Hikvision), ' +
      '/cgi-bin/snapshot.cgi?channel=1 (Dahua), /axis-cgi/jpg/image.cgi (Axis).',
  ),
  stream: address
    .optional()
    .describe(
      'Address of an MJPEG stream that is read all the time; without it there are pictures on trigger only.',
    ),
  streamFps: z
    .number()
    .min(0.1)
    .max(30)
    .default(2)
    .describe('At most so many pictures of the stream a second go on; the others are dropped.'),
  auth: authOptions,
  burstMs: z
    .array(z.int().min(0).max(5000))
    .min(1)
    .max(8)
    .default([0, 150, 300])
    .describe('Milliseconds after a trigger at which a picture is asked for.'),
  timeoutMs: z
    .int()
    .min(100)
    .max(30_000)
    .default(3000)
    .describe(
      'A picture that is not there after this long is given up; also for a stream without a picture.',
    ),
  maximumBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(16 * 1024 * 1024)
    .describe('A picture larger than this is refused.'),
  probeMs: z
    .int()
    .min(500)
    .max(600_000)
    .default(30_000)
    .describe('A camera that was not asked for so long is asked for a picture, to know that it is there.'),
  reconnect: retryScheduleOptions,
})

export type CameraHttpOptions = z.output<typeof cameraHttpOptions>
