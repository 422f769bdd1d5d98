import { type KeyObject, sign } from 'node:crypto'
import { type Party, parties } from '../domain/party.ts'
import type { Cosignature } from '../ports/heads.ts'
import { canonicalJson, commitField } from '../ports/proof/commitment.ts'
import { exactBytes } from '../ports/proof/exact-bytes.ts'
import { provesConsistency, provesInclusion } from '../ports/proof/merkle.ts'
import {
  isCosignedBy,
  isSignedBy,
  publicKeyOf,
  type SignedTreeHead,
  treeHeadBytes,
} from '../ports/proof/tree-head.ts'
import type { GatewayKey } from './gateway-key.ts'
import { leafOf } from './leaf.ts'
import type { Reader } from './reader.ts'
import { type EventRow, type RecordedRow, recordedEvent, type Sealed } from './rows.ts'
import { sealFault, valuesIn } from './sealed-fields.ts'
import { asSeenBy } from './seen-by.ts'
import { type Json, withhold } from './withheld.ts'

/** What stands behind the events of an archive: their places in the tree, and who signed that tree. */
export interface EvidenceTree {
  readonly head: SignedTreeHead
  /** The newest of each centre; `proof` (hex, RFC 6962 2.1.2): its tree begins that of the head. */
  readonly cosignatures: readonly (Cosignature & { readonly proof: readonly string[] })[]
  /** One an event of the archive, in its order. */
  readonly events: readonly EvidenceLeaf[]
}

/** Audit path (hex, lowest first; RFC 6962 2.1.1) of the leaf at `index`, counted from 0. */
export type EvidenceLeaf = { readonly index: number; readonly path: readonly string[] } & (
  | {
      /** The very row that the leaf is made of, personal texts as commitments. */
      readonly row: EventRow
      /** What opens those that the reader may see; null where all were erased. */
      readonly opened: Sealed | null
    }
  /** Of an event in which something is withheld that no commitment covers: its hash (hex) alone. */
  | { readonly leaf: string }
)

/**
 * The tree behind a crossing, for a Party or (null) whole. Where events are younger than the newest head,
 * one more is signed over them. null where the journal never had a head: nobody signed anything.
 */
export function treeOf(
  reader: Pick<
    Reader,
    'latestHead' | 'size' | 'rootAt' | 'leavesOf' | 'inclusion' | 'cosignature' | 'consistency'
  >,
  crossing: string,
  party: Party | null,
  key: GatewayKey,
  now: string,
): EvidenceTree | null {
  const newest = reader.latestHead()
  const leaves = reader.leavesOf(crossing)
  if (newest === undefined) return null
  const head = leaves.some(({ index }) => index >= newest.size)
    ? headNow(reader, newest, leaves.at(-1)?.row.epoch ?? newest.epoch, key, now)
    : ownFields(newest)
  return {
    head,
    cosignatures: parties.flatMap((of) => {
      const found = reader.cosignature(of)
      return found === undefined ? [] : [{ ...found, proof: reader.consistency(found.size, head.size) }]
    }),
    events: leaves
      .filter(({ row }) => party === null || recordedEvent(row).shares[party] !== null)
      .map(({ index, row }) => ({
        index,
        path: reader.inclusion(index, head.size),
        ...shownOf(row, party),
      })),
  }
}

function headNow(
  reader: Pick<Reader, 'size' | 'rootAt'>,
  { checkpoint, gateway }: SignedTreeHead,
  epoch: number,
  key: GatewayKey,
  at: string,
): SignedTreeHead {
  const size = reader.size()
  const head = { checkpoint, gateway, epoch, size, root: reader.rootAt(size) ?? '', at }
  return { ...head, signature: sign(null, treeHeadBytes(head), key.privateKey).toString('base64') }
}

function ownFields({
  checkpoint,
  gateway,
  epoch,
  size,
  root,
  at,
  signature,
}: SignedTreeHead): SignedTreeHead {
  return { checkpoint, gateway, epoch, size, root, at, signature }
}

function shownOf(
  { sealed, ...row }: RecordedRow,
  party: Party | null,
): { readonly row: EventRow; readonly opened: Sealed | null } | { readonly leaf: string } {
  const open = sealed === null ? null : (JSON.parse(sealed) as Sealed)
  if (party === null) return { row, opened: open }
  const data = JSON.parse(row.data) as Json
  const { shares } = recordedEvent({ ...row, sealed })
  const shown = valuesIn(withhold(data, shares[party]?.withheld ?? []).data)
  const gone = [...valuesIn(data)].filter(([path]) => !shown.has(path))
  if (gone.some(([, isSealed]) => !isSealed)) return { leaf: Buffer.from(leafOf(row)).toString('hex') }
  if (open === null) return { row, opened: null }
  const [seen] = asSeenBy([recordedEvent({ ...row, sealed })], party)
  const act = seen?.actor.kind === 'officer' ? seen.actor.act?.opened : undefined
  const fields = Object.entries(open.data ?? {}).filter(([path]) => shown.has(path))
  return { row, opened: { ...(act && { act }), data: Object.fromEntries(fields) } }
}

