import type { ByteStream, OpenByteStream } from './byte-stream.ts'
import { type RetrySchedule, retryDelay } from './retry-schedule.ts'

export interface ConnectionKeeperParts {
  readonly open: OpenByteStream
  readonly schedule: RetrySchedule
  readonly random: () => number
  /** A fresh stream; the keeper itself listens for its close. */
  onOpen(stream: ByteStream): void
  /** The stream that was open is spent. */
  onLost(reason: string): void
  /** An attempt failed; the next comes after `delayMs`. */
  onFailed(reason: string, delayMs: number): void
}

export interface ConnectionKeeper {
  /** The device proved to be alive: the next loss begins the schedule anew. */
  proven(): void
  /** Ends the attempts and the open stream; nothing is called afterwards. */
  stop(): Promise<void>
}

/**
 * Keeps one connection open: opens a stream, waits for its close, waits as the schedule says, opens the
 * next. A peer that accepts and hangs up at once is treated like one that refuses: the schedule goes on
 * until `proven`.
 */
export function keepConnected(parts: ConnectionKeeperParts): ConnectionKeeper {
  const abort = new AbortController()
  let attempt = 0
  let current: ByteStream | undefined
  let wake: (() => void) | undefined
  const stopped = () => abort.signal.aborted

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function keep(): Promise<void> {
    while (!stopped()) {
      try {
        const stream = await parts.open(abort.signal)
        if (stopped()) {
          await stream.close()
          return
        }
        current = stream
        const lost = new Promise<string>((resolve) => stream.onClose(resolve))
        parts.onOpen(stream)
        const reason = await lost
        current = undefined
        if (stopped()) return
        parts.onLost(reason)
      } catch (error) {
        if (stopped()) return
        const delay = retryDelay(parts.schedule, attempt, parts.random())
        parts.onFailed(error instanceof Error ? error.message : String(error), delay)
        attempt += 1
        await pause(delay)
        continue
      }
      await pause(retryDelay(parts.schedule, attempt, parts.random()))
      attempt += 1
    }
  }

  const running = keep()

  return {
    proven() {
      attempt = 0
    },
    async stop() {
      abort.abort()
      wake?.()
      await current?.close()
      await running
    },
  }
}
