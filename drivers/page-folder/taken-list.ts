import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { FileSeen } from '../camera-folder/folder-memory.ts'

const LIST = '.ayaldama-taken.json'
const listSchema = z.array(z.strictObject({ name: z.string(), size: z.number(), modified: z.number() }))

/** Files that an earlier run took and left where they are; none where there is no list, or it is spoilt. */
export async function readTakenList(folder: string): Promise<readonly FileSeen[]> {
  try {
    return listSchema.parse(JSON.parse(await readFile(join(folder, LIST), 'utf8')))
  } catch {
    return []
  }
}

/** Takes the place of the list before in one step, so that a power cut leaves one of both. */
export async function writeTakenList(folder: string, files: readonly FileSeen[]): Promise<void> {
  const next = join(folder, `${LIST}.part`)
  await writeFile(next, JSON.stringify(files.map(({ name, size, modified }) => ({ name, size, modified }))))
  await rename(next, join(folder, LIST))
}
