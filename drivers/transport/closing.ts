/** Remembers the first reason of a close and tells it to a listener, whichever came first. */
export interface Closing {
  readonly closed: Promise<void>
  close(reason: string): void
  isClosed(): boolean
  onClose(listener: (reason: string) => void): void
}

export function createClosing(): Closing {
  const { promise, resolve } = Promise.withResolvers<void>()
  let reason: string | undefined
  let listener: ((reason: string) => void) | undefined
  return {
    closed: promise,
    isClosed: () => reason !== undefined,
    close(why) {
      if (reason !== undefined) return
      reason = why
      listener?.(why)
      resolve()
    },
    onClose(to) {
      listener = to
      if (reason !== undefined) to(reason)
    },
  }
}
