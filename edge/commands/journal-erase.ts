import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { signedAs } from '../journal/heads.ts'
import { openJournal } from '../journal/open-journal.ts'
import { systemClock } from '../ports/clock.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { silentLog } from '../ports/log.ts'

const dayMs = 86_400_000

/** `ayaldama journal erase`: while no gateway has the journal open; one that runs does it by its configuration. */
export async function journalEraseCommand(data: string, days: number): Promise<number> {
  if (!existsSync(join(data, 'journal.db'))) throw new AyaldamaError('journal.open', data)
  // The centres believe a notice by the key and in the name of the gateway only.
  const signHeads = signedAs(data)
  const journal = await openJournal({
    directory: data,
    log: silentLog,
    clock: systemClock,
    ...(signHeads && { signHeads }),
  })
  try {
    const before = new Date(Date.now() - days * dayMs).toISOString()
    const events = await journal.eraseFields(before)
    process.stdout.write(`${data}: personal fields of ${events} events erased, recorded before ${before}.\n`)
    return 0
  } finally {
    await journal.close()
  }
}
