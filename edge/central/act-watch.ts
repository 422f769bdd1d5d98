import Database from 'better-sqlite3'
import type { AnyEvent } from '../domain/crossing/events.ts'
import type { Party } from '../domain/party.ts'
import { signedActOf } from '../ports/feed/signed-act.ts'
import type { StreamPosition } from '../ports/journal.ts'
import type { PartyKeys } from '../ports/party-signature.ts'
import { type ActPlace, judgeFact, type KeyList, type WalkMemory } from '../ports/proof/act-walk.ts'
import type { CentreEvent } from './store.ts'

export interface ActWatchOptions {
  readonly party: Party
  readonly file: string
  /** Keys of the authorities that approve the keys of lane PCs. */
  readonly authorities: PartyKeys
  /** An act without a signature is an alarm. */
  readonly required: boolean
  /** Events of a gateway's stream after a position, in order. */
  readonly events: (gateway: string, after: StreamPosition, limit: number) => readonly CentreEvent[]
}

export interface ActSummary {
  /** Facts of officers, by whether an approved key signed the act. */
  readonly signed: number
  readonly unsigned: number
  /** What was not as it was signed, oldest first. */
  readonly alarms: readonly string[]
  /** Keys of this Party that lane PCs ask for and no list has yet. */
  readonly requests: readonly KeyRequest[]
}

export interface KeyRequest {
  readonly key: string
  readonly holder: string
}

