/** Tells a badge that is presented from one that is still held to the reader. */
export interface Presence {
  /** True where the badge is new: another one, or away for `awayMs` before. */
  isNew(badge: string, at: number): boolean
  forget(): void
}

/** Readers repeat the number of a badge that is held to them, some ten times a second. */
export function createPresence(awayMs: number): Presence {
  let last: { readonly badge: string; readonly at: number } | null = null

  return {
    isNew(badge, at) {
      const held = last !== null && last.badge === badge && at - last.at < awayMs
      last = { badge, at }
      return !held
    },
    forget() {
      last = null
    },
  }
}
