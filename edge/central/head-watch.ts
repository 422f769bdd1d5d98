import Database from 'better-sqlite3'
import type { Party } from '../domain/party.ts'
import type { CosignatureMessage, HeadMessage } from '../ports/feed/messages.ts'
import type { PartyKeys } from '../ports/party-signature.ts'
import { provesConsistency } from '../ports/proof/merkle.ts'
import { isCosignedBy, isSignedBy, publicKeyOf } from '../ports/proof/tree-head.ts'

export interface HeadWatchOptions {
  readonly party: Party
  readonly file: string
  /** Base64 of SPKI DER by `{checkpoint}/{gateway}`: whose heads are believed. */
  readonly gatewayKeys: Readonly<Record<string, string>>
  /** Believe the first key that an unregistered gateway shows, and no other after it. */
  readonly trustFirstKey: boolean
  /** Keys of the centres: a cosignature of the other Party counts by its signature only. */
  readonly centreKeys: PartyKeys
  readonly cosign: (message: Omit<CosignatureMessage, 'signature'>) => string
  readonly now: () => string
}

export type HeadJudgement =
  /** Continues the head of before; `cosignature` is to be published. */
  | { readonly verdict: 'accepted'; readonly cosignature: CosignatureMessage }
  /** Nothing new, or not proved from where this centre stands; then `cosignature` says where that is. */
  | { readonly verdict: 'known' | 'unproved'; readonly cosignature: CosignatureMessage | null }
  | { readonly verdict: 'refused'; readonly why: string }

