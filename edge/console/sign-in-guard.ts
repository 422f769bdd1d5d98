import type { Clock } from '../ports/clock.ts'

export interface SignInGuardSettings {
  /** Failures within the window before the first wait. */
  readonly failures: number
  readonly windowMs: number
  /** First wait; it doubles with every further failure. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
}

export interface Attempt {
  /** The PIN was right: forgets this attempt, and with `all` every failure before it. */
  succeeded(all: boolean): void
}

export type Admission =
  | { readonly admitted: true; readonly attempt: Attempt }
  | { readonly admitted: false; readonly retryAfterMs: number }

export interface SignInGuard {
  /** Counts the attempt as failed until it is told otherwise, so that attempts at one time do not slip by. */
  admit(key: string): Admission
}

const mostKeys = 10_000

/** Back-off for sign-in, one count a key (an officer, an address). Refused attempts are not counted. */
export function createSignInGuard(clock: Clock, settings: SignInGuardSettings): SignInGuard {
  const failures = new Map<string, number[]>()

  function recent(key: string, now: number): number[] {
    return (failures.get(key) ?? []).filter((at) => now - at < settings.windowMs)
  }

  function makeRoom(): void {
    if (failures.size < mostKeys) return
    const oldest = failures.keys().next()
    if (oldest.done !== true) failures.delete(oldest.value)
  }

  return {
    admit(key) {
      const now = clock.monotonic()
      const past = recent(key, now)
      const over = past.length - settings.failures
      const last = past.at(-1)
      if (over >= 0 && last !== undefined) {
        const wait = Math.min(settings.firstWaitMs * 2 ** over, settings.longestWaitMs)
        const left = last + wait - now
        if (left > 0) return { admitted: false, retryAfterMs: left }
      }
      failures.delete(key)
      makeRoom()
      failures.set(key, [...past, now])
      return {
        admitted: true,
        attempt: {
          succeeded(all) {
            const kept = all ? [] : withoutOne(failures.get(key) ?? [], now)
            if (kept.length === 0) failures.delete(key)
            else failures.set(key, kept)
          },
        },
      }
    },
  }
}

function withoutOne(times: readonly number[], time: number): number[] {
  const index = times.lastIndexOf(time)
  return index < 0 ? [...times] : times.toSpliced(index, 1)
}
