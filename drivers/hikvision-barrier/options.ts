import { z } from 'zod'
import { address, authOptions } from '../camera-http/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

const contact = z
  .string()
  .regex(/^[^.]+\.[^.]+$/, '<board>.<point>')
  .meta({ allowed: '<board>.<point>, e.g. inputs-1.loop' })

export const hikvisionBarrierOptions = z.strictObject({
  url: address.describe(
    'Address of the gate, e.g. http://192.0.2.20/ISAPI/Parking/channels/1/barrierGate; its state is asked at barrierGateStatus below.',
  ),
  auth: authOptions,
  loop: contact
    .optional()
    .describe(
      'Input of a board: true while the loop under the boom is occupied. Without it no boom comes down.',
    ),
  photocell: contact
    .optional()
    .describe('Input of a board: true while the beam is interrupted. Without it no boom comes down.'),
  stop: contact.optional().describe('Input of a board: true while the emergency stop is pressed.'),
  pulseMs: z
    .int()
    .min(200)
    .max(1000)
    .default(500)
    .describe('Longest pulse of the relays of the camera, ms: so long after a command no other is given.'),
  pollMs: z.int().min(20).max(2000).default(150).describe('Pause between two questions for the state, ms.'),
  timeoutMs: z.int().min(50).max(5000).default(1000).describe('Longest wait for an answer, ms.'),
  reconnect: retryScheduleOptions,
})

export type HikvisionBarrierOptions = z.output<typeof hikvisionBarrierOptions>
