import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { Credentials } from './http-client.ts'
import type { CameraAuth } from './options.ts'

/**
 * Reads the password now, so that a changed file is used from the next start on.
 * Rejects with `config.unreadable`; the message names the file and never its content.
 */
export async function readCredentials(
  auth: CameraAuth,
  credentialsFolder: string | undefined,
): Promise<Credentials | null> {
  if (auth.scheme === 'none') return null
  const path = auth.passwordFile ?? join(credentialsFolder ?? '', auth.credential ?? '')
  if (auth.passwordFile === undefined && credentialsFolder === undefined) {
    throw new AyaldamaError(
      'config.unreadable',
      path,
      'CREDENTIALS_DIRECTORY is not set: not started by systemd.',
    )
  }
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new AyaldamaError('config.unreadable', path, `The password file: ${why}.`)
  }
  const password = text.split(/\r?\n/, 1)[0] ?? ''
  if (password === '') throw new AyaldamaError('config.unreadable', path, 'The password file is empty.')
  return { scheme: auth.scheme, username: auth.username, password }
}