export interface ActWatch {
  /** Judges what is stored without a gap and was not judged yet; answers new alarms. */
  judge(gateway: string, watermark: StreamPosition): readonly string[]
  summary(gateway: string): ActSummary
  close(): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS judged (
    gateway TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
    signed INTEGER NOT NULL, unsigned INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS places (
    gateway TEXT NOT NULL, signature TEXT NOT NULL, place TEXT NOT NULL,
    PRIMARY KEY (gateway, signature)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lists (
    gateway TEXT NOT NULL, party TEXT NOT NULL, list TEXT NOT NULL, version INTEGER NOT NULL, keys TEXT NOT NULL,
    PRIMARY KEY (gateway, party, list)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS requests (
    gateway TEXT NOT NULL, key TEXT NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (gateway, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS alarms (
    gateway TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, alarm TEXT NOT NULL,
    PRIMARY KEY (gateway, epoch, seq)
  ) STRICT, WITHOUT ROWID;
`
const page = 500

/**
 * Follows the streams behind the watermark and judges every officer's act by its signature: what the gateway
 * says in an officer's name counts for nothing without a key that the officer's Party has approved.
 */
export function openActWatch(options: ActWatchOptions): ActWatch {
  const db = new Database(options.file)
  db.pragma('journal_mode = WAL')
  db.exec(schema)
  const judged = db.prepare<[string], StreamPosition & { signed: number; unsigned: number }>(
    'SELECT epoch, seq, signed, unsigned FROM judged WHERE gateway = ?',
  )
  const setJudged = db.prepare(
    `INSERT INTO judged (gateway, epoch, seq, signed, unsigned) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,
       signed = excluded.signed, unsigned = excluded.unsigned`,
  )
  const lists = db.prepare<[string], { party: Party; list: string; version: number; keys: string }>(
    'SELECT party, list, version, keys FROM lists WHERE gateway = ?',
  )
  const keepList = db.prepare(
    `INSERT INTO lists (gateway, party, list, version, keys) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET version = excluded.version, keys = excluded.keys
     WHERE excluded.version > version`,
  )
  const place = db
    .prepare<[string, string], string>('SELECT place FROM places WHERE gateway = ? AND signature = ?')
    .pluck()
  const keepPlace = db.prepare(
    `INSERT INTO places (gateway, signature, place) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET place = excluded.place`,
  )
  const keepRequest = db.prepare('INSERT OR IGNORE INTO requests (gateway, key, holder) VALUES (?, ?, ?)')
  const requests = db.prepare<[string], KeyRequest>('SELECT key, holder FROM requests WHERE gateway = ?')
  const raise = db.prepare('INSERT OR IGNORE INTO alarms (gateway, epoch, seq, alarm) VALUES (?, ?, ?, ?)')
  const alarms = db
    .prepare<[string], string>('SELECT alarm FROM alarms WHERE gateway = ? ORDER BY epoch, seq')
    .pluck()

  const memoryOf = (gateway: string): WalkMemory => ({
    lists: () =>
      lists
        .all(gateway)
        .map(
          (row) => ({ ...row, keys: JSON.parse(row.keys), signature: '', source: 'feed' }) satisfies KeyList,
        ),
    keepList: ({ party, list, version, keys }) => {
      keepList.run(gateway, party, list, version, JSON.stringify(keys))
    },
    place: (signature) => {
      const kept = place.get(gateway, signature)
      return kept === undefined ? undefined : (JSON.parse(kept) as ActPlace)
    },
    keepPlace: (signature, where) => {
      keepPlace.run(gateway, signature, JSON.stringify(where))
    },
  })

  const judgePage = db.transaction((gateway: string, watermark: StreamPosition) => {
    const before = judged.get(gateway) ?? { epoch: 1, seq: 0, signed: 0, unsigned: 0 }
    const events = options
      .events(gateway, before, page)
      .filter(
        ({ epoch, seq }) => epoch < watermark.epoch || (epoch === watermark.epoch && seq <= watermark.seq),
      )
    const raised: string[] = []
    const counts = { signed: before.signed, unsigned: before.unsigned }
    for (const event of events) {
      const { event: fact } = event
      if (fact.type === 'SigningKeyRequested' && fact.data.party === options.party) {
        keepRequest.run(gateway, fact.data.key, fact.data.holder)
      }
      const verdict = judgeEvent(event, memoryOf(gateway))
      const wrong =
        'fault' in verdict
          ? verdict.fault
          : verdict.act === 'unsigned' && options.required
            ? 'the act is not signed'
            : null
      if (!('fault' in verdict) && verdict.act !== 'none') counts[verdict.act] += 1
      if (wrong === null) continue
      const alarm = `${gateway} ${event.epoch}/${event.seq} (${event.id}): ${wrong}`
      raise.run(gateway, event.epoch, event.seq, alarm)
      raised.push(alarm)
    }
    const last = events.at(-1)
    if (last) setJudged.run(gateway, last.epoch, last.seq, counts.signed, counts.unsigned)
    return { raised, more: events.length === page }
  })

  function judgeEvent(event: CentreEvent, memory: WalkMemory) {
    try {
      return judgeFact(factOf(event), memory, {
        authorities: options.authorities,
        gateway: identityOf(event.gateway),
      })
    } catch {
      return { fault: 'the signed act cannot be read' }
    }
  }

  return {
    judge: (gateway, watermark) => {
      const raised: string[] = []
      for (let more = true; more; ) {
        const judgedNow = judgePage(gateway, watermark)
        raised.push(...judgedNow.raised)
        more = judgedNow.more
      }
      return raised
    },
    summary: (gateway) => {
      const { signed = 0, unsigned = 0 } = judged.get(gateway) ?? {}
      const listed = lists.all(gateway).map(({ keys }) => keys)
      const open = requests.all(gateway).filter(({ key }) => !listed.some((keys) => keys.includes(key)))
      return { signed, unsigned, alarms: alarms.all(gateway), requests: open }
    },
    close: () => {
      db.close()
    },
  }
}

function factOf(event: CentreEvent): Parameters<typeof judgeFact>[0] {
  const { cloudEvent, epoch, seq, crossing, lane, recordTime, withheld } = event
  const { actorkind, actorid = '', actorparty, actorbody, reason } = cloudEvent
  const act = signedActOf(cloudEvent)
  const officer =
    actorkind === 'officer' && actorparty !== undefined && actorbody !== undefined
      ? ({
          kind: 'officer',
          officer: actorid,
          party: actorparty,
          body: actorbody,
          ...(act && { act }),
        } as const)
      : null
  const { type, data } = event.event as AnyEvent
  return {
    actor: officer ?? { kind: actorkind === 'officer' ? 'gateway' : actorkind },
    ...{ type, data, reason, crossing, lane, withheld, epoch, seq, recordTime },
    erased: cloudEvent.erased ?? false,
  }
}

function identityOf(name: string): { readonly checkpoint: string; readonly gateway: string } {
  const [checkpoint = '', gateway = ''] = name.split('/')
  return { checkpoint, gateway }
}
