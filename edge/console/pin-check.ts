import type { FastifyRequest } from 'fastify'
import type { Clock } from '../ports/clock.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { type OfficerDirectory, passIsValid, type VerifiedOfficer } from './officers.ts'
import { createSignInGuard } from './sign-in-guard.ts'

const minute = 60_000

const perOfficer = { failures: 5, windowMs: 15 * minute, firstWaitMs: minute, longestWaitMs: 15 * minute }
// A lane PC is shared by a shift, so its address may fail more often than one officer.
const perAddress = { ...perOfficer, failures: 30 }

/** Sign-in is held back after wrong PINs. */
export class HeldBack extends AyaldamaError {
  readonly retryAfterSeconds: number

  constructor(retryAfterMs: number) {
    super('console.locked-out', 'session')
    this.retryAfterSeconds = Math.ceil(retryAfterMs / 1000)
  }
}

/**
 * Proves an officer by number or badge, and PIN, wherever a PIN is asked for: all these places share one count
 * of failures. Throws `console.sign-in`, `console.pass-expired` (JC 12) or `HeldBack`.
 */
export type PinCheck = (
  request: Pick<FastifyRequest, 'ip'>,
  given: { readonly officer: string; readonly pin: string },
) => Promise<VerifiedOfficer>

export function createPinCheck(
  { officers, clock, log }: { readonly officers: OfficerDirectory; readonly clock: Clock; readonly log: Log },
  timeZone: string,
): PinCheck {
  const byOfficer = createSignInGuard(clock, perOfficer)
  const byAddress = createSignInGuard(clock, perAddress)

  return async ({ ip }, { officer: typed, pin }) => {
    const address = byAddress.admit(ip)
    // The badge and the number of one officer have one count, or a thief had twice the guesses.
    const admission = address.admitted ? byOfficer.admit(officers.identify(typed) ?? typed) : address
    if (!address.admitted || !admission.admitted) {
      const held = new HeldBack(admission.admitted ? 0 : admission.retryAfterMs)
      log.warn({ retryAfterSeconds: held.retryAfterSeconds }, 'sign-in is held back after wrong PINs')
      throw held
    }
    const verification = await officers.verify(typed, pin)
    if (verification.outcome === 'wrong') {
      log.warn({}, 'sign-in with a wrong officer number or PIN')
      throw new AyaldamaError('console.sign-in', 'session')
    }
    admission.attempt.succeeded(true)
    address.attempt.succeeded(false)
    const { officer, duties, passValidUntil } = verification
    if (!passIsValid(passValidUntil, clock.now(), timeZone)) {
      log.warn({ officer: officer.officer }, 'sign-in with an expired pass')
      throw new AyaldamaError('console.pass-expired', 'session')
    }
    return { officer, duties, passValidUntil }
  }
}
