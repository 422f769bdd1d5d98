import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Party, parties } from '../domain/party.ts'
import { checkEvidence, packEvidence } from '../journal/evidence-archive.ts'
import { type Proven, treeOf } from '../journal/evidence-tree.ts'
import { gatewayKeyFile, openGatewayKey } from '../journal/gateway-key.ts'
import { openReader } from '../journal/reader.ts'
import { systemClock } from '../ports/clock.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { partyKeysOf, readPublicKeys } from './public-keys.ts'

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
    const now = systemClock.now().toISOString()
    const tree = treeOf(reader, crossing, party ?? null, key, now)
    const archive = packEvidence({ crossing, events, picture, party: party ?? null, tree }, key, now)
    writeFileSync(out, archive, { mode: 0o600 })
    process.stdout.write(`${out}: ${events.length} events of crossing ${crossing}, signed\n`)
    return 0
  } finally {
    reader.close()
  }
}

/**
 * `ayaldama evidence verify`: status 1 with the first bad item. `key`: a file of the gateway's public keys;
 * `centreKey`: `KAZ=` and the public key of that centre.
 */
export function verifyEvidence(
  file: string,
  { key, centreKey = [] }: { readonly key?: string; readonly centreKey?: readonly string[] } = {},
): number {
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  const known = key === undefined ? [] : readPublicKeys(key)
  const checked = checkEvidence(readFileSync(file), known, partyKeysOf(centreKey))
  if (!checked.ok) throw new AyaldamaError('evidence.archive', file, `${checked.bad}: ${checked.why}.`)
  const { crossing, events, files, chainHead, party, lost, exportedAt, ...stated } = checked.manifest
  const pictures = files.filter(({ name }) => name.startsWith('evidence/')).length
  const signer =
    known.length > 0
      ? 'Signed by this gateway.'
      : `Signed with ${stated.key}: compare it with gateway-keys.pub of the gateway, or give --key.`
  process.stdout.write(
    `${file}: whole. Crossing ${crossing}, view ${party ?? 'all'}, ${events} events, ` +
      `${pictures} pictures, ${lost.length} lost, chain ${chainHead}, exported ${exportedAt}. ${signer} ` +
      `${provenText(checked.proven)}\n`,
  )
  return 0
}

function provenText(proven: Proven | null): string {
  if (proven === null) return 'The journal had no signed head: only the gateway vouches for the events.'
  const { size, events, places, cosigned } = proven
  const centres = parties.map((party) => {
    const found = cosigned[party]
    if (found === undefined) return `${party} cosigned none`
    return `${party} cosigned ${found.events}${found.checked ? '' : ' (no key to check it: give --centre-key)'}`
  })
  const partly = places === 0 ? '' : `, ${places} more by their hash alone`
  return `In the tree of ${size} events that the gateway signed stand ${events}${partly}; ${centres.join(', ')}.`
}
