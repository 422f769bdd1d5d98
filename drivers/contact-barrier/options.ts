import { z } from 'zod'

export const pointName = z
  .string()
  .regex(/^([^.]+\.)?[^.]+$/, 'a point of the board, or <board>.<point> of another board')
  .meta({ allowed: '<point>, or <board>.<point> of another board, e.g. inputs-1.loop' })

export const contactBarrierOptions = z
  .strictObject({
    board: z
      .string()
      .min(1)
      .describe('Id of the I/O board that the contacts are wired to; a point of another is <board>.<point>.'),
    open: pointName.describe('Output that is pulsed to open.'),
    close: pointName.describe('Output that is pulsed to close.'),
    openLimit: pointName.describe('Input: true while the boom is fully open.'),
    closedLimit: pointName.describe('Input: true while the boom is fully closed.'),
    loop: pointName.optional().describe('Input: true while the loop under the boom is occupied.'),
    photocell: pointName.optional().describe('Input: true while the beam under the boom is interrupted.'),
    stop: pointName.optional().describe('Input: true while the emergency stop is pressed.'),
    debounceMs: z
      .int()
      .min(0)
      .max(250)
      .default(40)
      .describe(
        'A limit switch that changes counts only when it has stayed so for this long, ms; loop, photocell and stop count at once.',
      ),
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

/** Where the contacts of a barrier of any kind are wired to. */
export interface BarrierContacts {
  /** Of the points that name no board. */
  readonly board?: string | undefined
  readonly open?: string | undefined
  readonly close?: string | undefined
  readonly openLimit?: string | undefined
  readonly closedLimit?: string | undefined
  readonly loop?: string | undefined
  readonly photocell?: string | undefined
  readonly stop?: string | undefined
}

/** Board and point of a contact; without a board's id in front it is one of `board`. */
export function contactOf(
  name: string,
  board: string | undefined,
): { readonly board: string; readonly point: string } {
  const dot = name.indexOf('.')
  return dot < 0
    ? { board: board ?? '', point: name }
    : { board: name.slice(0, dot), point: name.slice(dot + 1) }
}

/** Ids of all boards that the contacts of a barrier are wired to, each once, its own first. */
export function boardsOf(contacts: BarrierContacts): readonly string[] {
  const { board, open, close, openLimit, closedLimit, loop, photocell, stop } = contacts
  const named = [open, close, openLimit, closedLimit, loop, photocell, stop].flatMap((name) => name ?? [])
  return [
    ...new Set([
      ...(board === undefined ? [] : [board]),
      ...named.map((name) => contactOf(name, board).board),
    ]),
  ]
}

export type ContactBarrierOptions = z.output<typeof contactBarrierOptions>
