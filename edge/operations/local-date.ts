import { weekdays } from '../domain/control/rule-pack.ts'
import type { LocalMoment } from '../domain/control/schedule.ts'

/** Calendar date YYYY-MM-DD of an instant in an IANA time zone. */
export function localDate(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** Wall clock of the checkpoint: date, day of the week, hours and minutes. */
export function localMoment(instant: Date, timeZone: string): LocalMoment {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  const named = part('weekday').toLowerCase()
  return {
    date: localDate(instant, timeZone),
    weekday: weekdays.find((day) => day === named) ?? 'mon',
    time: `${part('hour')}:${part('minute')}`,
  }
}
