import { z } from 'zod'
import type { OfficerAct } from '../ports/lane.ts'
import { signingKeySchema } from '../ports/lists.ts'
import { checkpointCommandSchemas, lawCommandSchemas } from './law-schemas.ts'
import { barrierRoleSchema, controlDecisionSchema, controlKeySchema } from './view-schemas.ts'

type WithoutBy<Command> = Command extends OfficerAct ? Omit<Command, 'by'> : never

/** A command as the page sends it: the officer is never told by the page, only by the session. */
export type OfficerRequest = WithoutBy<OfficerAct>

const freeText = z.string().trim().min(1).max(500)

export const commandSchema = z.discriminatedUnion('type', [
  ...lawCommandSchemas,
  ...checkpointCommandSchemas,
  z.strictObject({
    type: z.literal('StartControl'),
    control: controlKeySchema,
    repeatReason: z.exactOptional(freeText),
  }),
  z.strictObject({
    type: z.literal('CompleteControl'),
    control: controlKeySchema,
    decision: controlDecisionSchema,
    note: z.exactOptional(freeText),
    place: z.exactOptional(freeText),
    followUpBy: z.exactOptional(z.iso.date()),
  }),
  z.strictObject({ type: z.literal('WaiveControl'), control: controlKeySchema, reason: freeText }),
  z.strictObject({ type: z.literal('ConcludeExitControl') }),
  z.strictObject({ type: z.literal('Release') }),
  z.strictObject({ type: z.literal('Refuse'), cause: freeText, reason: freeText }),
  z.strictObject({ type: z.literal('AcceptReadmission') }),
  z.strictObject({ type: z.literal('Return'), reason: freeText }),
  z.strictObject({ type: z.literal('OpenBarrier'), barrier: barrierRoleSchema }),
  z.strictObject({ type: z.literal('WitnessPassage'), barrier: barrierRoleSchema, reason: freeText }),
  z.strictObject({
    type: z.literal('CorrectPlate'),
    text: z
      .string()
      .regex(/^[A-Z0-9]{2,12}$/, 'capital Latin letters and digits, 2 to 12')
      .describe('as ISO 7501-1 transliterates it, without spaces'),
    country: z.string().regex(/^([A-Z]{1,3}|unknown)$/, 'sign of the State, or unknown'),
    reason: freeText,
  }),
]) satisfies z.ZodType<OfficerRequest>

const pin = z.string().min(4).max(64)

export const signInSchema = z.strictObject({
  officer: z.string().trim().min(1).max(64).describe('Service number, or what a reader gives of the badge.'),
  pin,
})

export const unlockSchema = z.strictObject({ pin })

export const signingKeyRequestSchema = z.strictObject({
  key: signingKeySchema,
  holder: z.string().trim().min(1).max(80),
})

export const wayClearSchema = z.strictObject({ barrier: barrierRoleSchema })
export const emergencySchema = z.strictObject({ barrier: barrierRoleSchema, reason: freeText })
export const laneParams = z.strictObject({ lane: z.string().min(1).max(64) })
export const evidenceParams = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
export const crossingsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(20) })

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  retryAfterSeconds: z.exactOptional(z.number()),
})
