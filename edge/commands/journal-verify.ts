import { verifyJournal } from '../journal/verify.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { readPublicKeys } from './public-keys.ts'

/** `ayaldama journal verify`: reads only; status 1 with the first bad event. */
export async function journalVerifyCommand(
  data: string,
  { json, key }: { readonly json: boolean; readonly key?: string },
): Promise<number> {
  const verdict = key === undefined ? verifyJournal(data) : verifyJournal(data, readPublicKeys(key))
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
