import { readFile } from 'node:fs/promises'
import { AyaldamaError } from '../ports/errors.ts'

/** What became of one file of a command: what was read of it, or why it was not. */
export type FileOutcome<Found> =
  | ({ readonly file: string } & Found)
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } }

/** Reads a file and what `read` finds in it; an error of a code stands in the outcome, any other is thrown. */
export async function readPictureFile<Found extends object>(
  file: string,
  read: (bytes: Uint8Array) => Promise<Found>,
): Promise<FileOutcome<Found>> {
  try {
    return { file, ...(await read(await bytesOf(file))) }
  } catch (cause) {
    if (!(cause instanceof AyaldamaError)) throw cause
    return { file, error: { code: cause.code, message: cause.message } }
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new AyaldamaError('file.unreadable', file, detail)
  }
}
