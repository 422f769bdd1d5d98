/** Waits that can all be ended early, so that a stop waits for no timer. */
export interface Pauses {
  wait(ms: number): Promise<void>
  /** Ends the waits that are under way. */
  end(): void
}

export function createPauses(): Pauses {
  const waiting = new Set<() => void>()
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          waiting.delete(done)
          resolve()
        }
        const timer = setTimeout(done, ms)
        waiting.add(done)
      }),
    end() {
      for (const done of [...waiting]) done()
    },
  }
}
