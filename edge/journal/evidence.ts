import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EvidenceRef } from '../domain/crossing/events.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { sniffMediaType } from './media-type.ts'

export interface EvidenceStore {
  put(bytes: Uint8Array, mediaType: string): Promise<EvidenceRef>
  get(sha256: string): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null>
}

/**
 * Files named by their SHA-256, `ab/cdef…`. A media type that the bytes do not show stands beside
 * them in `ab/cdef….type`.
 */
export async function openEvidence(directory: string): Promise<EvidenceStore> {
  const incoming = join(directory, 'incoming')
  await mkdir(incoming, { recursive: true })
  // What a power cut left half written was never promised to anyone.
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true })
  // All folders at once, so that no write has to wait for the sync of a folder that another one made.
  const present = new Set(await readdir(directory))
  for (let byte = 0; byte < 256; byte++) {
    const name = byte.toString(16).padStart(2, '0')
    if (!present.has(name)) mkdirSync(join(directory, name))
  }
  await syncDirectory(directory)

  const place = (sha256: string): string => join(directory, sha256.slice(0, 2), sha256.slice(2))

  async function write(target: string, bytes: Uint8Array): Promise<void> {
    const temporary = join(incoming, randomUUID())
    try {
      const file = await open(temporary, 'wx')
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, target)
      await syncDirectory(dirname(target))
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => undefined)
      throw new AyaldamaError(isNoSpace(cause) ? 'journal.full' : 'journal.append', target, undefined, {
        cause,
      })
    }
  }

  return {
    put: async (bytes, mediaType) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const target = place(sha256)
      const seen = sniffMediaType(bytes)
      if (seen === undefined) await write(`${target}.type`, new TextEncoder().encode(mediaType))
      await write(target, bytes)
      return { sha256, mediaType: seen ?? mediaType, bytes: bytes.byteLength }
    },
    get: async (sha256) => {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return null
      const bytes = await readOrNull(place(sha256))
      if (bytes === null) return null
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) return null
      const stated = sniffMediaType(bytes) ?? (await readOrNull(`${place(sha256)}.type`))?.toString('utf8')
      return { bytes, mediaType: stated ?? 'application/octet-stream' }
    },
  }
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Makes names durable: without it a power cut may forget the file while keeping its bytes. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isNoSpace(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT'
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