export interface HeadWatch {
  judge(gateway: string, message: HeadMessage): HeadJudgement
  /** The largest tree that was cosigned; null for none. */
  /** The key that the gateway's word is checked with, base64 of SPKI DER; null where none is known. */
  keyOf(gateway: string): string | null
  newest(gateway: string): { readonly size: number; readonly root: string } | null
  close(): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS gateway_keys (gateway TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS heads (
    gateway TEXT NOT NULL,
    size INTEGER NOT NULL,
    root TEXT NOT NULL,
    message TEXT NOT NULL,
    cosignature TEXT NOT NULL,
    PRIMARY KEY (gateway, size)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS others (
    gateway TEXT NOT NULL, party TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (gateway, party)
  ) STRICT, WITHOUT ROWID;
`

type Handed = HeadMessage['cosignatures'][number]

interface HeadRow {
  readonly size: number
  readonly root: string
  readonly cosignature: string
}

/** Remembers the heads of each gateway and cosigns only what continues them: a gateway has one history. */
export function openHeadWatch(options: HeadWatchOptions): HeadWatch {
  const db = new Database(options.file)
  db.pragma('journal_mode = WAL')
  // What is cosigned must not be forgotten by a power cut: the next head is measured by it.
  db.pragma('synchronous = FULL')
  db.exec(schema)
  const keyOf = db.prepare<[string], string>('SELECT key FROM gateway_keys WHERE gateway = ?').pluck()
  const keepKey = db.prepare('INSERT INTO gateway_keys (gateway, key) VALUES (?, ?)')
  const newest = db.prepare<[string], HeadRow>(
    'SELECT size, root, cosignature FROM heads WHERE gateway = ? ORDER BY size DESC LIMIT 1',
  )
  const at = db.prepare<[string, number], HeadRow>(
    'SELECT size, root, cosignature FROM heads WHERE gateway = ? AND size = ?',
  )
  const messageAt = db.prepare<[string, number], { message: string }>(
    'SELECT message FROM heads WHERE gateway = ? AND size = ?',
  )
  const othersAt = db.prepare<[string, Party], { size: number }>(
    'SELECT size FROM others WHERE gateway = ? AND party = ?',
  )
  const keepOther = db.prepare(
    `INSERT INTO others (gateway, party, size) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET size = excluded.size`,
  )
  const keep = db.prepare(
    'INSERT INTO heads (gateway, size, root, message, cosignature) VALUES (?, ?, ?, ?, ?)',
  )

  function trusted(gateway: string, shown: string): string | null {
    const registered = options.gatewayKeys[gateway] ?? keyOf.get(gateway)
    if (registered !== undefined) return registered
    return options.trustFirstKey ? shown : null
  }

  /**
   * Both Parties must have seen one history. Who is at fault is told by what can be proved: a cosignature that
   * the other centre did not sign was made by the gateway; a signed one over another tree shows that either
   * the gateway told two histories or that centre cosigned one which it was not shown.
   */
  function othersFault(gateway: string, message: HeadMessage, other: Handed, isOld: boolean): string | null {
    const { head, checkpoint, gateway: name } = message
    const { party, size, root, signature } = other
    const key = options.centreKeys[party]
    const signed =
      key === undefined || isCosignedBy({ checkpoint, gateway: name, party, size, root, signature }, key)
    if (!signed) return `gateway ${gateway} hands over a cosignature that the centre of ${party} did not sign`
    const before = othersAt.get(gateway, party)
    if (before !== undefined && size < before.size && !isOld) {
      return `gateway ${gateway} or the centre of ${party} went back: ${party} had cosigned ${before.size} events, and now ${size}`
    }
    const mine = at.get(gateway, size)?.root ?? (size === head.size ? head.root : undefined)
    const twoHistories = `${party} cosigned another tree of ${size} events: gateway ${gateway} tells two histories, or the centre of ${party} cosigned one that it was not shown`
    if (mine !== undefined) {
      if (mine !== root) return twoHistories
    } else if (size > head.size) {
      return `gateway ${gateway} went back: ${party} has cosigned ${size} events of it, and it shows ${head.size}`
    } else if (other.proof !== undefined || key !== undefined) {
      const proof = (other.proof ?? []).map(fromHex)
      if (!provesConsistency(tree(other), tree(head), proof)) return twoHistories
    }
    if (key !== undefined && !isOld) keepOther.run(gateway, party, size)
    return null
  }

  /**
   * A broker may deliver a head again behind later ones, after an outage. Such a head was signed before the one
   * that is kept; one signed after it over fewer events is a gateway that went back.
   */
  function cameLate(gateway: string, { head }: HeadMessage, seen: HeadRow): boolean {
    const { message } = messageAt.get(gateway, seen.size) ?? {}
    if (message === undefined || head.size >= seen.size) return false
    const kept = (JSON.parse(message) as HeadMessage).head
    return head.epoch <= kept.epoch && head.at < kept.at
  }

  function accept(gateway: string, message: HeadMessage): HeadJudgement {
    const { size, root } = message.head
    const { checkpoint, gateway: name, party } = message
    const statement = { checkpoint, gateway: name, party, size, root, at: options.now() }
    const cosignature = { ...statement, signature: options.cosign(statement) }
    db.transaction(() => {
      if (keyOf.get(gateway) === undefined) keepKey.run(gateway, message.key)
      keep.run(gateway, size, root, JSON.stringify(message), JSON.stringify(cosignature))
    })()
    return { verdict: 'accepted', cosignature }
  }

  return {
    judge: (gateway, message) => {
      const { head, checkpoint, gateway: name } = message
      const key = trusted(gateway, message.key)
      if (key === null) return { verdict: 'refused', why: 'no key of this gateway is registered' }
      if (!isSignedBy({ ...head, checkpoint, gateway: name }, publicKeyOf(key))) {
        return { verdict: 'refused', why: 'it is not signed with the registered key of the gateway' }
      }
      const seen = newest.get(gateway)
      const isOld = seen !== undefined && head.size <= seen.size
      for (const other of message.cosignatures) {
        const why = othersFault(gateway, message, other, isOld)
        if (why !== null) return { verdict: 'refused', why }
      }
      if (seen === undefined) return accept(gateway, message)
      const said = JSON.parse(seen.cosignature) as CosignatureMessage
      if (head.size <= seen.size) {
        const same = at.get(gateway, head.size)
        if (same?.root === head.root) {
          return { verdict: 'known', cosignature: message.from === seen.size ? null : said }
        }
        // It cannot be proved from here, and is not cosigned: the next head must continue the one that was.
        if (same === undefined && cameLate(gateway, message, seen)) {
          return { verdict: 'unproved', cosignature: said }
        }
        const why = `the tree of ${head.size} events is not the one of ${seen.size} that was cosigned`
        return { verdict: 'refused', why }
      }
      if (message.from !== seen.size) return { verdict: 'unproved', cosignature: said }
      const proved = provesConsistency(tree(seen), tree(head), message.proof.map(fromHex))
      if (!proved) {
        const why = `the tree of ${head.size} events does not continue the one of ${seen.size} that was cosigned`
        return { verdict: 'refused', why }
      }
      return accept(gateway, message)
    },
    keyOf: (gateway) => options.gatewayKeys[gateway] ?? keyOf.get(gateway) ?? null,
    newest: (gateway) => newest.get(gateway) ?? null,
    close: () => {
      db.close()
    },
  }
}

function tree({ size, root }: { readonly size: number; readonly root: string }) {
  return { size, root: fromHex(root) }
}

function fromHex(text: string): Uint8Array {
  return Buffer.from(text, 'hex')
}
