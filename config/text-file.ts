import { readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'

type TextFile = { readonly text: string } | { readonly failure: string }

/** The text of a file, or in words why there is none. */
export function readTextFile(file: string): TextFile {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) }
  } catch (error) {
    return { failure: failureText(error) }
  }
}

function failureText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist'
  if (code === 'EISDIR') return 'is a folder'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user'
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8 text'
  return `cannot be read (${code === '' ? String(error) : code})`
}

export function isFile(file: string): boolean {
  return statOf(file)?.isFile() === true
}

export function isFolder(folder: string): boolean {
  return statOf(folder)?.isDirectory() === true
}

function statOf(name: string): Stats | undefined {
  try {
    return statSync(name)
  } catch {
    return undefined
  }
}

/** A name written in a file starts at that file's folder; the result stays relative where `file` is. */
export function besideFile(file: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(file), name)
}

/** True where others than owner and group may read; always false where the system has no such modes. */
export function isWorldReadable(file: string): boolean {
  return process.platform !== 'win32' && ((statOf(file)?.mode ?? 0) & 0o004) !== 0
}
