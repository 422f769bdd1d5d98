import Database from 'better-sqlite3'
import { parties } from '../domain/party.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { appendLeaf, type Frontier, readFrontier, type TreeNode } from '../ports/proof/stored-tree.ts'
import { assertDurable, assertIntact, setDurable } from './durability.ts'
import { cosignedByBoth, eraseFields, erasureNotices } from './erasure.ts'
import { type HeadSigner, headTable } from './heads.ts'
import { leafOfColumns } from './leaf.ts'
import type { CallResult, Failure, WriteCall } from './protocol.ts'
import { type PreparedEvent, prepare } from './rows.ts'
import { migrate } from './schema.ts'
import { nodeReader, treeSize, treeWriter } from './tree-table.ts'

/** Next numbers of the journal and of each Party's stream, and the tree that the next leaf goes to. */
interface Numbers {
  readonly event: number
  readonly streams: Readonly<Record<string, number>>
  readonly tree: Frontier
}

export interface Store {
  readonly epoch: number
  /** One transaction. Throws where the whole group failed (disk full); then nothing is written. */
  write(calls: readonly WriteCall[]): readonly CallResult[]
  close(): void
}

/** The only connection that writes. Opens, checks, migrates and numbers. */
export function openStore(file: string, newEpoch: boolean | number, signer: HeadSigner | null = null): Store {
  const db = new Database(file)
  try {
    setDurable(db)
    assertDurable(db, file)
    assertIntact(db, file)
    db.pragma('foreign_keys = ON')
    // Without it INSERT OR REPLACE would delete a row behind the triggers' back.
    db.pragma('recursive_triggers = ON')
    // What is erased must not be found in a free page of the file.
    db.pragma('secure_delete = ON')
    migrate(db, file)
    return storeOn(db, beginEpoch(db, newEpoch), signer)
  } catch (error) {
    db.close()
    throw error
  }
}

function beginEpoch(db: Database.Database, newEpoch: boolean | number): number {
  const row = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'epoch'").get()
  const before = row === undefined ? 0 : Number(row.value)
  if (before > 0 && !newEpoch) return before
  const epoch = Math.max(before + 1, Number(newEpoch))
  db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run('epoch', String(epoch))
  return epoch
}

