import { type Party, parties } from '../party.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { RulePack, ScheduleRule, Weekday } from './rule-pack.ts'

/** Wall clock of the checkpoint. */
export interface LocalMoment {
  /** YYYY-MM-DD. */
  readonly date: string
  readonly weekday: Weekday
  /** HH:MM. */
  readonly time: string
}

/**
 * JC 6: why a lane does not admit now; null where both Parties' officers are at work. A Party without a rule
 * works round the clock.
 */
export function closedBySchedule(
  pack: Pick<RulePack, 'schedules'>,
  lane: string,
  moment: LocalMoment,
): Refusal | null {
  const away = parties.find((party) => !atWork(pack.schedules, party, lane, moment))
  return away === undefined
    ? null
    : refuse('lane.closed', `${away} does not work ${lane} on ${moment.date} at ${moment.time}`, [
        { kind: 'officer', party: away },
      ])
}

function atWork(rules: readonly ScheduleRule[], party: Party, lane: string, moment: LocalMoment): boolean {
  const own = rules.filter((rule) => rule.party === party && (rule.lane ?? lane) === lane)
  return own.length === 0 || own.some((rule) => covers(rule, moment))
}

/** Hours over midnight belong to the day on which they begin. */
function covers({ days, open, close }: ScheduleRule, { weekday, time }: LocalMoment): boolean {
  if (open < close) return days.includes(weekday) && open <= time && time < close
  return (days.includes(weekday) && open <= time) || (days.includes(dayBefore(weekday)) && time < close)
}

const before: Readonly<Record<Weekday, Weekday>> = {
  mon: 'sun',
  tue: 'mon',
  wed: 'tue',
  thu: 'wed',
  fri: 'thu',
  sat: 'fri',
  sun: 'sat',
}

function dayBefore(day: Weekday): Weekday {
  return before[day]
}
