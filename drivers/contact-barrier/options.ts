import { z } from 'zod'

const pointName = z.string().min(1)

export const contactBarrierOptions = z
  .strictObject({
    board: z.string().min(1).describe('Id of the I/O board that the contacts are wired to.'),
    open: pointName.describe('Output that is pulsed to open.'),
    close: pointName.describe('Output that is pulsed to close.'),
    openLimit: pointName.describe('Input: true while the boom is fully open.'),
    closedLimit: pointName.describe('Input: true while the boom is fully closed.'),
    loop: pointName.optional().describe('Input: true while the loop under the boom is occupied.'),
    photocell: pointName.optional().describe('Input: true while the beam under the boom is interrupted.'),
    stop: pointName.optional().describe('Input: true while the emergency stop is pressed.'),
    pulseMs: z.int().min(200).max(1000).default(500).describe('Length of a pulse, ms.'),
  })
  .superRefine((value, context) => {
    if (value.open === value.close) {
      context.addIssue({ code: 'custom', path: ['close'], message: 'must not be the same output as open' })
    }
    if (value.openLimit === value.closedLimit) {
      context.addIssue({
        code: 'custom',
        path: ['closedLimit'],
        message: 'must not be the same input as openLimit',
      })
    }
  })

export type ContactBarrierOptions = z.output<typeof contactBarrierOptions>
