import fc from 'fast-check'
import { foundHeight, happenings, lockHappenings } from './happenings.ts'
import { simulate, type Tally, type Variant } from './simulated-boom.ts'
import { type LockTally, type LockVariant, simulateLock } from './simulated-lock.ts'

function hold(breach: string | null): void {
  if (breach !== null) throw new Error(breach)
}

/** Rules 1 to 8, and 9 as far as one boom knows of the other. */
export function boomProperty(variant: Variant = {}, tally?: Tally) {
  return fc.property(happenings, foundHeight, (sequence, found) =>
    hold(simulate(sequence, found, variant, tally)),
  )
}

/** Rule 9 with both barriers of a lock. */
export function lockProperty(variant: LockVariant = {}, tally?: LockTally) {
  return fc.property(lockHappenings, (sequence) => hold(simulateLock(sequence, variant, tally)))
}
