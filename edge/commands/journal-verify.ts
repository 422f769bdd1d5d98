import { existsSync, readFileSync } from 'node:fs'
import { keysIn } from '../journal/gateway-key.ts'
import { verifyJournal } from '../journal/verify.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { publicKeyOf } from '../ports/proof/tree-head.ts'

/** `ayaldama journal verify`: reads only; status 1 with the first bad event. */
export async function journalVerifyCommand(
  data: string,
  { json, key }: { readonly json: boolean; readonly key?: string },
): Promise<number> {
  const verdict = key === undefined ? verifyJournal(data) : verifyJournal(data, keysOf(key))
  const { bad, events, root, evidence, heads } = verdict
  if (json) process.stdout.write(`${JSON.stringify({ ok: bad === null, ...verdict })}\n`)
  else if (bad === null) {
    process.stdout.write(
      `${data}: whole. ${events} events, ${evidence} evidence files, ${heads} signed heads, root ${root ?? 'none'}.\n`,
    )
  } else {
    const id = bad.id === null ? '' : ` (${bad.id})`
    throw new AyaldamaError('journal.altered', data, `Position ${bad.position}${id}: ${bad.what}.`)
  }
  return bad === null ? 0 : 1
}

function keysOf(file: string): readonly string[] {
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  const keys = keysIn(readFileSync(file, 'utf8'))
  try {
    keys.forEach(publicKeyOf)
  } catch (cause) {
    const detail = 'A public key is base64 of SPKI DER, one a line.'
    throw new AyaldamaError('journal.key', file, detail, { cause })
  }
  return keys
}
