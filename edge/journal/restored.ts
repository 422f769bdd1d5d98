import { existsSync, readFileSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Party, parties } from '../domain/party.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { StreamPosition } from '../ports/journal.ts'
import { syncDirectory } from './evidence.ts'
import { holdLock } from './lock.ts'

/** Stands beside a journal that came out of a backup until its new epoch has begun. */
const restoredFile = 'restored'
type Progress = 'copying' | 'whole'

/** Where a restored journal ends. Its next event belongs to an epoch that no centre has heard of. */
export interface Restored {
  readonly epoch: number
  readonly heads: Readonly<Record<Party, StreamPosition>>
}

export async function markRestored(directory: string, progress: Progress): Promise<void> {
  const file = await open(join(directory, restoredFile), 'w')
  try {
    await file.writeFile(`${progress}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncDirectory(directory)
}

/**
 * Lets the next start of the gateway begin a new epoch: for a journal that was put back without `restore`, whose
 * centre is ahead of it. Rejects with `journal.open` where there is none, `journal.locked` where a gateway has it.
 */
export async function markNewEpoch(directory: string): Promise<void> {
  if (!existsSync(join(directory, 'journal.db'))) throw new AyaldamaError('journal.open', directory)
  const lock = holdLock(join(directory, 'journal.lock'))
  try {
    await markRestored(directory, 'whole')
  } finally {
    lock.release()
  }
}

/** The new epoch has begun and is durable. */
export async function endRestored(directory: string): Promise<void> {
  await rm(join(directory, restoredFile), { force: true })
  await syncDirectory(directory)
}

/** null where the journal was not restored since it last began an epoch. Throws `journal.open` where the restore broke off. */
export function readRestored(directory: string): Restored | null {
  const mark = join(directory, restoredFile)
  if (!existsSync(mark)) return null
  if (readFileSync(mark, 'utf8').trim() !== ('whole' satisfies Progress)) {
    throw new AyaldamaError(
      'journal.open',
      directory,
      'Its restore broke off: empty the folder and restore again.',
    )
  }
  const db = new Database(join(directory, 'journal.db'), { readonly: true, fileMustExist: true })
  try {
    const epoch = Number(db.prepare("SELECT value FROM meta WHERE key = 'epoch'").pluck().get())
    const last = db.prepare<[Party], StreamPosition>(
      'SELECT epoch, seq FROM streams WHERE party = ? ORDER BY epoch DESC, seq DESC LIMIT 1',
    )
    const heads = Object.fromEntries(
      parties.map((party) => [party, last.get(party) ?? { epoch, seq: 0 }]),
    ) as Record<Party, StreamPosition>
    return { epoch, heads }
  } finally {
    db.close()
  }
}
