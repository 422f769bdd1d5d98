import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Puts a text in the place of a file so that after a power cut either the old or the new one stands there whole.
 * The folder must be writable; `mode` is that of the new file. Rejects with the error of the system, and the old
 * file stands.
 */
export async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.new`)
  try {
    const handle = await open(temporary, 'w', mode)
    try {
      await handle.writeFile(text)
      // `open` lets the umask take bits away.
      await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  const folder = await open(dirname(file), 'r')
  await folder.sync().finally(() => folder.close())
}
