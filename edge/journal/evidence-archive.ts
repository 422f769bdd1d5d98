import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import type { Party } from '../domain/party.ts'
import type { RecordedEvent } from '../ports/journal.ts'
import { publicKeyOf } from '../ports/proof/tree-head.ts'
import { checkTree, type EvidenceTree, type Proven, type TreeKeys } from './evidence-tree.ts'
import type { GatewayKey } from './gateway-key.ts'
import { asSeenBy } from './seen-by.ts'
import { readTar, type TarFile, writeTar } from './tar.ts'
import { namedIn } from './verify.ts'

/** What the archive states of itself; `manifest.sig` beside it is the gateway's signature over it. */
export interface EvidenceManifest {
  readonly format: 'ayaldama-evidence/3'
  /** Public key of the gateway that signs, base64 of SPKI DER: one of its `gateway-keys.pub`. */
  readonly key: string
  /** ISO 8601, UTC: when it was exported. */
  readonly exportedAt: string
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
const treeFile = 'tree.json'
const firstLink = '0'.repeat(64)
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What a gateway signs (ed25519): what it is for, a line feed, and the bytes of the manifest. */
const signedBytes = (manifest: Uint8Array) =>
  Buffer.concat([Buffer.from('ayaldama-evidence/3\n'), Buffer.from(manifest)])

export interface EvidenceSource {
  readonly crossing: string
  readonly events: readonly RecordedEvent[]
  readonly picture: (sha256: string) => Uint8Array | null
  /** Only what this Party may see; null: everything. */
  readonly party: Party | null
  /** Places of these events in the tree of the journal, for the same Party; null where nobody signed a head. */
  readonly tree: EvidenceTree | null
}

/**
 * One archive of a crossing (JC 7.3): `manifest.json`, `manifest.sig`, `events.ndjson` (a line an event, each
 * with its link of the chain), `tree.json` (their audit paths to a head that gateway and centres signed) and
 * `evidence/SHA256` (frames and crops). The signature covers the manifest, and the manifest the hash of every
 * file; the tree proves that the gateway told the same before it was asked for this archive.
 */
export function packEvidence(
  { crossing, events, picture, party, tree }: EvidenceSource,
  key: GatewayKey,
  exportedAt: string,
): Uint8Array {
  const shown = events.flatMap((event) => seenBy(event, party))
  let link = firstLink
  const lines = shown.map((event) => {
    link = sha256(`${link}\n${JSON.stringify(event)}`)
    return JSON.stringify({ link, event })
  })
  const named = [...new Set(shown.flatMap(({ event }) => namedIn(event.data)))]
  const found = named.flatMap((name): readonly TarFile[] => {
    const bytes = picture(name)
    return bytes ? [{ name: `evidence/${name}`, bytes }] : []
  })
  const contents = [
    { name: eventsFile, bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')) },
    ...(tree ? [{ name: treeFile, bytes: Buffer.from(`${JSON.stringify(tree)}\n`) }] : []),
    ...found,
  ]
  const manifest: EvidenceManifest = {
    format: 'ayaldama-evidence/3',
    key: key.publicKey,
    exportedAt,
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
    { name: 'manifest.sig', bytes: Buffer.from(`${signatureOf(stated, key.privateKey)}\n`) },
    ...contents,
  ])
}

export type Checked =
  /** `proven`: null where the journal had no signed head. */
  | { readonly ok: true; readonly manifest: EvidenceManifest; readonly proven: Proven | null }
  | { readonly ok: false; readonly bad: string; readonly why: string }

/**
 * Checks an archive with public keys alone; names the first item that is not as it was exported. `keys` are
 * those of the gateway as its centres know them (base64 of SPKI DER); without any, the key that the archive
 * names: then it is whole, and who made it is for the reader to know. `centres`: the keys of those who cosign.
 */
export function checkEvidence(
  archive: Uint8Array,
  keys: readonly string[] = [],
  centres: TreeKeys['centres'] = {},
): Checked {
  const bad = (item: string, why: string): Checked => ({ ok: false, bad: item, why })
  const files = readTar(archive)
  if (files === null) return bad('archive', 'its headers, padding or end are not those of an export')
  const [stated, signature, ...contents] = files
  if (stated?.name !== 'manifest.json' || signature?.name !== 'manifest.sig') {
    return bad('manifest.json', 'it does not come first, with its signature')
  }
  const manifest = parsed<EvidenceManifest>(stated.bytes)
  if (manifest?.format !== 'ayaldama-evidence/3') return bad('manifest.json', 'the format is not known')
  if (!isSigned(stated.bytes, Buffer.from(signature.bytes).toString('latin1'), manifest.key)) {
    return bad('manifest.json', 'the key that it names did not sign it')
  }
  if (keys.length > 0 && !keys.includes(manifest.key)) {
    return bad('manifest.sig', 'it is of no key of this gateway')
  }
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
  const file = (name: string) => contents.find((one) => one.name === name)
  const events = checkChain(manifest, file(eventsFile))
  if ('ok' in events) return events
  const kept = file(treeFile)
  if (kept === undefined) return { ok: true, manifest, proven: null }
  const tree = parsed<EvidenceTree>(kept.bytes)
  if (tree === null) return bad(treeFile, 'it is no JSON')
  const gateway = keys.length > 0 ? keys : [manifest.key]
  const checked = checkTree(tree, events, manifest.party, { gateway, centres })
  if (checked.ok) return { ok: true, manifest, proven: checked.proven }
  return bad(checked.line === null ? treeFile : `${eventsFile}:${checked.line + 1}`, checked.why)
}

/** The events of the file, or the first that is not chained to the one before. */
function checkChain(
  manifest: EvidenceManifest,
  file: TarFile | undefined,
): readonly unknown[] | Extract<Checked, { ok: false }> {
  const lines = file ? Buffer.from(file.bytes).toString('utf8').split('\n').slice(0, -1) : []
  const events: unknown[] = []
  let link = firstLink
  for (const [index, line] of lines.entries()) {
    const { link: told, event } = JSON.parse(line) as { readonly link: string; readonly event: RecordedEvent }
    link = sha256(`${link}\n${JSON.stringify(event)}`)
    if (link !== told) return { ok: false, bad: `${eventsFile}:${index + 1}`, why: 'the chain breaks here' }
    if (event.crossing !== manifest.crossing) {
      return { ok: false, bad: `${eventsFile}:${index + 1}`, why: 'it is of another crossing' }
    }
    events.push(event)
  }
  return link === manifest.chainHead && lines.length === manifest.events
    ? events
    : { ok: false, bad: eventsFile, why: 'the chain does not end where the manifest says' }
}

/** The event as a Party may see it; not at all where it is withheld whole. Policies themselves do not leave. */
function seenBy(event: RecordedEvent, party: Party | null): readonly Omit<RecordedEvent, 'shares'>[] {
  const seen = party === null ? [event] : asSeenBy([event], party)
  return seen.map(({ shares: _, ...rest }) => rest)
}

function signatureOf(manifest: Uint8Array, key: KeyObject): string {
  return sign(null, signedBytes(manifest), key).toString('base64')
}

/** `signature`: base64 and a line feed, in no other spelling: a changed byte is a changed archive. */
function isSigned(manifest: Uint8Array, signature: string, key: string): boolean {
  const bytes = Buffer.from(signature, 'base64')
  if (`${bytes.toString('base64')}\n` !== signature) return false
  try {
    return verify(null, signedBytes(manifest), publicKeyOf(key), bytes)
  } catch {
    return false
  }
}

/** null where it is no JSON. */
function parsed<Content>(bytes: Uint8Array): Content | null {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Content
  } catch {
    return null
  }
}
