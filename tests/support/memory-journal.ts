import { createHash } from 'node:crypto'
import type { Journal, RecordedEvent } from '../../edge/ports/journal.ts'

export interface MemoryJournal extends Journal {
  readonly events: RecordedEvent[]
  /** While set, every append rejects with it: the disk is full. */
  failure: Error | null
}

/** The journal's contract without a disk, for tests of what stands above it. */
export function createMemoryJournal(): MemoryJournal {
  const events: RecordedEvent[] = []
  const evidence = new Map<string, { bytes: Uint8Array; mediaType: string }>()
  const listeners = new Set<(events: readonly RecordedEvent[]) => void>()
  return {
    events,
    failure: null,
    async append(fresh) {
      await Promise.resolve()
      if (this.failure) throw this.failure
      const recorded = fresh.map((event, index) => ({
        ...event,
        epoch: 1,
        seq: events.length + 1 + index,
        recordTime: event.eventTime,
      }))
      events.push(...recorded)
      for (const listener of listeners) listener(recorded)
      return recorded
    },
    read: async ({ seq }, limit) => events.slice(seq, seq + limit),
    readCrossing: async (crossing) => events.filter((event) => event.crossing === crossing),
    openCrossings: async () => [],
    recentCrossings: async () => [],
    crossingsOpened: async () => [],
    readCrossingAs: async (crossing, party) =>
      events.filter((event) => event.crossing === crossing && event.shares[party] !== null),
    latest: async (lane, types) =>
      events.findLast((event) => event.lane === lane && types.includes(event.event.type)) ?? null,
    ofTypes: async (types) => events.filter(({ lane, event }) => lane !== null && types.includes(event.type)),
    async putEvidence(bytes, mediaType) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      evidence.set(sha256, { bytes, mediaType })
      return { sha256, mediaType, bytes: bytes.length }
    },
    getEvidence: async (sha256) => evidence.get(sha256) ?? null,
    onRecorded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    eraseFields: async () => 0,
    epoch: () => 1,
    close: async () => {},
  }
}
