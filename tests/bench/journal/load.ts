import { uuidV7 } from '../../../edge/ports/ids.ts'
import type { NewEvent } from '../../../edge/ports/journal.ts'
import { customsNote, plateRead } from '../../contract/journal/sample-events.ts'

/** Facts of many crossings of one lane, of the size that a lane makes; ids grow as those of a gateway do. */
export function benchEvent(number: number): NewEvent {
  const crossing = `crossing-${Math.floor(number / 20)}`
  const fact =
    number % 2 === 0 ? plateRead(crossing, '01KG123ABC', true) : customsNote(crossing, `seal ${number}`)
  return { ...fact, id: uuidV7() }
}

/** The value below which `share` of the measured ones lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Lines `name  value` of a bench: a goal that is not reached is said to be missed. */
export function report(name: string, figure: string, reached?: boolean): void {
  const verdict = reached === undefined ? '' : reached ? '  reached' : '  MISSED'
  process.stdout.write(`${name.padEnd(46)} ${figure}${verdict}\n`)
}
