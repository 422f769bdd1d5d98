import { z } from 'zod'
import { secret } from '../camera-http/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

export const cameraRtspOptions = z.strictObject({
  url: z
    .url({ protocol: /^rtsps?$/ })
    .refine((text) => {
      const url = URL.parse(text)
      return url !== null && url.username === '' && url.password === '' && !/[\r\n]/.test(text)
    }, 'user name and password do not belong in the address; set `auth`')
    .describe(
      'Address of the stream, e.g. rtsp://192.0.2.10:554/Streaming/Channels/101. Read by ffmpeg 5.1 or later.',
    ),
  auth: z
    .strictObject(secret)
    .refine(
      ({ passwordFile, credential }) => (passwordFile === undefined) !== (credential === undefined),
      'give either passwordFile or credential',
    )
    .optional()
    .describe(
      'Who asks. ffmpeg answers with digest or basic as the camera wants: use rtsps where others share the network.',
    ),
  transport: z.enum(['tcp', 'udp']).default('tcp').describe('How the pictures travel.'),
  fps: z.number().min(0.1).max(30).default(5).describe('At most so many pictures a second are taken.'),
  idleFps: z
    .number()
    .min(0.1)
    .max(30)
    .default(1)
    .describe('At most so many pictures a second go on while no trigger asks for more.'),
  burstMs: z
    .int()
    .min(0)
    .max(10_000)
    .default(1000)
    .describe('Milliseconds after a trigger in which every picture goes on.'),
  silenceMs: z
    .int()
    .min(500)
    .max(60_000)
    .default(5000)
    .describe('A stream without a picture for so long is ended and begun again.'),
  maximumBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(16 * 1024 * 1024)
    .describe('A picture larger than this is refused.'),
  ffmpeg: z.string().min(1).default('ffmpeg').describe('The program that reads the stream.'),
  reconnect: retryScheduleOptions,
})

export type CameraRtspOptions = z.output<typeof cameraRtspOptions>
