import type { PointReading } from '../../edge/ports/devices.ts'

/** Takes what was read of one contact, and answers with what to make of it. */
export type Debounce = (reading: PointReading | undefined) => PointReading | undefined

/**
 * A contact that bounces: another value counts only when it has been read without a gap for `debounceMs`. Until
 * then the last reading of the old value is given, with its own time, so that a contact which chatters for longer
 * than a reading may be old becomes unknown by itself. Nothing is made up, and a lost reading is lost at once.
 */
export function createDebounce(debounceMs: number): Debounce {
  let held: PointReading | undefined
  /** When the other value was read first, with nothing else since. */
  let otherSince: number | undefined

  return (reading) => {
    const known = held
    if (reading === undefined || known === undefined || reading.value === known.value) {
      otherSince = undefined
      held = reading
      return held
    }
    otherSince ??= reading.at
    if (reading.at - otherSince < debounceMs) return known
    otherSince = undefined
    held = reading
    return held
  }
}
