import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { forge } from './forge.ts'
import { rebuild } from './rebuild.ts'
import type { WholeJournal } from './whole-journal.ts'

export interface Tampering {
  readonly db: Database
  /** Folder of the copy. */
  readonly directory: string
  readonly whole: WholeJournal
  /** A whole number from 0 up to and without `below`. */
  readonly pick: (below: number) => number
}

/** Answers what was done; null where this one changes nothing that is promised (see docs/guarantees.md). */
export type Tamper = (tampering: Tampering) => string | null

/** Columns in which no bit is free. */
const columns: readonly (readonly [table: string, columns: readonly string[]])[] = [
  [
    'events',
    [
      'id',
      'type',
      'crossing',
      'lane',
      'event_time',
      'record_time',
      'actor',
      'data',
      'shares',
      'reason',
      'corrects',
    ],
  ],
  ['events', ['epoch', 'seq']],
  ['streams', ['epoch', 'seq', 'event_epoch', 'event_seq', 'withheld']],
  ['tree', ['hash', 'position', 'level']],
  ['heads', ['size', 'root', 'signature', 'at', 'epoch', 'checkpoint', 'gateway']],
  ['cosignatures', ['size', 'root', 'signature', 'party']],
  ['sealed', ['fields', 'epoch', 'seq']],
]

