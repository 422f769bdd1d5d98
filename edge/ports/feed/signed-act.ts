import { z } from 'zod'
import { controlKinds, parties } from '../../domain/party.ts'
import type { SignedAct } from '../../domain/signed-act.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { CloudEvent } from './messages.ts'

const statementSchema = z.strictObject({
  checkpoint: z.string(),
  gateway: z.string(),
  lane: z.string(),
  crossing: z.string().nullable(),
  version: z.int().min(0),
  officer: z.string(),
  party: z.enum(parties),
  body: z.enum(controlKinds),
  act: z.string(),
  fields: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  at: z.string(),
})
const openedSchema = z.record(z.string(), z.strictObject({ salt: z.string(), value: z.unknown() }))

/** A signed act as attributes of its CloudEvent: flat strings, as the specification asks. */
export function signedActAttributes({ statement, opened, key, signature }: SignedAct): Partial<CloudEvent> {
  return {
    actstatement: canonicalJson(statement),
    actopened: canonicalJson(opened),
    actkey: key,
    actsignature: signature,
  }
}

/** The act under an event as it came; null where there is none. Throws where it cannot be read. */
export function signedActOf(event: CloudEvent): SignedAct | null {
  const { actstatement, actopened = '{}', actkey, actsignature } = event
  if (actstatement === undefined || actkey === undefined || actsignature === undefined) return null
  return {
    statement: statementSchema.parse(JSON.parse(actstatement)),
    opened: openedSchema.parse(JSON.parse(actopened)),
    key: actkey,
    signature: actsignature,
  }
}
