import type { Clock } from '../ports/clock.ts'
import type { Journal } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'

const everyMs = 3_600_000
const dayMs = 86_400_000

/** Erases personal fields that have had their days, now and every hour. */
export function startRetention(
  journal: Pick<Journal, 'eraseFields'>,
  days: number,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): { readonly stop: () => Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const erase = (): void => {
    const before = new Date(clock.now().getTime() - days * dayMs).toISOString()
    running = journal.eraseFields(before).catch((error: unknown) => {
      log.error({ error: String(error) }, 'personal fields were not erased')
    })
  }
  erase()
  const timer = setInterval(erase, everyMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