/** What an archive proves of its events. */
export interface Proven {
  /** Leaves of the tree that the gateway signed. */
  readonly size: number
  /** Events whose whole row stands in that tree. */
  readonly events: number
  /** Events of which only the place is proven. */
  readonly places: number
  /** How many of them stand in the tree that a centre cosigned; `checked` with its key. */
  readonly cosigned: Readonly<Partial<Record<Party, { readonly events: number; readonly checked: boolean }>>>
}

export interface TreeKeys {
  /** Public keys of the gateway, base64 of SPKI DER. */
  readonly gateway: readonly string[]
  readonly centres: Readonly<Partial<Record<Party, KeyObject>>>
}

export type TreeChecked =
  | { readonly ok: true; readonly proven: Proven }
  | { readonly ok: false; readonly line: number | null; readonly why: string }

/** Checks the tree against the events of the archive (each as its JSON has it), with public keys alone. */
export function checkTree(
  tree: EvidenceTree,
  events: readonly unknown[],
  party: Party | null,
  keys: TreeKeys,
): TreeChecked {
  const bad = (why: string, line: number | null = null): TreeChecked => ({ ok: false, line, why })
  try {
    const { head, cosignatures } = tree
    if (!keys.gateway.some((key) => isSignedBy(head, publicKeyOf(key)))) {
      return bad('its head is not signed by this gateway')
    }
    const strange = cosignatures.map((one) => cosignatureFault(one, head, keys.centres)).find(Boolean)
    if (strange) return bad(strange)
    if (tree.events.length !== events.length) return bad('it has another number of events')
    let last = -1
    for (const [line, entry] of tree.events.entries()) {
      const why = entry.index > last ? leafFault(entry, events[line], party, head) : 'it stands out of order'
      if (why !== null) return bad(why, line)
      last = entry.index
    }
    const within = ({ size }: Cosignature) => tree.events.filter(({ index }) => index < size).length
    return {
      ok: true,
      proven: {
        size: head.size,
        events: tree.events.filter((entry) => 'row' in entry).length,
        places: tree.events.filter((entry) => 'leaf' in entry).length,
        cosigned: Object.fromEntries(
          cosignatures.map((one) => [
            one.party,
            { events: within(one), checked: keys.centres[one.party] !== undefined },
          ]),
        ),
      },
    }
  } catch (error) {
    return bad(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function cosignatureFault(
  { party, size, root, signature, proof }: EvidenceTree['cosignatures'][number],
  head: SignedTreeHead,
  centres: TreeKeys['centres'],
): string | null {
  if (!parties.includes(party)) return `no Party is called ${party}`
  const before = { size, root: bytes(root) }
  if (!provesConsistency(before, { size: head.size, root: bytes(head.root) }, proof.map(bytes))) {
    return `what ${party} cosigned does not begin the tree of the head`
  }
  const { checkpoint, gateway } = head
  const key = centres[party]
  return key === undefined || isCosignedBy({ checkpoint, gateway, party, size, root, signature }, key)
    ? null
    : `the cosignature is not one of the centre of ${party}`
}

function leafFault(
  entry: EvidenceLeaf,
  event: unknown,
  party: Party | null,
  head: SignedTreeHead,
): string | null {
  const { index, path } = entry
  const leaf = 'row' in entry ? leafOf(entry.row) : bytes(entry.leaf)
  if (!provesInclusion({ leaf, index, size: head.size, root: bytes(head.root) }, path.map(bytes))) {
    return `it does not stand at ${index} of the tree`
  }
  if (!('row' in entry)) return null
  const { row, opened } = entry
  const recorded = recordedEvent({ ...row, sealed: opened === null ? null : JSON.stringify(opened) })
  const partly = { partly: true }
  const fault = sealFault(row.type, JSON.parse(row.data) as Json, opened?.data ?? null, partly)
  if (fault !== null) return fault
  const act = recorded.actor.kind === 'officer' ? recorded.actor.act : undefined
  for (const [field, { salt, value }] of Object.entries(act?.opened ?? {})) {
    const exact = exactBytes(salt, 16)
    if (exact === null || commitField(exact, field, value) !== act?.statement.fields[field]) {
      return `field ${field} of the act is not what was signed`
    }
  }
  const [seen] = party === null ? [recorded] : asSeenBy([recorded], party)
  if (seen === undefined) return `${party} may not see it`
  const { shares: _, ...told } = seen
  return canonicalJson(told) === canonicalJson(event) ? null : 'it is not the event that was recorded'
}

/** Hashes are written in one way only: 64 lower-case hex digits. */
function bytes(hex: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new RangeError(`no hash: ${hex}`)
  return Buffer.from(hex, 'hex')
}