function storeOn(db: Database.Database, epoch: number, signer: HeadSigner | null): Store {
  const insertEvent = db.prepare(
    `INSERT INTO events (epoch, seq, id, type, crossing, lane, event_time, record_time, actor, corrects, reason, data, shares)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertStream = db.prepare(
    'INSERT INTO streams (party, epoch, seq, event_epoch, event_seq, withheld) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertSealed = db.prepare('INSERT INTO sealed (epoch, seq, fields) VALUES (?, ?, ?)')
  const openCrossing = db.prepare(
    `INSERT INTO crossings (crossing, lane, opened_epoch, opened_seq, opened_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const setPlate = db.prepare(
    'UPDATE crossings SET plate = CASE WHEN ? THEN ? ELSE coalesce(plate, ?) END WHERE crossing = ?',
  )
  const closeCrossing = db.prepare('UPDATE crossings SET closed_at = ?, outcome = ? WHERE crossing = ?')
  const setCursor = db.prepare(
    `INSERT INTO cursors (party, epoch, seq, at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, at = excluded.at`,
  )
  const insertCosignature = db.prepare(
    `INSERT INTO cosignatures (party, size, root, at, signature) VALUES (@party, @size, @root, @at, @signature)
     ON CONFLICT DO NOTHING`,
  )
  const savepoint = db.prepare('SAVEPOINT one_call')
  const release = db.prepare('RELEASE one_call')
  const rollback = db.prepare('ROLLBACK TO one_call')

  const keepNodes = treeWriter(db)
  const signHead = signer && headTable(db, signer, epoch)
  let numbers: Numbers = { ...readNumbers(db, epoch), tree: readFrontier(treeSize(db), nodeReader(db)) }
  /** Nodes that the calls of this transaction completed. */
  let fresh: TreeNode[] = []

  function project(event: PreparedEvent, seq: number): void {
    const { change, crossing } = event
    if (change === null || crossing === null) return
    switch (change.change) {
      case 'opened':
        openCrossing.run(crossing, change.lane, epoch, seq, change.at)
        return
      case 'plate':
        setPlate.run(change.accepted ? 1 : 0, change.text, change.text, crossing)
        return
      case 'closed':
        closeCrossing.run(change.at, change.outcome, crossing)
        return
    }
  }

  function append(call: Extract<WriteCall, { kind: 'append' }>): number {
    const first = numbers.event
    let next = first
    const streams: Record<string, number> = { ...numbers.streams }
    let frontier = numbers.tree
    for (const event of call.events) {
      const seq = next++
      insertEvent.run(epoch, seq, ...(JSON.parse(event.columns) as readonly (string | null)[]))
      if (event.sealed !== null) insertSealed.run(epoch, seq, event.sealed)
      const grown = appendLeaf(frontier, leafOfColumns(epoch, seq, event.columns))
      frontier = grown.frontier
      fresh.push(...grown.nodes)
      for (const { party, withheld } of event.streams) {
        const streamSeq = streams[party] ?? 1
        insertStream.run(party, epoch, streamSeq, epoch, seq, withheld)
        streams[party] = streamSeq + 1
      }
      project(event, seq)
    }
    numbers = { event: next, streams, tree: frontier }
    return first
  }

  /** The event goes with what it tells, or neither does. */
  function erase({ before, at, id, lane }: Extract<WriteCall, { kind: 'erase' }>): number {
    const size = cosignedByBoth(db)
    const events = eraseFields(db, { before, size })
    if (events === 0) return 0
    const shares = { KAZ: { withheld: ['notices.KGZ'] }, KGZ: { withheld: ['notices.KAZ'] } }
    const notices = signer && erasureNotices(db, { before, size }, signer)
    const event = {
      type: 'FieldsErased',
      data: { before, size, events, ...(notices && { notices }) },
    } as const
    const actor = { kind: 'gateway' } as const
    append({
      kind: 'append',
      events: [prepare({ id, event, crossing: null, lane, eventTime: at, actor, shares }, at)],
    })
    return events
  }

  function perform(call: WriteCall): number {
    switch (call.kind) {
      case 'append':
        return append(call)
      case 'head':
        return signHead?.(numbers.tree, call.at) ?? 0
      case 'cursor':
        setCursor.run(call.party, call.position.epoch, call.position.seq, call.at)
        return 0
      case 'cosignature':
        insertCosignature.run(call.cosignature)
        return 0
      case 'erase':
        return erase(call)
    }
  }

  /** A call that fails is undone alone. A savepoint copies every page that its call touches, so only after a failure. */
  function performAlone(call: WriteCall): CallResult {
    const before = numbers
    const nodesBefore = fresh.length
    savepoint.run()
    try {
      const seq = perform(call)
      release.run()
      return { ok: true, seq }
    } catch (error) {
      // A full disk ends the whole transaction; only a fault of the call itself can be undone alone.
      if (!db.inTransaction || isFull(error)) throw error
      rollback.run()
      release.run()
      numbers = before
      fresh.length = nodesBefore
      return { ok: false, ...failureOf(error) }
    }
  }

  /** All calls in one transaction, with the nodes that they complete; nothing of it stays where it throws. */
  function group(one: (call: WriteCall) => CallResult): (calls: readonly WriteCall[]) => CallResult[] {
    const transaction = db.transaction((calls: readonly WriteCall[]) => {
      fresh = []
      const results = calls.map(one)
      keepNodes(fresh)
      return results
    })
    return (calls) => {
      const before = numbers
      try {
        return transaction.immediate(calls)
      } catch (error) {
        numbers = before
        throw error
      }
    }
  }
  const together = group((call) => ({ ok: true, seq: perform(call) }))
  const oneByOne = group(performAlone)
  const written = (calls: readonly WriteCall[]): readonly CallResult[] => {
    try {
      return together(calls)
    } catch (error) {
      if (isFull(error)) throw error
    }
    return oneByOne(calls)
  }

  return {
    epoch,
    write: (calls) => {
      const results = written(calls)
      // What is erased must not be found in the write-ahead log either, as far as no reader is in it just now.
      if (calls.some(({ kind }) => kind === 'erase')) db.pragma('wal_checkpoint(TRUNCATE)')
      return results
    },
    close: () => {
      db.close()
    },
  }
}

function readNumbers(db: Database.Database, epoch: number): Omit<Numbers, 'tree'> {
  const last = (sql: string, ...values: unknown[]): number =>
    db
      .prepare<unknown[], number | null>(sql)
      .pluck()
      .get(...values) ?? 0
  return {
    event: last('SELECT max(seq) FROM events WHERE epoch = ?', epoch) + 1,
    streams: Object.fromEntries(
      parties.map((party) => [
        party,
        last('SELECT max(seq) FROM streams WHERE party = ? AND epoch = ?', party, epoch) + 1,
      ]),
    ),
  }
}

function isFull(error: unknown): boolean {
  // The index of the log grows too, and says so in its own way.
  const codes = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']
  return error instanceof Database.SqliteError && codes.includes(error.code)
}

/** Why a call or a group was not written, in the codes of the journal. */
export function failureOf(error: unknown): Failure {
  if (isFull(error)) return { code: 'journal.full', detail: '' }
  if (error instanceof AyaldamaError) return { code: error.code, detail: error.message }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'journal.append', detail: message }
}
