import { z } from 'zod'
import type { SigningKeyEntry } from '../domain/checkpoint/events.ts'
import { categories } from '../domain/control/rule-pack.ts'
import { type Party, parties } from '../domain/party.ts'
import type { Register } from '../domain/registers/register.ts'
import type { WatchList } from '../domain/watch/watch-list.ts'

/** Keys of lane PCs that may sign acts of a Party's officers; what a later version leaves out is revoked. */
export interface SigningKeyList {
  readonly party: Party
  readonly list: string
  readonly version: number
  readonly keys: readonly SigningKeyEntry[]
}

/** A list that a Party sent, read and checked. */
export type ReceivedList =
  | { readonly kind: 'register'; readonly register: Register }
  | { readonly kind: 'watch-list'; readonly watchList: WatchList }
  | { readonly kind: 'signing-keys'; readonly signingKeys: SigningKeyList }

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/)
const day = z.iso.date()
const plate = z
  .string()
  .regex(/^[A-Z0-9]{2,12}$/)
  .describe('As ISO 7501-1 transliterates it, without spaces.')
const document = z
  .string()
  .regex(/^[A-Z0-9]{3,20}$/)
  .describe('Number of the document, as its MRZ has it.')
const entryKeys = {
  entry: z.string().min(1).max(80).describe('Name of the line within the list.'),
  plate: plate.nullable().default(null),
  document: document.nullable().default(null),
}
const one = { error: 'an entry names a plate or a document' }
const most = 50_000

export const registerSchema = z.strictObject({
  party: z.enum(parties),
  category: z.enum(categories).exclude(['ordinary']),
  list: name,
  version: z.int().min(1),
  issuer: z.string().min(1).max(200).describe('Who certified the list (BR 14.2).'),
  from: day.describe('First day of the passages, at the checkpoint.'),
  until: day.describe('Last day.'),
  sentOn: day.describe('Day on which it was sent (BR 18.3(2)).'),
  equipment: z.array(z.string().min(1).max(200)).max(1000).default([]),
  entries: z
    .array(z.strictObject(entryKeys).refine((line) => line.plate !== null || line.document !== null, one))
    .max(most),
})

export const watchListSchema = z.strictObject({
  party: z.enum(parties),
  list: name,
  version: z.int().min(1),
  entries: z
    .array(
      z
        .strictObject({ ...entryKeys, instruction: z.string().min(1).max(500) })
        .refine((line) => line.plate !== null || line.document !== null, one),
    )
    .max(most),
})

export const signingKeySchema = z
  .string()
  .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/)
  .describe('Public ed25519 key, base64 of SPKI DER.')

export const signingKeysSchema = z.strictObject({
  party: z.enum(parties),
  list: name,
  version: z.int().min(1),
  keys: z
    .array(
      z.strictObject({
        key: signingKeySchema,
        holder: z.string().min(1).max(80).describe('Lane PC or service number.'),
        from: day.describe('First day (UTC).'),
        until: day.describe('Last day (UTC).'),
      }),
    )
    .max(1000),
})

export const listSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('register'), register: registerSchema }),
  z.strictObject({ kind: z.literal('watch-list'), watchList: watchListSchema }),
  z.strictObject({ kind: z.literal('signing-keys'), signingKeys: signingKeysSchema }),
])

/** As it travels and lies in a file: the content, and the ed25519 signature of the Party over it, base64. */
export const signedListSchema = z.object({
  content: listSchema,
  signature: z
    .string()
    .regex(/^[A-Za-z0-9+/]{86}==$/)
    .describe('Over `ayaldama-list/1`, a line feed, and the canonical JSON (RFC 8785) of the content.'),
})

/** What a Party sent, or where in it the first mistake is. Nothing of the content is repeated in a message. */
export function readList(
  value: unknown,
): { readonly ok: true; readonly list: ReceivedList } | { readonly ok: false; readonly problem: string } {
  const parsed = listSchema.safeParse(value)
  if (parsed.success) return { ok: true, list: parsed.data }
  const [issue] = parsed.error.issues
  return { ok: false, problem: `${issue?.path.join('.') || 'the list'}: ${issue?.message ?? 'not valid'}` }
}
