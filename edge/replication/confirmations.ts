import type { StreamPosition } from '../ports/journal.ts'
import { comparePositions } from './position.ts'

/** Which messages of a stream the broker has taken, in whatever order it says so. */
export interface Confirmations {
  sent(to: StreamPosition): void
  /** The end of what is taken without a gap; null where something before is still open. */
  confirmed(to: StreamPosition): StreamPosition | null
}

export function createConfirmations(): Confirmations {
  let open: readonly { readonly to: StreamPosition; readonly taken: boolean }[] = []
  return {
    sent: (to) => {
      open = [...open, { to, taken: false }]
    },
    confirmed: (to) => {
      open = open.map((one) => (comparePositions(one.to, to) === 0 ? { ...one, taken: true } : one))
      const gap = open.findIndex(({ taken }) => !taken)
      const done = gap === -1 ? open : open.slice(0, gap)
      open = open.slice(done.length)
      return done.at(-1)?.to ?? null
    },
  }
}