function among<Item>(items: readonly Item[], pick: Tampering['pick']): Item {
  const item = items[pick(items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

function rowOf(db: Database, table: string, pick: Tampering['pick']): Record<string, unknown> {
  return among(db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all(), pick)
}

/** The same row again: by what it was, for a key may be what changes. */
function replace(
  db: Database,
  table: string,
  old: Record<string, unknown>,
  now: Record<string, unknown>,
): void {
  const names = Object.keys(old)
  const where = names.map((name) => `${name} IS @old_${name}`).join(' AND ')
  const set = names.map((name) => `${name} = @${name}`).join(', ')
  const before = Object.fromEntries(names.map((name) => [`old_${name}`, old[name]]))
  db.prepare(`UPDATE ${table} SET ${set} WHERE ${where}`).run({ ...now, ...before })
}

const bit: Tamper = ({ db, pick, directory, whole }) => {
  const choice = pick(columns.length + 1)
  const [table, names] = columns[choice] ?? []
  if (table === undefined || names === undefined) {
    const sha256 = among(whole.pictures, pick)
    const place = join(directory, 'evidence', sha256.slice(0, 2), sha256.slice(2))
    const bytes = readFileSync(place)
    const at = pick(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(8))
    writeFileSync(place, bytes)
    return `bit of evidence ${sha256}`
  }
  const column = among(names, pick)
  const old = rowOf(db, table, pick)
  const value = old[column]
  let changed: unknown
  if (typeof value === 'number') changed = value ^ (1 << pick(6))
  else if (value === null) changed = 'x'
  else {
    const bytes = Buffer.from(value as string)
    const at = pick(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(typeof value === 'string' ? 7 : 8))
    // What reads back as the same text is the same text.
    changed = typeof value === 'string' ? bytes.toString() : bytes
    if (changed === value) return null
  }
  try {
    replace(db, table, old, { ...old, [column]: changed })
  } catch {
    // Two rows with one key: the file itself does not take it.
    return null
  }
  return `bit of ${table}.${column}`
}

const cut: Tamper = ({ db, pick, directory, whole }) => {
  const all = db.prepare<[], { epoch: number; seq: number }>('SELECT epoch, seq FROM events').all()
  switch (pick(4)) {
    case 0: {
      const { epoch, seq } = among(all, pick)
      db.prepare('DELETE FROM events WHERE epoch = ? AND seq = ?').run(epoch, seq)
      return `event ${epoch}/${seq} cut out`
    }
    case 1: {
      // The end goes with all that would show it, heads and cosignatures too: the centre has what shows it.
      const keep = pick(whole.cosigned)
      db.prepare('DELETE FROM events WHERE seq > ?').run(keep)
      db.prepare('DELETE FROM sealed WHERE seq > ?').run(keep)
      db.prepare('DELETE FROM cosignatures WHERE size > ?').run(keep)
      rebuild(db, directory)
      return `cut to ${keep} events`
    }
    case 2: {
      const old = rowOf(db, 'sealed', pick)
      db.prepare('DELETE FROM sealed WHERE epoch = ? AND seq = ?').run(old.epoch, old.seq)
      return `openings of ${String(old.seq)} cut out`
    }
    default: {
      const at = whole.cosigned - 1 - pick(whole.cosigned - 1)
      db.prepare('DELETE FROM events WHERE seq = ?').run(at)
      db.prepare('DELETE FROM sealed WHERE seq = ?').run(at)
      db.prepare('UPDATE events SET seq = -seq WHERE seq > ?').run(at)
      db.exec('UPDATE events SET seq = -seq - 1 WHERE seq < 0')
      db.prepare('UPDATE sealed SET seq = -seq WHERE seq > ?').run(at)
      db.exec('UPDATE sealed SET seq = -seq - 1 WHERE seq < 0')
      rebuild(db, directory)
      return `event ${at} cut out, the rest moved up and signed anew`
    }
  }
}

const swap: Tamper = ({ db, pick, directory, whole }) => {
  const [table, keys, signedAnew] = among(
    [
      ['events', ['epoch', 'seq'], false],
      ['events', ['epoch', 'seq'], true],
      ['sealed', ['epoch', 'seq'], false],
      ['tree', ['level', 'position'], false],
      ['heads', ['size'], false],
      ['cosignatures', ['party', 'size'], false],
    ] as const,
    pick,
  )
  const a = rowOf(db, table, pick)
  const b = rowOf(db, table, pick)
  const limit = signedAnew ? whole.cosigned : Number.POSITIVE_INFINITY
  const keyed = (row: Record<string, unknown>) => keys.map((key) => row[key])
  const rest = (row: Record<string, unknown>) =>
    JSON.stringify(Object.entries(row).filter(([key]) => !(keys as readonly string[]).includes(key)))
  if (rest(a) === rest(b) || Math.min(Number(a.seq ?? 0), Number(b.seq ?? 0)) > limit) return null
  const taking = (row: Record<string, unknown>, from: Record<string, unknown>) => ({
    ...row,
    ...Object.fromEntries(keys.map((key) => [key, from[key]])),
  })
  // Through a key that nobody has, since two rows cannot have one.
  const away = { ...a, ...(table === 'events' ? { id: 'away' } : {}), [keys.at(-1) ?? '']: 1_000_000 }
  replace(db, table, a, away)
  replace(db, table, b, taking(b, a))
  replace(db, table, away, taking(a, b))
  if (signedAnew) rebuild(db, directory)
  return `${table} ${keyed(a).join('/')} and ${keyed(b).join('/')} swapped${signedAnew ? ', signed anew' : ''}`
}

/** The gateway itself writes another history and signs it: what a centre cosigned, or an officer signed, stops it. */
const fork: Tamper = ({ db, pick, directory, whole }) => {
  const act = pick(2) === 0
  const position = act ? among(whole.acts, pick) : pick(whole.cosigned)
  const seq = position + 1
  const event = db
    .prepare<[number], { data: string; actor: string }>('SELECT data, actor FROM events WHERE seq = ?')
    .get(seq)
  if (event === undefined) throw new Error(`no event ${seq}`)
  const data = JSON.parse(event.data) as Record<string, unknown>
  const actor = JSON.parse(event.actor) as Record<string, unknown>
  if (!act) {
    db.prepare('UPDATE events SET data = ? WHERE seq = ?').run(JSON.stringify({ ...data, forged: seq }), seq)
  } else {
    const other =
      among(
        whole.acts.filter((one) => one !== position),
        pick,
      ) + 1
    const { act: _, ...unsigned } = actor
    const from = (column: string) =>
      db.prepare<[number], string>(`SELECT ${column} FROM events WHERE seq = ?`).pluck().get(other)
    switch (pick(4)) {
      case 0:
        db.prepare('UPDATE events SET data = ? WHERE seq = ?').run(
          JSON.stringify({ ...data, control: { party: 'KAZ', kind: 'border' } }),
          seq,
        )
        break
      case 1:
        db.prepare('UPDATE events SET actor = ? WHERE seq = ?').run(
          JSON.stringify({ ...actor, officer: 'KAZ-900' }),
          seq,
        )
        break
      case 2:
        db.prepare('UPDATE events SET actor = ? WHERE seq = ?').run(JSON.stringify(unsigned), seq)
        db.prepare('DELETE FROM sealed WHERE seq = ?').run(seq)
        break
      default:
        // An act that an officer gave elsewhere, put here with all that belongs to it.
        for (const column of ['actor', 'data', 'type']) {
          db.prepare(`UPDATE events SET ${column} = ? WHERE seq = ?`).run(from(column), seq)
        }
        db.prepare('UPDATE sealed SET fields = (SELECT fields FROM sealed WHERE seq = ?) WHERE seq = ?').run(
          other,
          seq,
        )
    }
  }
  // Both centres' cosignatures over what is no more are taken away as well, where that is of use.
  if (pick(2) === 0) db.prepare('DELETE FROM cosignatures WHERE size > ?').run(position)
  rebuild(db, directory)
  return `${act ? 'act' : 'event'} at ${position} forged, all signed anew`
}

/** A true state of before, with or without another future. */
const rollBack: Tamper = ({ db, pick, directory, whole }) => {
  const heads = db
    .prepare<[number], number>('SELECT size FROM heads WHERE size < ? ORDER BY size')
    .pluck()
    .all(whole.cosigned)
  const size = among(heads, pick)
  const grown = pick(2) === 0
  db.prepare('DELETE FROM cosignatures WHERE size > ?').run(size)
  if (grown) {
    // What came after is told in another way, to the same length.
    db.prepare("UPDATE events SET data = json_set(data, '$.forged', 1) WHERE seq > ?").run(size)
  } else {
    db.prepare('DELETE FROM events WHERE seq > ?').run(size)
    db.prepare('DELETE FROM sealed WHERE seq > ?').run(size)
  }
  rebuild(db, directory)
  return `rolled back to ${size} events${grown ? ', and on in another way' : ''}`
}

export const tampers: Readonly<Record<string, Tamper>> = { bit, cut, swap, fork, rollBack, forge }
