import { AyaldamaError } from '../ports/errors.ts'
import type { CallResult, WriteCall } from './protocol.ts'

export interface GroupCommitOptions {
  readonly place: string
  /** A group is written when it has this many events; a smaller one at the end of the turn of the loop. */
  readonly flushEvents: number
  /** Events that may wait before `journal.busy`. */
  readonly maxPending: number
  readonly write: (calls: readonly WriteCall[]) => Promise<readonly CallResult[]>
}

export interface GroupCommit {
  /** Resolves with the answer of the writer after the commit; rejects with `journal.*`. */
  submit(call: WriteCall, onCommitted?: (seq: number) => void): Promise<number>
  /** Writes what waits and refuses what comes later. */
  close(): Promise<void>
}

interface Waiting {
  readonly call: WriteCall
  readonly size: number
  readonly onCommitted: ((seq: number) => void) | undefined
  readonly resolve: (seq: number) => void
  readonly reject: (error: Error) => void
}

/** Most events in one transaction, so that no call waits for an endless one. */
const maxGroupEvents = 1_024

/**
 * Gathers calls into transactions: a commit costs one wait for the disk, whatever it holds. A lonely call is
 * written at once; while one group is being written the next one gathers, so groups grow with the load by
 * themselves. The next group is handed over before the answers of the last are given out: the writer works while
 * its callers do.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  let queue: Waiting[] = []
  let pending = 0
  /** Of the pending ones those that are not handed over. */
  let waitingEvents = 0
  let turn: NodeJS.Immediate | undefined
  let writing: Promise<void> | undefined
  let closed = false

  const flush = (): void => {
    clearImmediate(turn)
    turn = undefined
    if (writing === undefined && queue.length > 0) writing = writeGroup(takeGroup())
  }

  const takeGroup = (): readonly Waiting[] => {
    let size = 0
    let end = 0
    for (const waiting of queue) {
      if (end > 0 && size + waiting.size > maxGroupEvents) break
      size += waiting.size
      end += 1
    }
    const group = queue.slice(0, end)
    queue = queue.slice(end)
    waitingEvents -= size
    return group
  }

  const writeGroup = async (group: readonly Waiting[]): Promise<void> => {
    let results: readonly CallResult[] | AyaldamaError
    try {
      results = await options.write(group.map(({ call }) => call))
    } catch (error) {
      results =
        error instanceof AyaldamaError
          ? error
          : new AyaldamaError('journal.append', options.place, undefined, { cause: error })
    }
    for (const { size } of group) pending -= size
    writing = undefined
    flush()
    for (const [index, waiting] of group.entries()) {
      if (results instanceof AyaldamaError) {
        waiting.reject(results)
        continue
      }
      const result = results[index]
      if (result?.ok) {
        waiting.onCommitted?.(result.seq)
        waiting.resolve(result.seq)
      } else {
        waiting.reject(
          new AyaldamaError(result?.code ?? 'journal.append', options.place, result?.detail ?? 'No answer.'),
        )
      }
    }
  }

  return {
    submit: (call, onCommitted) => {
      if (closed) return Promise.reject(new AyaldamaError('journal.closed', options.place))
      const size = call.kind === 'append' ? call.events.length : 1
      if (pending + size > options.maxPending) {
        return Promise.reject(
          new AyaldamaError('journal.busy', options.place, `${pending} wait, ${options.maxPending} may.`),
        )
      }
      pending += size
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      queue.push({ call, size, onCommitted, resolve, reject })
      waitingEvents += size
      if (waitingEvents >= options.flushEvents) flush()
      else turn ??= setImmediate(flush)
      return promise
    },
    close: async () => {
      closed = true
      flush()
      while (writing !== undefined) await writing
    },
  }
}
