import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EvidenceRef } from '../domain/crossing/events.ts'
import { parties } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type { Disk } from '../ports/disk.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { HeadSource } from '../ports/heads.ts'
import { uuidV7 } from '../ports/ids.ts'
import type { Journal, NewEvent, RecordedEvent, StreamSource } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import { keepBallast } from './ballast.ts'
import { openEvidence, syncDirectory } from './evidence.ts'
import { readGatewayKeys } from './gateway-key.ts'
import { createGroupCommit } from './group-commit.ts'
import { openReader } from './reader.ts'
import { endRestored, readRestored } from './restored.ts'
import { type PreparedEvent, prepare } from './rows.ts'
import { asSeenBy } from './seen-by.ts'
import { startWriter } from './writer-thread.ts'

export interface JournalOptions {
  /** Holds `journal.db`, its lock and the evidence; made where it is missing. One process at a time. */
  readonly directory: string
  readonly log: Log
  readonly clock: Clock
  /** After a restore from a backup only: no seq of before may be used twice. A number: no lower epoch than it. */
  readonly newEpoch?: boolean | number
  /** A group is committed when it has this many events (64), a smaller one as soon as the writer is free. */
  readonly flushEvents?: number
  /** Events that may wait for the disk before `append` rejects with `journal.busy` (16 384). */
  readonly maxPending?: number
  /** Room kept for what is under way when the disk is full, in bytes (0: none). */
  readonly ballastBytes?: number
  /** Milliseconds between two looks at the disk (5 000). */
  readonly diskCheckMs?: number
  /** Whose name and key stand under the tree heads; absent: none is signed. */
  readonly signHeads?: HeadOptions
}

export interface HeadOptions extends GatewayIdentity {
  /** A head is signed after so many events (1 000) … */
  readonly everyEvents?: number
  /** … or milliseconds (60 000), where there is something new; and at `close`. */
  readonly everyMs?: number
}

export interface JournalProof {
  readonly disk: Disk

  /**
   * Resolves when the writer has answered a call that writes nothing, or has more to do than it can take; a
   * full disk is an answer too, which no restart heals. Rejects where the writer is gone.
   */
  proveAlive(): Promise<void>
}

const defaultHeadEvents = 1_000

/**
 * Opens the one durable record of the gateway.
 * Rejects with `journal.open` (unreadable, damaged or of a later version), `journal.locked` (another
 * process has it) or `journal.not-durable`.
 */
