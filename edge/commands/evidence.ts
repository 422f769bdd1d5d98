import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Party } from '../domain/party.ts'
import { checkEvidence, packEvidence } from '../journal/evidence-archive.ts'
import { openReader } from '../journal/reader.ts'
import { AyaldamaError } from '../ports/errors.ts'

/** `ayaldama evidence export`: reads only, so that it may run beside a gateway at work. */
export function exportEvidence(
  crossing: string,
  { data, out, party }: { readonly data: string; readonly out: string; readonly party?: Party },
): number {
  const file = join(data, 'journal.db')
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  const reader = openReader(file)
  try {
    const events = reader.readCrossing(crossing)
    if (events.length === 0) throw new AyaldamaError('evidence.crossing', crossing)
    const picture = (sha256: string): Uint8Array | null => {
      const place = join(data, 'evidence', sha256.slice(0, 2), sha256.slice(2))
      return /^[0-9a-f]{64}$/.test(sha256) && existsSync(place) ? readFileSync(place) : null
    }
    writeFileSync(out, packEvidence(crossing, events, picture, party ?? null), { mode: 0o600 })
    process.stdout.write(`${out}: ${events.length} events of crossing ${crossing}\n`)
    return 0
  } finally {
    reader.close()
  }
}

/** `ayaldama evidence verify`: status 1 with the first bad item. */
export function verifyEvidence(file: string): number {
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  const checked = checkEvidence(readFileSync(file))
  if (!checked.ok) throw new AyaldamaError('evidence.archive', file, `${checked.bad}: ${checked.why}.`)
  const { crossing, events, files, chainHead, party, lost } = checked.manifest
  process.stdout.write(
    `${file}: whole. Crossing ${crossing}, view ${party ?? 'all'}, ${events} events, ` +
      `${files.length - 1} pictures, ${lost.length} lost, chain ${chainHead}. Not signed: it proves no origin.\n`,
  )
  return 0
}
