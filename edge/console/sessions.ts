import { createHash, randomBytes } from 'node:crypto'
import type { OfficerActor } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type { Unsubscribe } from '../ports/devices.ts'
import { passIsValid } from './officers.ts'

export interface Session {
  readonly officer: OfficerActor
  readonly passValidUntil: string
  /** ISO 8601. */
  readonly signedInAt: string
}

export type SessionEnd = 'signed-out' | 'idle' | 'pass-expired' | 'replaced' | 'stopped'

export interface Sessions {
  /** Returns the token of the cookie: 256 random bits. Only its hash is kept. */
  open(officer: OfficerActor, passValidUntil: string): { readonly token: string; readonly session: Session }
  /** The live session of a token. `touch` starts the idle time anew: only for what a person did. */
  find(token: string | undefined, touch: boolean): Session | null
  end(token: string, why: SessionEnd): void
  /** Ends what is idle or expired; called now and then so that nobody stays signed in unasked. */
  sweep(): void
  endAll(why: SessionEnd): void
  onEnd(listener: (session: Session, why: SessionEnd) => void): Unsubscribe
}

interface Entry {
  readonly session: Session
  touchedAt: number
}

const mostPerOfficer = 4

export function createSessions(clock: Clock, idleTimeoutMs: number, timeZone: string): Sessions {
  const entries = new Map<string, Entry>()
  const listeners = new Set<(session: Session, why: SessionEnd) => void>()

  function remove(key: string, why: SessionEnd): void {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    for (const listener of listeners) listener(entry.session, why)
  }

  function endIfOver(key: string, entry: Entry): boolean {
    if (clock.monotonic() - entry.touchedAt >= idleTimeoutMs) remove(key, 'idle')
    else if (!passIsValid(entry.session.passValidUntil, clock.now(), timeZone)) remove(key, 'pass-expired')
    return !entries.has(key)
  }

  return {
    open(officer, passValidUntil) {
      const own = [...entries].filter(([, entry]) => entry.session.officer.officer === officer.officer)
      const [oldest] = own
      if (own.length >= mostPerOfficer && oldest !== undefined) remove(oldest[0], 'replaced')
      const token = randomBytes(32).toString('base64url')
      const session: Session = { officer, passValidUntil, signedInAt: clock.now().toISOString() }
      entries.set(keyOf(token), { session, touchedAt: clock.monotonic() })
      return { token, session }
    },
    find(token, touch) {
      if (token === undefined) return null
      const key = keyOf(token)
      const entry = entries.get(key)
      if (entry === undefined || endIfOver(key, entry)) return null
      if (touch) entry.touchedAt = clock.monotonic()
      return entry.session
    },
    end: (token, why) => remove(keyOf(token), why),
    sweep() {
      for (const [key, entry] of [...entries]) endIfOver(key, entry)
    },
    endAll(why) {
      for (const key of [...entries.keys()]) remove(key, why)
    },
    onEnd(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
