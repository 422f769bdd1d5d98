import { z } from 'zod'
import { duties } from '../../edge/domain/party.ts'
import { controlKindSchema, dateSchema, partySchema } from './common.ts'

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
const pinHash = /^scrypt\$(\d{1,7})\$([1-9]|[12]\d|3[0-2])\$([1-9]|1[0-6])\$([\w-]{11,86})\$([\w-]{43})$/

function isPinHash(text: string): boolean {
  const cost = Number(pinHash.exec(text)?.[1] ?? 0)
  return cost >= 2 && cost <= 2 ** 20 && Number.isInteger(Math.log2(cost))
}

export const officerSchema = z.strictObject({
  officer: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9/-]{0,29}$/)
    .meta({ allowed: 'a service number: letters, digits, - and /, at most 30; never a name of a person' })
    .describe('Service number.'),
  party: partySchema.describe('Party that the officer serves.'),
  body: controlKindSchema.describe('Controlling body that the officer belongs to.'),
  badge: z
    .exactOptional(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:-]{2,62}[A-Za-z0-9]$/))
    .meta({ allowed: 'what the reader types: 4 to 64 letters and digits' })
    .describe('Number of the badge. The badge only names the officer: the PIN proves it.'),
  duties: z
    .exactOptional(z.array(z.enum(duties)).max(duties.length))
    .meta({ allowed: `a list of: ${duties.join(', ')}` })
    .describe('What the officer may do besides the work in a lane.'),
  pin: z
    .string()
    .refine(isPinHash, { error: 'is not the hash of a PIN; a PIN in plain text is refused' })
    .meta({ allowed: 'scrypt$N$r$p$salt$hash' })
    .describe('Hash of the PIN.'),
  passValidUntil: dateSchema.describe('Last day of the service pass (JC 12).'),
})

export const officersSchema = z.array(officerSchema).min(1).max(5000)

export type Officer = z.output<typeof officerSchema>