export async function openJournal(
  options: JournalOptions,
): Promise<Journal & StreamSource & HeadSource & JournalProof> {
  const { directory, clock, signHeads } = options
  const log = options.log.child({ part: 'journal' })
  const file = join(directory, 'journal.db')
  try {
    await mkdir(directory, { recursive: true })
  } catch (cause) {
    throw new AyaldamaError('journal.open', directory, undefined, { cause })
  }
  const restored = readRestored(directory)
  if (restored !== null && !options.newEpoch) {
    throw new AyaldamaError('journal.open', directory, 'It was restored from a backup: it needs a new epoch.')
  }
  const ballast = await keepBallast({
    directory,
    bytes: options.ballastBytes ?? 0,
    checkMs: options.diskCheckMs ?? 5_000,
    log,
  })
  const writer = await startWriter({
    file,
    lockFile: join(directory, 'journal.lock'),
    newEpoch: options.newEpoch ?? false,
    signAs: signHeads ? { checkpoint: signHeads.checkpoint, gateway: signHeads.gateway, directory } : null,
  }).catch(async (error: unknown) => {
    await ballast.close()
    throw error
  })
  if (restored !== null) await endRestored(directory)
  await syncDirectory(directory)
  const evidence = await openEvidence(join(directory, 'evidence'))
  const reader = openReader(file)
  const commits = createGroupCommit({
    place: file,
    flushEvents: options.flushEvents ?? 64,
    maxPending: options.maxPending ?? 16_384,
    write: async (calls) => {
      const results = await writer.write(calls)
      // A full disk fails a group whole; the ballast is the room to try once more.
      if (!results.some((result) => !result.ok && result.code === 'journal.full')) return results
      ballast.release()
      return writer.write(calls)
    },
  })
  const listeners = new Set<(events: readonly RecordedEvent[]) => void>()
  const { epoch } = writer
  log.info({ epoch }, 'journal open')

  const headListeners = new Set<() => void>()
  const key = readGatewayKeys(directory).at(-1) ?? ''
  // The first events of a run bring a head at once: it covers those of before a crash as well.
  let unsigned = signHeads?.everyEvents ?? defaultHeadEvents
  const signHead = async (): Promise<void> => {
    if (signHeads === undefined || unsigned === 0) return
    unsigned = 0
    try {
      const size = await commits.submit({ kind: 'head', at: clock.now().toISOString() })
      if (size === 0) return
      log.debug({ size }, 'tree head signed')
      for (const listener of headListeners) listener()
    } catch (error) {
      unsigned += 1
      log.warn({ error: String(error) }, 'the tree head is not signed yet')
    }
  }
  const headTimer = setInterval(() => void signHead(), signHeads?.everyMs ?? 60_000)
  headTimer.unref()

  function announce(events: readonly RecordedEvent[]): void {
    for (const listener of listeners) {
      try {
        listener(events)
      } catch (error) {
        log.error({ error: String(error) }, 'a listener of the journal failed')
      }
    }
  }

  async function append(events: readonly NewEvent[]): Promise<readonly RecordedEvent[]> {
    if (events.length === 0) return []
    const recordTime = clock.now().toISOString()
    let prepared: readonly PreparedEvent[]
    try {
      prepared = events.map((event) => prepare(event, recordTime))
    } catch (cause) {
      throw new AyaldamaError('journal.append', file, 'An event is no JSON.', { cause })
    }
    const recorded: RecordedEvent[] = []
    await commits.submit({ kind: 'append', events: prepared }, (first) => {
      for (const [index, event] of events.entries()) {
        recorded.push({ ...event, epoch, seq: first + index, recordTime })
      }
      announce(recorded)
      unsigned += events.length
      if (unsigned >= (signHeads?.everyEvents ?? defaultHeadEvents)) void signHead()
    })
    return recorded
  }

  async function proveAlive(): Promise<void> {
    try {
      await commits.submit({ kind: 'append', events: [] })
    } catch (error) {
      const answered = error instanceof AyaldamaError && /^journal\.(busy|full)$/.test(error.code)
      if (!answered) throw error
    }
  }

  async function putEvidence(...evidenceOf: Parameters<Journal['putEvidence']>): Promise<EvidenceRef> {
    try {
      return await evidence.put(...evidenceOf)
    } catch (error) {
      if (!(error instanceof AyaldamaError) || error.code !== 'journal.full') throw error
      ballast.release()
      return evidence.put(...evidenceOf)
    }
  }

  return {
    append,
    proveAlive,
    disk: ballast,
    read: async (after, limit) => reader.read(after, limit),
    readCrossing: async (crossing) => reader.readCrossing(crossing),
    openCrossings: async () =>
      reader.openCrossings().map((crossing) => ({ crossing, events: reader.readCrossing(crossing) })),
    recentCrossings: async (limit) => reader.recentCrossings(limit),
    ofTypes: async (types) => reader.ofTypes(types),
    crossingsOpened: async (from, before) => reader.crossingsOpened(from, before),
    readCrossingAs: async (crossing, party) => asSeenBy(reader.readCrossing(crossing), party),
    latest: async (lane, types) => reader.latest(lane, types),
    putEvidence,
    getEvidence: evidence.get,
    onRecorded: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    eraseFields: async (before) => {
      const at = clock.now().toISOString()
      const events = await commits.submit({ kind: 'erase', before, at, id: uuidV7(), lane: null })
      if (events > 0) {
        log.info({ events, before }, 'personal fields erased')
        // The centres are to hear of it now, not with the next event.
        announce(reader.newest(1))
      }
      return events
    },
    epoch: () => epoch,
    readStream: async (party, after, limit) => reader.readStream(party, after, limit),
    streamHead: async (party) => {
      const head = reader.streamHead(party)
      return head?.epoch === epoch ? head : { epoch, seq: 0 }
    },
    streamCount: async (party, after) => reader.streamCount(party, after),
    cursor: async (party) => reader.cursor(party) ?? { epoch: 1, seq: 0 },
    moveCursor: async (party, position) => {
      if (!parties.includes(party)) throw new AyaldamaError('journal.append', file, `No Party ${party}.`)
      await commits.submit({ kind: 'cursor', party, position, at: clock.now().toISOString() })
    },
    latestHead: async () => {
      const head = reader.latestHead()
      return head === undefined ? null : { head, key }
    },
    rootAt: async (size) => reader.rootAt(size),
    consistency: async (from, size) => reader.consistency(from, size),
    cosignature: async (party) => reader.cosignature(party) ?? null,
    keepCosignature: async (cosignature) => {
      await commits.submit({ kind: 'cosignature', cosignature })
      for (const listener of headListeners) listener()
    },
    onHead: (listener) => {
      headListeners.add(listener)
      return () => {
        headListeners.delete(listener)
      }
    },
    close: async () => {
      clearInterval(headTimer)
      const signed = signHead()
      await commits.close()
      await signed
      reader.close()
      await writer.close()
      await ballast.close()
      listeners.clear()
      headListeners.clear()
      log.info({ epoch }, 'journal closed')
    },
  }
}
