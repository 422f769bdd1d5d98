import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from './replace-file.ts'

/** Texts of the configuration that were once in force, by their hash, for going back to one. */
export interface KeptTexts {
  /** Durable when it resolves. */
  keep(text: string): Promise<void>
  /** null where it is not kept, or its bytes no longer match their name. */
  find(sha256: string): Promise<string | null>
}

export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function createKeptTexts(folder: string): KeptTexts {
  const nameOf = (sha256: string) => join(folder, `${sha256}.yaml`)
  const find = async (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return null
    const text = await readFile(nameOf(sha256), 'utf8').catch(() => null)
    return text !== null && textHash(text) === sha256 ? text : null
  }
  return {
    find,
    async keep(text) {
      const sha256 = textHash(text)
      if ((await find(sha256)) !== null) return
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await replaceFile(nameOf(sha256), text, 0o600)
    },
  }
}
