import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ActName } from '../domain/crossing/act-outcomes.ts'
import type { OfficerActor } from '../domain/party.ts'
import type { SignedAct } from '../domain/signed-act.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { signingKeySchema } from '../ports/lists.ts'
import { actHeader, statedFields } from '../ports/proof/act-statement.ts'
import { commitField } from '../ports/proof/commitment.ts'
import { publicKeyOf } from '../ports/proof/tree-head.ts'
import { isActSignedBy } from '../ports/proof/verify-act.ts'
import type { ConsoleContext } from './context.ts'
import type { Session } from './sessions.ts'

const base64 = (characters: number) => z.string().regex(new RegExp(`^[A-Za-z0-9+/]{${characters}}==$`))
const signedRequestSchema = z.strictObject({
  crossing: z.string().max(64).nullable(),
  version: z.int().min(0),
  at: z.iso.datetime(),
  salts: z.record(z.string(), base64(22)),
  key: signingKeySchema,
  signature: base64(86),
})

/** Signatures that are remembered, so that none is used twice; the verifiers remember all. */
const mostRemembered = 4_096

/** The officer who acts, with the signed act where one came with the request. */
export type ActReader = (
  request: FastifyRequest,
  given: {
    readonly lane: string
    readonly session: Session
    readonly act: ActName
    readonly fields: object
  },
) => OfficerActor

/**
 * An act that is not signed with an approved key is refused with `console.act-unsigned` where signatures are
 * required, and else recorded without. The reader throws `console.act-signature` for a signature that is not
 * of this act on this lane as it is now, or that was used before, and `console.other-pc` for one without the key
 * that signed first in the session: a session belongs to one lane PC.
 */
export function createActReader(context: ConsoleContext): ActReader {
  const { signing, gateway } = context
  const used = new Set<string>()
  const keys = new WeakMap<Session, string>()

  function unsigned(session: Session, lane: string): OfficerActor {
    if (signing?.mode === 'required') throw new AyaldamaError('console.act-unsigned', lane)
    if (keys.has(session)) throw new AyaldamaError('console.other-pc', lane)
    return session.officer
  }

  return (request, { lane, session, act, fields: given }) => {
    const { officer } = session
    const text = request.headers[actHeader]
    if (signing === undefined || typeof text !== 'string') {
      return unsigned(session, lane)
    }
    const parsed = signedRequestSchema.safeParse(parseJson(text))
    if (!parsed.success) throw new AyaldamaError('console.act-signature', actHeader)
    const { key, signature, salts, crossing, version, at } = parsed.data
    if (!signing.approved(officer.party, key)) {
      return unsigned(session, lane)
    }
    const view = context.lanes.view(lane, officer)
    const opened = Object.fromEntries(
      Object.entries(statedFields(given)).map(([field, value]) => [
        field,
        { salt: salts[field] ?? '', value },
      ]),
    )
    const statement: SignedAct['statement'] = {
      checkpoint: gateway.checkpoint,
      gateway: gateway.id,
      ...{ lane, crossing, version, at, act },
      ...{ officer: officer.officer, party: officer.party, body: officer.body },
      fields: Object.fromEntries(
        Object.entries(opened).map(([field, { salt, value }]) => [field, committed(salt, field, value)]),
      ),
    }
    // An act on a crossing that is no more, or on a state that has not been, is none on this one.
    const here = crossing === (view.crossing?.crossing ?? null) && version <= view.version
    if (!here || used.has(signature) || !isActSignedBy(statement, signature, publicKeyOf(key))) {
      throw new AyaldamaError('console.act-signature', lane)
    }
    const bound = keys.get(session) ?? key
    if (bound !== key) throw new AyaldamaError('console.other-pc', lane)
    keys.set(session, bound)
    used.add(signature)
    for (const oldest of used) {
      if (used.size <= mostRemembered) break
      used.delete(oldest)
    }
    return { ...officer, act: { statement, key, signature, opened } }
  }
}

/** A field without a salt of its own was not signed. */
function committed(salt: string, field: string, value: unknown): string {
  return salt === '' ? '' : commitField(Buffer.from(salt, 'base64'), field, value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
