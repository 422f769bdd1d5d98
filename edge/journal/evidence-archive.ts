import { createHash } from 'node:crypto'
import type { Party } from '../domain/party.ts'
import type { RecordedEvent } from '../ports/journal.ts'
import { asSeenBy } from './seen-by.ts'
import { readTar, type TarFile, writeTar } from './tar.ts'

/** What the archive states of itself; `manifest.sha256` beside it holds its hash. */
export interface EvidenceManifest {
  readonly format: 'ayaldama-evidence/1'
  readonly crossing: string
  /** Whose view it is; null: everything, for the authority that keeps the gateway. */
  readonly party: Party | null
  readonly events: number
  readonly officers: readonly string[]
  /** Last link of the chain of events: SHA-256 over the link before and the line of the event. */
  readonly chainHead: string
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[]
  /** Pictures that the events name and the journal no longer holds whole. */
  readonly lost: readonly string[]
}

const eventsFile = 'events.ndjson'
const firstLink = '0'.repeat(64)
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * One archive of a crossing (JC 7.3): `events.ndjson` (a line an event, each with its link of the chain),
 * `evidence/SHA256` (frames and crops), `manifest.json`. With `party` only what that Party may see.
 */
export function packEvidence(
  crossing: string,
  events: readonly RecordedEvent[],
  picture: (sha256: string) => Uint8Array | null,
  party: Party | null,
): Uint8Array {
  const shown = events.flatMap((event) => seenBy(event, party))
  let link = firstLink
  const lines = shown.map((event) => {
    link = sha256(`${link}\n${JSON.stringify(event)}`)
    return JSON.stringify({ link, event })
  })
  const named = [...new Set(shown.flatMap(({ event }) => picturesOf(event.data)))]
  const found = named.flatMap((name): readonly TarFile[] => {
    const bytes = picture(name)
    return bytes ? [{ name: `evidence/${name}`, bytes }] : []
  })
  const contents = [
    { name: eventsFile, bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')) },
    ...found,
  ]
  const manifest: EvidenceManifest = {
    format: 'ayaldama-evidence/1',
    crossing,
    party,
    events: shown.length,
    officers: [...new Set(shown.flatMap(({ actor }) => (actor.kind === 'officer' ? [actor.officer] : [])))],
    chainHead: link,
    files: contents.map(({ name, bytes }) => ({ name, sha256: sha256(bytes), bytes: bytes.length })),
    lost: named.filter((name) => !found.some((file) => file.name === `evidence/${name}`)),
  }
  const stated = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  return writeTar([
    { name: 'manifest.json', bytes: stated },
    { name: 'manifest.sha256', bytes: Buffer.from(`${sha256(stated)}\n`) },
    ...contents,
  ])
}

export type Checked =
  | { readonly ok: true; readonly manifest: EvidenceManifest }
  | { readonly ok: false; readonly bad: string; readonly why: string }

/** Checks an archive by itself. Names the first item that is not as it was exported. */
export function checkEvidence(archive: Uint8Array): Checked {
  const bad = (item: string, why: string): Checked => ({ ok: false, bad: item, why })
  const files = readTar(archive)
  if (files === null) return bad('archive', 'its headers, padding or end are not those of an export')
  const [stated, statedHash, ...contents] = files
  if (stated?.name !== 'manifest.json' || statedHash?.name !== 'manifest.sha256') {
    return bad('manifest.json', 'it does not come first')
  }
  if (Buffer.from(statedHash.bytes).toString('latin1') !== `${sha256(stated.bytes)}\n`) {
    return bad('manifest.json', 'it does not match manifest.sha256')
  }
  const manifest = JSON.parse(Buffer.from(stated.bytes).toString('utf8')) as EvidenceManifest
  if (manifest.format !== 'ayaldama-evidence/1') return bad('manifest.json', 'the format is not known')
  if (contents.length !== manifest.files.length)
    return bad('manifest.json', 'it names another number of files')
  for (const [index, file] of contents.entries()) {
    const entry = manifest.files[index]
    if (entry?.name !== file.name) return bad(file.name, 'the manifest does not name it here')
    if (entry.sha256 !== sha256(file.bytes)) return bad(file.name, 'its bytes do not match the manifest')
    const [, picture] = /^evidence\/(.+)$/.exec(file.name) ?? []
    if (picture !== undefined && picture !== entry.sha256)
      return bad(file.name, 'its bytes do not match its name')
  }
  return (
    checkChain(
      manifest,
      contents.find(({ name }) => name === eventsFile),
    ) ?? { ok: true, manifest }
  )
}

function checkChain(manifest: EvidenceManifest, file: TarFile | undefined): Checked | null {
  const lines = file ? Buffer.from(file.bytes).toString('utf8').split('\n').slice(0, -1) : []
  let link = firstLink
  for (const [index, line] of lines.entries()) {
    const { link: told, event } = JSON.parse(line) as { readonly link: string; readonly event: RecordedEvent }
    link = sha256(`${link}\n${JSON.stringify(event)}`)
    if (link !== told) return { ok: false, bad: `${eventsFile}:${index + 1}`, why: 'the chain breaks here' }
    if (event.crossing !== manifest.crossing) {
      return { ok: false, bad: `${eventsFile}:${index + 1}`, why: 'it is of another crossing' }
    }
  }
  return link === manifest.chainHead && lines.length === manifest.events
    ? null
    : { ok: false, bad: eventsFile, why: 'the chain does not end where the manifest says' }
}

/** The event as a Party may see it; not at all where it is withheld whole. Policies themselves do not leave. */
function seenBy(event: RecordedEvent, party: Party | null): readonly Omit<RecordedEvent, 'shares'>[] {
  const seen = party === null ? [event] : asSeenBy([event], party)
  return seen.map(({ shares: _, ...rest }) => rest)
}

function picturesOf(data: object): readonly string[] {
  return Object.values(data).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null && 'sha256' in value && 'mediaType' in value
      ? [String(value.sha256)]
      : [],
  )
}
