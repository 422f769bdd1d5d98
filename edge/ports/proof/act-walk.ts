import { isApproved } from '../../domain/checkpoint/signing-keys.ts'
import type { CheckpointState } from '../../domain/checkpoint/state.ts'
import type { Party } from '../../domain/party.ts'
import type { GatewayIdentity } from '../feed/topics.ts'
import { isSignedBy, type PartyKeys } from '../party-signature.ts'
import { publicKeyOf } from './tree-head.ts'
import { type ActedFact, actFault, isAct } from './verify-act.ts'

export type KeyList = CheckpointState['signingKeys'][number]

/** Where the facts of one act stand: those of one commit, one behind the other. */
export interface ActPlace {
  readonly epoch: number
  readonly first: number
  readonly last: number
  readonly recordTime: string
}

/** What a walk over facts keeps; in memory for one walk, in a table for one that never ends. */
export interface WalkMemory {
  readonly lists: () => readonly KeyList[]
  readonly keepList: (list: KeyList) => void
  readonly place: (signature: string) => ActPlace | undefined
  readonly keepPlace: (signature: string, place: ActPlace) => void
}

export interface WalkedFact extends Omit<ActedFact, 'actor'> {
  readonly actor: ActedFact['actor'] | { readonly kind: 'technician' | 'device' | 'gateway' }
  readonly epoch: number
  readonly seq: number
  /** ISO 8601, UTC. */
  readonly recordTime: string
}

export type WalkVerdict = { readonly act: 'none' | 'signed' | 'unsigned' } | { readonly fault: string }

/**
 * Judges facts in their order: approvals by the authorities' signatures, acts by the approved keys, each
 * signature under the facts of one commit only. `authorities`: a Party without a key is believed as the
 * gateway tells it, which proves less.
 */
export function judgeFact(
  fact: WalkedFact,
  memory: WalkMemory,
  trust: { readonly authorities: PartyKeys; readonly gateway: GatewayIdentity | null },
): WalkVerdict {
  if (fact.type === 'SigningKeysApproved') {
    const list = fact.data as KeyList
    const content = {
      kind: 'signing-keys',
      signingKeys: { party: list.party, list: list.list, version: list.version, keys: list.keys },
    }
    const authority = trust.authorities[list.party]
    if (authority !== undefined && !isSignedBy('list', content, list.signature, authority)) {
      return { fault: `the authority of ${list.party} did not sign this list of keys` }
    }
    memory.keepList(list)
    return { act: 'none' }
  }
  const { actor } = fact
  if (actor.kind !== 'officer' || !isAct(actor, fact.type)) return { act: 'none' }
  const { act } = actor
  if (act === undefined) return { act: 'unsigned' }
  if (!isApproved(memory.lists(), actor.party, act.key, fact.recordTime)) {
    return { fault: `${actor.party} has not approved the key that signed the act` }
  }
  const fault = actFault({ ...fact, actor }, act, publicKeyOf(act.key), trust.gateway)
  if (fault !== null) return { fault }
  const { epoch, seq, recordTime } = fact
  const before = memory.place(act.signature)
  const once =
    before === undefined ||
    (before.epoch === epoch &&
      before.recordTime === recordTime &&
      before.first <= seq &&
      seq <= before.last + 1)
  if (!once) return { fault: 'the signature of an act of before stands under it' }
  const first = before?.first ?? seq
  memory.keepPlace(act.signature, { epoch, first, last: Math.max(seq, before?.last ?? seq), recordTime })
  return { act: 'signed' }
}

/** A later version of a list takes the place of the earlier one, and revokes what it leaves out. */
export function withList(lists: readonly KeyList[], list: KeyList): readonly KeyList[] {
  const same = (one: KeyList) => one.party === list.party && one.list === list.list
  if (lists.some((one) => same(one) && one.version > list.version)) return lists
  return [...lists.filter((one) => !same(one)), list]
}

/** Memory of one walk. */
export function walkMemory(): WalkMemory {
  let lists: readonly KeyList[] = []
  const places = new Map<string, ActPlace>()
  return {
    lists: () => lists,
    keepList: (list) => {
      lists = withList(lists, list)
    },
    place: (signature) => places.get(signature),
    keepPlace: (signature, place) => places.set(signature, place),
  }
}

/** Facts of each crossing that a Party may know of, to be compared with the version of a signed act. */
export function versionCounter(): {
  readonly count: (crossing: string, party: Party) => number
  readonly add: (crossing: string, party: Party) => void
} {
  const counts = new Map<string, number>()
  const key = (crossing: string, party: Party) => `${party} ${crossing}`
  return {
    count: (crossing, party) => counts.get(key(crossing, party)) ?? 0,
    add: (crossing, party) => counts.set(key(crossing, party), (counts.get(key(crossing, party)) ?? 0) + 1),
  }
}
