import { verifyJournal } from '../journal/verify.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { partyKeysOf, readPublicKeys } from './public-keys.ts'

export interface JournalVerifyOptions {
  readonly json: boolean
  /** File of the gateway's public keys, one a line. */
  readonly key?: string
  /** `KAZ=` and a key or a file of one. */
  readonly centreKey: readonly string[]
  readonly authorityKey: readonly string[]
  /** Heads that a centre keeps: size, a colon, and the root in hex. */
  readonly head: readonly string[]
  readonly signedActs: boolean
}

/** `ayaldama journal verify`: reads only; status 1 with the first bad event. */
export async function journalVerifyCommand(data: string, options: JournalVerifyOptions): Promise<number> {
  const { json, key } = options
  const verdict = verifyJournal(data, {
    ...(key !== undefined && { gateway: readPublicKeys(key) }),
    centres: partyKeysOf(options.centreKey),
    authorities: partyKeysOf(options.authorityKey),
    known: options.head.map(headOf),
    signedActsOnly: options.signedActs,
  })
  const { bad, events, root, evidence, heads, acts, cosignatures } = verdict
  if (json) process.stdout.write(`${JSON.stringify({ ok: bad === null, ...verdict })}\n`)
  else if (bad === null) {
    const unchecked =
      cosignatures.unchecked === 0 ? '' : ` (${cosignatures.unchecked} without a key to check them)`
    process.stdout.write(
      `${data}: whole. ${events} events, ${evidence} evidence files, ${heads} signed heads, ${cosignatures.checked} cosignatures${unchecked}, ${acts.signed} signed and ${acts.unsigned} unsigned facts of officers, root ${root ?? 'none'}.\n`,
    )
  } else {
    const id = bad.id === null ? '' : ` (${bad.id})`
    throw new AyaldamaError('journal.altered', data, `Position ${bad.position}${id}: ${bad.what}.`)
  }
  return bad === null ? 0 : 1
}

function headOf(text: string): { readonly size: number; readonly root: string } {
  const [, size, root] = /^([1-9]\d*):([0-9a-f]{64})$/.exec(text) ?? []
  if (size === undefined || root === undefined) {
    throw new AyaldamaError('console.bad-request', text, 'A head is its size, a colon, and its root in hex.')
  }
  return { size: Number(size), root }
}
