import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Party } from '../domain/party.ts'
import { checkEvidence, packEvidence } from '../journal/evidence-archive.ts'
import { gatewayKeyFile, openGatewayKey } from '../journal/gateway-key.ts'
import { openReader } from '../journal/reader.ts'
import { systemClock } from '../ports/clock.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { readPublicKeys } from './public-keys.ts'

/** `ayaldama evidence export`: reads only, so that it may run beside a gateway at work. */
export function exportEvidence(
  crossing: string,
  { data, out, party }: { readonly data: string; readonly out: string; readonly party?: Party },
): number {
  const file = join(data, 'journal.db')
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  // An export makes no key: one that no centre knows would prove nothing.
  const keyFile = join(data, gatewayKeyFile)
  if (!existsSync(keyFile)) throw new AyaldamaError('evidence.key', keyFile)
  const key = openGatewayKey(data)
  const reader = openReader(file)
  try {
    const events = reader.readCrossing(crossing)
    if (events.length === 0) throw new AyaldamaError('evidence.crossing', crossing)
    const picture = (sha256: string): Uint8Array | null => {
      const place = join(data, 'evidence', sha256.slice(0, 2), sha256.slice(2))
      return existsSync(place) ? readFileSync(place) : null
    }
    const source = { crossing, events, picture, party: party ?? null }
    const archive = packEvidence(source, key, systemClock.now().toISOString())
    writeFileSync(out, archive, { mode: 0o600 })
    process.stdout.write(`${out}: ${events.length} events of crossing ${crossing}, signed\n`)
    return 0
  } finally {
    reader.close()
  }
}

/** `ayaldama evidence verify`: status 1 with the first bad item. `key`: a file of public keys. */
export function verifyEvidence(file: string, { key }: { readonly key?: string } = {}): number {
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  const known = key === undefined ? [] : readPublicKeys(key)
  const checked = checkEvidence(readFileSync(file), known)
  if (!checked.ok) throw new AyaldamaError('evidence.archive', file, `${checked.bad}: ${checked.why}.`)
  const { crossing, events, files, chainHead, party, lost, exportedAt, ...stated } = checked.manifest
  const signer =
    known.length > 0
      ? 'Signed by this gateway.'
      : `Signed with ${stated.key}: compare it with gateway-keys.pub of the gateway, or give --key.`
  process.stdout.write(
    `${file}: whole. Crossing ${crossing}, view ${party ?? 'all'}, ${events} events, ` +
      `${files.length - 1} pictures, ${lost.length} lost, chain ${chainHead}, exported ${exportedAt}. ${signer}\n`,
  )
  return 0
}
