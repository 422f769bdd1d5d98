import { z } from 'zod'
import { transportOptions } from '../transport/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'
import { relayProtocols } from './codec.ts'

const relay = z.strictObject({
  channel: z
    .int()
    .min(0)
    .max(31)
    .describe('Relay as the board counts: LCUS and KMTronic from 1, Numato from 0.'),
  invert: z
    .boolean()
    .default(false)
    .describe('True where the normally closed contact is wired: relay off means active.'),
})

export const serialRelayOptions = z
  .strictObject({
    transport: transportOptions,
    protocol: z
      .enum(['lcus', 'kmtronic', 'numato'])
      .describe(
        'What the board speaks. LCUS answers nothing, so that its outputs are never known: lights, no barriers.',
      ),
    size: z.int().min(1).max(32).describe('Number of relays on the board.'),
    timeoutMs: z.int().min(50).max(5000).default(300).describe('Longest wait for an answer, ms.'),
    pollMs: z.int().min(10).max(5000).default(200).describe('Pause between two polls, ms.'),
    points: z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'a letter, then letters, digits and -'), relay)
      .refine((points) => Object.keys(points).length > 0, 'at least one point')
      .describe('Outputs by name.'),
    reconnect: retryScheduleOptions,
  })
  .superRefine(({ protocol, size, points }, context) => {
    const { firstChannel, mostChannels } = relayProtocols[protocol]
    if (size > mostChannels) {
      context.addIssue({
        code: 'custom',
        path: ['size'],
        message: `${protocol} boards have at most ${mostChannels} relays`,
      })
    }
    const last = firstChannel + size - 1
    for (const [name, { channel }] of Object.entries(points)) {
      if (channel >= firstChannel && channel <= last) continue
      context.addIssue({
        code: 'custom',
        path: ['points', name, 'channel'],
        message: `${firstChannel} to ${last} on a ${protocol} board of ${size}`,
      })
    }
  })

export type SerialRelayOptions = z.output<typeof serialRelayOptions>
