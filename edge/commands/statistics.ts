import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CrossingEvent } from '../domain/crossing/events.ts'
import { crossingTimes } from '../domain/statistics/crossing-times.ts'
import { dayWindow, localDays } from '../domain/statistics/local-day.ts'
import { type LaneDay, type Spread, studyCsv, timeReleaseStudy } from '../domain/statistics/time-release.ts'
import { openReader } from '../journal/reader.ts'
import { AyaldamaError } from '../ports/errors.ts'

interface StatisticsOptions {
  readonly data: string
  readonly day: string
  readonly timeZone?: string
  readonly json?: boolean
  readonly csv?: boolean
}

/** `ayaldama statistics`: reads only, so that it may run beside a gateway at work. */
export function statisticsCommand({ data, day, timeZone, json, csv }: StatisticsOptions): number {
  const file = join(data, 'journal.db')
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  const reader = openReader(file)
  try {
    const { from, before } = dayWindow(day)
    const dayOf = timeZone === undefined ? undefined : localDays(timeZone)
    const times = reader.crossingsOpened(from, before).flatMap(({ crossing }) => {
      const events = reader
        .readCrossing(crossing)
        .map(({ event, eventTime }) => ({ event: event as CrossingEvent, eventTime }))
      return crossingTimes(events, dayOf) ?? []
    })
    const study = timeReleaseStudy(day, times)
    if (json) process.stdout.write(`${JSON.stringify(study, null, 2)}\n`)
    else if (csv) process.stdout.write(studyCsv(study))
    else
      process.stdout.write(
        `${[`${day}: ${study.lanes.length} lanes`, ...study.lanes.flatMap(listed)].join('\n')}\n`,
      )
    return 0
  } finally {
    reader.close()
  }
}

function listed(lane: LaneDay): readonly string[] {
  const line = (name: string, { count, median, p90 }: Spread) =>
    `  ${name.padEnd(22)} ${String(count).padStart(6)}  median ${median ?? '-'} s  p90 ${p90 ?? '-'} s`
  return [
    `${lane.lane}: ${lane.crossings} crossings, ${lane.stillOpen} still open, concurrency ${lane.concurrency ?? '-'}`,
    line('in the lane', lane.inLane),
    line('under control', lane.underControl),
    line('control at work', lane.working),
    line('waiting', lane.waiting),
    ...lane.controls.map((control) => line(`${control.party}/${control.kind}`, control)),
  ]
}
