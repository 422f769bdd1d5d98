import { randomBytes } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import type { BadgeReader, Unsubscribe } from '../ports/devices.ts'

/** A badge was held to a reader; the handle stands for its number, which no page is told. */
export interface BadgeRead {
  readonly reader: string
  readonly handle: string
}

/** Badges that readers at the workplaces hear, for the pages that ask for an officer there. */
export interface BadgeDesk {
  /** Ids of the readers. */
  readonly readers: readonly string[]
  /** The badge behind a handle; anything else, also a handle that is too old, as it was typed. */
  resolve(typed: string): string
  onRead(listener: (read: BadgeRead) => void): Unsubscribe
  close(): void
}

const handlePrefix = 'badge:'
/** Time to type the PIN in. */
const handleMs = 60_000
/** A number older than this was held back somewhere, and nobody stands at the reader any more. */
const freshMs = 5_000

export function createBadgeDesk(
  readers: readonly Pick<BadgeReader, 'id' | 'onEvent'>[],
  clock: Clock,
): BadgeDesk {
  const handles = new Map<string, { readonly badge: string; readonly until: number }>()
  const listeners = new Set<(read: BadgeRead) => void>()

  function forgetOld(): void {
    for (const [handle, { until }] of handles) if (until <= clock.monotonic()) handles.delete(handle)
  }

  const subscriptions = readers.map(({ id: reader, onEvent }) =>
    onEvent(({ badge, at }) => {
      const now = clock.monotonic()
      if (now - at > freshMs) return
      forgetOld()
      const handle = `${handlePrefix}${randomBytes(12).toString('base64url')}`
      handles.set(handle, { badge, until: now + handleMs })
      for (const listener of listeners) listener({ reader, handle })
    }),
  )

  return {
    readers: readers.map(({ id }) => id),
    resolve(typed) {
      forgetOld()
      return handles.get(typed)?.badge ?? typed
    },
    onRead(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      for (const unsubscribe of subscriptions) unsubscribe()
      handles.clear()
      listeners.clear()
    },
  }
}
