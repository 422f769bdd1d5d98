import { existsSync } from 'node:fs'
import { cp, mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AyaldamaError } from '../ports/errors.ts'
import { assertIntact } from './durability.ts'
import { syncDirectory } from './evidence.ts'
import { gatewayKeysFile } from './gateway-key.ts'
import { markRestored } from './restored.ts'

/**
 * Copies a journal that may be in use into a new or empty folder: the file as of one moment, then the
 * evidence, which only grows, so that every event of the copy finds its pictures.
 * Rejects with `journal.backup`; what was copied until then is no backup.
 */
export async function backUpJournal(directory: string, target: string): Promise<{ readonly events: number }> {
  try {
    await takeEmpty(target)
    return await copyJournal(directory, target)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new AyaldamaError('journal.backup', target, detail, { cause })
  }
}

/**
 * Makes the folder of a gateway out of a backup: new or empty before. The mark beside it lets no gateway go on
 * in the epoch of the backup. The key that signed is in no backup: the gateway makes another, which its centres
 * have to be given. Rejects with `journal.restore`; what was copied until then does not open.
 */
export async function restoreJournal(
  backup: string,
  directory: string,
): Promise<{ readonly events: number }> {
  try {
    await takeEmpty(directory)
    await markRestored(directory, 'copying')
    const copied = await copyJournal(backup, directory)
    await markRestored(directory, 'whole')
    return copied
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new AyaldamaError('journal.restore', directory, detail, { cause })
  }
}

async function takeEmpty(target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  if ((await readdir(target)).length > 0) throw new Error('the folder is not empty')
}

async function copyJournal(directory: string, target: string): Promise<{ readonly events: number }> {
  const file = join(target, 'journal.db')
  const source = new Database(join(directory, 'journal.db'), { readonly: true, fileMustExist: true })
  try {
    // One reading transaction, unlike the backup API, which begins anew whenever the writer commits.
    source.prepare('VACUUM INTO ?').run(file)
  } finally {
    source.close()
  }
  await cp(join(directory, 'evidence'), join(target, 'evidence'), {
    recursive: true,
    filter: (name) => !name.includes(join('evidence', 'incoming', '/')),
  })
  const keys = join(directory, gatewayKeysFile)
  if (existsSync(keys)) await cp(keys, join(target, gatewayKeysFile))
  await syncTree(target)
  const copy = new Database(file, { readonly: true })
  try {
    assertIntact(copy, file)
    return { events: copy.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0 }
  } finally {
    copy.close()
  }
}

async function syncTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const name = join(directory, entry.name)
    if (entry.isDirectory()) await syncTree(name)
    else {
      const file = await open(name, 'r')
      await file.sync().finally(() => file.close())
    }
  }
  await syncDirectory(directory)
}
