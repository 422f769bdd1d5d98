import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileSeen } from './folder-memory.ts'

const PICTURE_NAME = /^[^.].*\.(jpe?g|png)$/i

/** Folder that pictures are moved into, within the camera's own. */
export const TAKEN = 'taken'

export interface FolderLook {
  readonly files: readonly FileSeen[]
  /** Names of links and other things that are no files; they are never followed. */
  readonly refused: readonly string[]
}

/** The picture files that lie in the folder itself. Uploads under another name (`.part`, `.tmp`) wait. */
export async function lookInto(folder: string, names = PICTURE_NAME): Promise<FolderLook> {
  const files: FileSeen[] = []
  const refused: string[] = []
  for (const name of await readdir(folder)) {
    if (!names.test(name)) continue
    const found = await lstat(join(folder, name)).catch(() => null)
    if (found === null) continue
    if (found.isFile()) files.push({ name, size: found.size, modified: found.mtimeMs })
    else refused.push(name)
  }
  return { files, refused }
}

/** The bytes of a file, or null where it changed since `seen`, is gone or became a link. */
export async function readSeen(folder: string, seen: FileSeen): Promise<Uint8Array | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(join(folder, seen.name), flags).catch(() => null)
  if (handle === null) return null
  try {
    const bytes = Buffer.alloc(seen.size)
    const { bytesRead } = await handle.read(bytes, 0, seen.size, 0)
    const after = await handle.stat()
    const unchanged = after.isFile() && after.size === seen.size && after.mtimeMs === seen.modified
    return unchanged && bytesRead === seen.size ? bytes : null
  } finally {
    await handle.close()
  }
}

/** Puts a file that was read out of the way, moved into the folder `into` within. Rejects with the error of the file system. */
export async function putAway(
  folder: string,
  seen: FileSeen,
  how: 'keep' | 'delete' | 'move',
  into = TAKEN,
): Promise<void> {
  if (how === 'keep') return
  const from = join(folder, seen.name)
  if (how === 'delete') return unlink(from)
  const taken = join(folder, into)
  await mkdir(taken, { recursive: true })
  if (!(await lstat(taken)).isDirectory()) throw new Error(`${into} is no folder`)
  const there = await lstat(join(taken, seen.name)).catch(() => null)
  // Cameras use their names again: the older picture is not overwritten.
  const name = there === null ? seen.name : `${Math.round(seen.modified)}-${seen.name}`
  await rename(from, join(taken, name))
}
