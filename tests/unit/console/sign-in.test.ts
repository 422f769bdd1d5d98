import { expect, it } from 'vitest'
import { createSessions } from '../../../edge/console/sessions.ts'
import { createSignInGuard } from '../../../edge/console/sign-in-guard.ts'
import type { OfficerActor } from '../../../edge/domain/party.ts'

function handClock() {
  let ms = 0
  return {
    now: () => new Date(Date.UTC(2026, 10, 24, 6) + ms),
    monotonic: () => ms,
    pass(more: number) {
      ms += more
    },
  }
}

const minute = 60_000
const settings = { failures: 5, windowMs: 15 * minute, firstWaitMs: minute, longestWaitMs: 15 * minute }

it('lets five wrong PINs by and holds back the sixth, for a minute', () => {
  const clock = handClock()
  const guard = createSignInGuard(clock, settings)
  for (let n = 0; n < 5; n += 1) expect(guard.admit('K-101').admitted).toBe(true)
  expect(guard.admit('K-101')).toEqual({ admitted: false, retryAfterMs: minute })
  expect(guard.admit('K-102').admitted).toBe(true)
  clock.pass(minute)
  expect(guard.admit('K-101').admitted).toBe(true)
})

it('doubles the wait with each further failure, and not with attempts that it held back', () => {
  const clock = handClock()
  const guard = createSignInGuard(clock, settings)
  for (let n = 0; n < 5; n += 1) guard.admit('K-101')
  for (let n = 0; n < 50; n += 1) guard.admit('K-101')
  clock.pass(minute)
  guard.admit('K-101')
  expect(guard.admit('K-101')).toEqual({ admitted: false, retryAfterMs: 2 * minute })
})

it('forgets failures after the right PIN, and those that are older than the window', () => {
  const clock = handClock()
  const guard = createSignInGuard(clock, settings)
  for (let n = 0; n < 4; n += 1) guard.admit('K-101')
  const right = guard.admit('K-101')
  if (right.admitted) right.attempt.succeeded(true)
  for (let n = 0; n < 5; n += 1) expect(guard.admit('K-101').admitted).toBe(true)
  clock.pass(15 * minute)
  for (let n = 0; n < 5; n += 1) expect(guard.admit('K-101').admitted).toBe(true)
})

it('takes back one attempt of an address, whose other failures still count', () => {
  const guard = createSignInGuard(handClock(), settings)
  for (let n = 0; n < 4; n += 1) guard.admit('10.0.0.7')
  const right = guard.admit('10.0.0.7')
  if (right.admitted) right.attempt.succeeded(false)
  expect(guard.admit('10.0.0.7').admitted).toBe(true)
  expect(guard.admit('10.0.0.7').admitted).toBe(false)
})

const officer: OfficerActor = { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' }

const times = { lockAfterMs: 15 * minute, endAfterMs: 60 * minute }
const verified = { officer, duties: [], passValidUntil: '2026-12-31' }
const address = '10.0.0.7'

it('locks a session that nobody touches, and ends it when nobody comes back', () => {
  const clock = handClock()
  const sessions = createSessions(clock, times, 'UTC')
  const told: string[] = []
  sessions.onLock((session) => told.push(`${session.officer.officer} locked`))
  sessions.onEnd((session, why) => told.push(`${session.officer.officer} ${why}`))
  const { token } = sessions.open(verified, address)
  const holder = { token, address }
  clock.pass(14 * minute)
  expect(sessions.find(holder, true)).not.toBeNull()
  clock.pass(14 * minute)
  expect(sessions.find(holder, false)).not.toBeNull()
  clock.pass(minute)
  sessions.sweep()
  expect(sessions.find(holder, true)).toBeNull()
  expect(sessions.findLocked(holder)).toMatchObject({ officer })
  clock.pass(59 * minute)
  expect(sessions.findLocked(holder)).not.toBeNull()
  clock.pass(minute)
  sessions.sweep()
  expect(sessions.findLocked(holder)).toBeNull()
  expect(told).toEqual(['K-101 locked', 'K-101 idle'])
})

it('finds nothing for a locked session until it is unlocked, and begins its idle time anew then', () => {
  const clock = handClock()
  const sessions = createSessions(clock, times, 'UTC')
  const { token, session } = sessions.open(verified, address)
  const holder = { token, address }
  clock.pass(10 * minute)
  sessions.lock(holder)
  expect(sessions.find(holder, true)).toBeNull()
  expect(sessions.unlock(holder)).toBe(session)
  clock.pass(14 * minute)
  expect(sessions.find(holder, false)).toBe(session)
})

it('knows a session at the lane PC that it was opened at, and at no other', () => {
  const sessions = createSessions(handClock(), times, 'UTC')
  const { token } = sessions.open(verified, address)
  const elsewhere = { token, address: '10.0.0.8' }
  expect(sessions.find(elsewhere, true)).toBeNull()
  sessions.lock({ token, address })
  expect([sessions.findLocked(elsewhere), sessions.unlock(elsewhere)]).toEqual([null, null])
})

it('JC 12: ends a session on the day when the pass runs out', () => {
  const clock = handClock()
  const sessions = createSessions(clock, { ...times, lockAfterMs: 48 * 60 * minute }, 'UTC')
  const { token } = sessions.open({ ...verified, passValidUntil: '2026-11-24' }, address)
  clock.pass(17 * 60 * minute)
  expect(sessions.find({ token, address }, true)).not.toBeNull()
  clock.pass(2 * 60 * minute)
  expect(sessions.find({ token, address }, true)).toBeNull()
})

it('gives tokens of 256 bits that no other token finds', () => {
  const sessions = createSessions(handClock(), times, 'UTC')
  const { token } = sessions.open(verified, address)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(sessions.find({ token: `${token.slice(0, -1)}~`, address }, false)).toBeNull()
  expect(sessions.find({ token: undefined, address }, false)).toBeNull()
})
