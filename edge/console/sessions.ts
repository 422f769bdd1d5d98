import { createHash, randomBytes } from 'node:crypto'
import type { OfficerActor, OfficerDuty } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type { Unsubscribe } from '../ports/devices.ts'
import { passIsValid, type VerifiedOfficer } from './officers.ts'

export interface Session {
  readonly officer: OfficerActor
  readonly duties: readonly OfficerDuty[]
  readonly passValidUntil: string
  /** ISO 8601. */
  readonly signedInAt: string
}

/** Who asks: the token of the cookie, and the address of the lane PC that it was given to. */
export interface Holder {
  readonly token: string | undefined
  readonly address: string
}

export type SessionEnd = 'signed-out' | 'idle' | 'pass-expired' | 'replaced' | 'stopped'

export interface Sessions {
  /** Returns the token of the cookie: 256 random bits. Only its hash is kept. */
  open(officer: VerifiedOfficer, address: string): { readonly token: string; readonly session: Session }
  /**
   * The session that may act and see: none while it is locked, and none from another lane PC. `touch` starts the
   * idle time anew: only for what a person did.
   */
  find(holder: Holder, touch: boolean): Session | null
  /** The session that waits for the PIN of its officer. */
  findLocked(holder: Holder): Session | null
  lock(holder: Holder): void
  unlock(holder: Holder): Session | null
  end(token: string, why: SessionEnd): void
  /** Locks what is idle, ends what is long locked or expired; called now and then so that nobody is forgotten. */
  sweep(): void
  endAll(why: SessionEnd): void
  onLock(listener: (session: Session) => void): Unsubscribe
  onEnd(listener: (session: Session, why: SessionEnd) => void): Unsubscribe
}

export interface SessionTimes {
  /** Without an act of the officer until the session is locked. */
  readonly lockAfterMs: number
  /** Locked until it ends. */
  readonly endAfterMs: number
}

interface Entry {
  readonly session: Session
  readonly address: string
  touchedAt: number
  lockedAt: number | null
}

const mostPerOfficer = 4

export function createSessions(clock: Clock, times: SessionTimes, timeZone: string): Sessions {
  const entries = new Map<string, Entry>()
  const endListeners = new Set<(session: Session, why: SessionEnd) => void>()
  const lockListeners = new Set<(session: Session) => void>()

  function remove(key: string, why: SessionEnd): void {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    for (const listener of endListeners) listener(entry.session, why)
  }

  function lock(entry: Entry): void {
    if (entry.lockedAt !== null) return
    entry.lockedAt = clock.monotonic()
    for (const listener of lockListeners) listener(entry.session)
  }

  function age(key: string, entry: Entry): void {
    const now = clock.monotonic()
    if (now - entry.touchedAt >= times.lockAfterMs) lock(entry)
    if (!passIsValid(entry.session.passValidUntil, clock.now(), timeZone)) remove(key, 'pass-expired')
    else if (now - entry.touchedAt >= times.lockAfterMs + times.endAfterMs) remove(key, 'idle')
  }

  function entryOf({ token, address }: Holder): Entry | null {
    if (token === undefined) return null
    const key = keyOf(token)
    const entry = entries.get(key)
    // A cookie that was carried to another machine is nobody's.
    if (entry === undefined || entry.address !== address) return null
    age(key, entry)
    return entries.has(key) ? entry : null
  }

  return {
    open({ officer, duties, passValidUntil }, address) {
      const own = [...entries].filter(([, entry]) => entry.session.officer.officer === officer.officer)
      const [oldest] = own
      if (own.length >= mostPerOfficer && oldest !== undefined) remove(oldest[0], 'replaced')
      const token = randomBytes(32).toString('base64url')
      const session: Session = { officer, duties, passValidUntil, signedInAt: clock.now().toISOString() }
      entries.set(keyOf(token), { session, address, touchedAt: clock.monotonic(), lockedAt: null })
      return { token, session }
    },
    find(holder, touch) {
      const entry = entryOf(holder)
      if (entry === null || entry.lockedAt !== null) return null
      if (touch) entry.touchedAt = clock.monotonic()
      return entry.session
    },
    findLocked(holder) {
      const entry = entryOf(holder)
      return entry === null || entry.lockedAt === null ? null : entry.session
    },
    lock(holder) {
      const entry = entryOf(holder)
      if (entry !== null) lock(entry)
    },
    unlock(holder) {
      const entry = entryOf(holder)
      if (entry === null) return null
      entry.lockedAt = null
      entry.touchedAt = clock.monotonic()
      return entry.session
    },
    end: (token, why) => remove(keyOf(token), why),
    sweep() {
      for (const [key, entry] of [...entries]) age(key, entry)
    },
    endAll(why) {
      for (const key of [...entries.keys()]) remove(key, why)
    },
    onLock(listener) {
      lockListeners.add(listener)
      return () => lockListeners.delete(listener)
    },
    onEnd(listener) {
      endListeners.add(listener)
      return () => endListeners.delete(listener)
    },
  }
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
