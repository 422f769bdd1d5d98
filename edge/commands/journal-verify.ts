import { verifyJournal } from '../journal/verify.ts'
import { AyaldamaError } from '../ports/errors.ts'

/** `ayaldama journal verify`: reads only; status 1 with the first bad event. */
export async function journalVerifyCommand(
  data: string,
  { json }: { readonly json: boolean },
): Promise<number> {
  const verdict = verifyJournal(data)
  const { bad, events, root, evidence } = verdict
  if (json) process.stdout.write(`${JSON.stringify({ ok: bad === null, ...verdict })}\n`)
  else if (bad === null) {
    process.stdout.write(
      `${data}: whole. ${events} events, ${evidence} evidence files, root ${root ?? 'none'}.\n`,
    )
  } else {
    const id = bad.id === null ? '' : ` (${bad.id})`
    throw new AyaldamaError('journal.altered', data, `Position ${bad.position}${id}: ${bad.what}.`)
  }
  return bad === null ? 0 : 1
}
