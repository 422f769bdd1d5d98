import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Copies files with their folders; `leave` is asked for each file, relative to `source`. Links are refused. */
export function copyTree(
  source: string,
  target: string,
  leave: (path: string) => boolean = () => false,
): void {
  const copy = (folder: string) => {
    for (const entry of readdirSync(join(source, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) copy(path)
      else if (leave(path)) continue
      else if (entry.isFile()) {
        mkdirSync(join(target, folder), { recursive: true })
        copyFileSync(join(source, path), join(target, path))
      } else throw new Error(`${join(source, path)} is neither a file nor a folder`)
    }
  }
  copy('')
}
