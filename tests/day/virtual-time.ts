import type { Clock } from '../../edge/ports/clock.ts'

/** The time of a simulated day: it stands while somebody works, and goes to the next awaited moment when all wait. */
export interface VirtualTime extends Clock {
  /** Resolves when so many seconds of the day have gone by. */
  wait(seconds: number): Promise<void>
  /** Runs all to their end, one at a time, in the order of the moments that they wait for. */
  run(agents: readonly (() => Promise<void>)[]): Promise<void>
}

interface Waiting {
  readonly at: number
  readonly order: number
  readonly go: () => void
}

/** @param from milliseconds since 1970 */
export function createVirtualTime(from: number): VirtualTime {
  let at = from
  let order = 0
  let working = 0
  const waiting: Waiting[] = []

  const next = () => {
    if (working > 0) return
    waiting.sort((a, b) => b.at - a.at || b.order - a.order)
    const first = waiting.pop()
    if (!first) return
    at = first.at
    working += 1
    first.go()
  }
  const wait = (seconds: number) =>
    new Promise<void>((go) => {
      order += 1
      waiting.push({ at: at + Math.max(0, Math.round(seconds * 1000)), order, go })
      working -= 1
      next()
    })

  return {
    now: () => new Date(at),
    monotonic: () => at - from,
    wait,
    async run(agents) {
      working += agents.length
      const all = agents.map(async (agent) => {
        await wait(0)
        try {
          await agent()
        } finally {
          working -= 1
          next()
        }
      })
      await Promise.all(all)
    },
  }
}
