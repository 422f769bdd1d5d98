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

it('ends a session that nobody touches, and tells who was signed in', () => {
  const clock = handClock()
  const sessions = createSessions(clock, 15 * minute, 'UTC')
  const ends: string[] = []
  sessions.onEnd((session, why) => ends.push(`${session.officer.officer} ${why}`))
  const { token } = sessions.open(officer, '2026-12-31')
  clock.pass(14 * minute)
  expect(sessions.find(token, true)).not.toBeNull()
  clock.pass(14 * minute)
  expect(sessions.find(token, false)).not.toBeNull()
  clock.pass(minute)
  sessions.sweep()
  expect(sessions.find(token, true)).toBeNull()
  expect(ends).toEqual(['K-101 idle'])
})

it('JC 12: ends a session on the day when the pass runs out', () => {
  const clock = handClock()
  const sessions = createSessions(clock, 48 * 60 * minute, 'UTC')
  const { token } = sessions.open(officer, '2026-11-24')
  clock.pass(17 * 60 * minute)
  expect(sessions.find(token, true)).not.toBeNull()
  clock.pass(2 * 60 * minute)
  expect(sessions.find(token, true)).toBeNull()
})

it('gives tokens of 256 bits that no other token finds', () => {
  const sessions = createSessions(handClock(), minute, 'UTC')
  const { token } = sessions.open(officer, '2026-12-31')
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(sessions.find(`${token.slice(0, -1)}~`, false)).toBeNull()
  expect(sessions.find(undefined, false)).toBeNull()
})
