import { z } from 'zod'
import { transportOptions } from '../transport/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

const word = z.int().min(0).max(0xffff)

/** Function codes of inputs (1 to 4) and outputs (5, 6, 15, 16). */
const functionCode = z.literal([1, 2, 3, 4, 5, 6, 15, 16])

const point = z
  .strictObject({
    fc: functionCode.describe(
      'Modbus function code. Inputs: 1 coil, 2 discrete input, 3 holding or 4 input register. ' +
        'Outputs: 5 or 15 coil, 6 or 16 register.',
    ),
    address: word.describe('Address on the wire, counted from 0.'),
    bit: z.int().min(0).max(15).optional().describe('Bit of the register that is the input (fc 3, 4).'),
    onValue: word
      .optional()
      .describe(
        'Word that means on: 65280 (0xFF00) for fc 5, where some clones want 256; 1 for fc 6 and 16.',
      ),
    offValue: word.default(0).describe('Word that means off (fc 5, 6, 16).'),
    invert: z
      .boolean()
      .default(false)
      .describe('True for a normally closed contact: 0 on the wire means active.'),
    readFc: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
      .optional()
      .describe('Function code that reads the output back, where it is not 1 (coils) or 3 (registers).'),
    readAddress: word.optional().describe('Address to read the output back from, where it is another.'),
    pulse: z
      .enum(['host', 'waveshare'])
      .default('host')
      .describe('Who times a pulse: this box, or a Waveshare relay board (address + 0x0200, unit 100 ms).'),
  })
  .superRefine((value, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const isOutput = value.fc === 5 || value.fc === 6 || value.fc === 15 || value.fc === 16
    if (value.bit !== undefined && value.fc !== 3 && value.fc !== 4)
      refuse('bit', 'allowed with fc 3 and 4 only')
    if (value.bit !== undefined && value.onValue !== undefined)
      refuse('onValue', 'not allowed together with bit')
    if (value.onValue !== undefined && (value.fc === 1 || value.fc === 2 || value.fc === 15)) {
      refuse('onValue', 'fc 1, 2 and 15 carry bits, not words')
    }
    if (value.pulse === 'waveshare' && (value.fc !== 5 || value.invert)) {
      refuse('pulse', 'waveshare pulses need fc 5 without invert')
    }
    if (!isOutput && value.readFc !== undefined) refuse('readFc', 'allowed for outputs only')
    if (!isOutput && value.readAddress !== undefined) refuse('readAddress', 'allowed for outputs only')
  })

export type Point = z.output<typeof point>

export const modbusBoardOptions = z.strictObject({
  transport: transportOptions,
  protocol: z
    .enum(['tcp', 'rtu'])
    .optional()
    .describe('Framing: tcp over TCP and rtu over a serial port, unless set (rtu behind a serial server).'),
  unitId: z.int().min(1).max(255).default(1).describe('Unit (slave) address.'),
  timeoutMs: z.int().min(50).max(5000).default(500).describe('Longest wait for an answer, ms.'),
  pollMs: z.int().min(10).max(5000).default(50).describe('Pause between two polls, ms.'),
  points: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'a letter, then letters, digits and -'), point)
    .refine((points) => Object.keys(points).length > 0, 'at least one point')
    .describe('Inputs and outputs by name.'),
  reconnect: retryScheduleOptions,
})

export type ModbusBoardOptions = z.output<typeof modbusBoardOptions>
