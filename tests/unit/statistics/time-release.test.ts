import { describe, expect, it } from 'vitest'
import type { TimedEvent } from '../../../edge/domain/crossing/critical-path.ts'
import type { ControlKey, CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import { type CrossingTimes, crossingTimes } from '../../../edge/domain/statistics/crossing-times.ts'
import { dayWindow, isLocalDay, localDays } from '../../../edge/domain/statistics/local-day.ts'
import { studyCsv, timeReleaseStudy } from '../../../edge/domain/statistics/time-release.ts'

const border: ControlKey = { party: 'KAZ', kind: 'border' }
const customs: ControlKey = { party: 'KAZ', kind: 'customs' }
const entry: ControlKey = { party: 'KGZ', kind: 'border' }
const begin = Date.parse('2026-05-01T20:00:00.000Z')
const on = (seconds: number, event: CrossingEvent): TimedEvent => ({
  event,
  eventTime: new Date(begin + seconds * 1000).toISOString(),
})
const opened = (lane: string): TimedEvent =>
  on(0, {
    type: 'CrossingOpened',
    data: {
      lane,
      exitParty: 'KAZ',
      entryParty: 'KGZ',
      hostParty: 'KGZ',
      rulePack: { name: 'test', version: '1', sha256: '0'.repeat(64) },
      controls: [],
      localDate: '2026-05-02',
      guarded: true,
      lawInForce: 'KAZ',
    },
  })
const control = (key: ControlKey, from: number, to: number): readonly TimedEvent[] => [
  on(from, { type: 'ControlStarted', data: { control: key, lawInForce: key.party } }),
  on(to, { type: 'ControlCompleted', data: { control: key, decision: 'released', lawInForce: key.party } }),
]
const inOrder = (events: readonly TimedEvent[]) =>
  events.toSorted((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))

/** Two exit controls side by side, then entry control; `scale` stretches it. */
function crossing(lane: string, scale: number, close = true): CrossingTimes {
  const s = (seconds: number) => seconds * scale
  const times = crossingTimes(
    inOrder([
      opened(lane),
      ...control(border, s(10), s(40)),
      ...control(customs, s(20), s(50)),
      ...control(entry, s(60), s(90)),
      ...(close
        ? [
            on(s(100), { type: 'CrossingReleased', data: { releasedBy: 'KGZ', lawInForce: 'KGZ' } }),
            on(s(120), { type: 'CrossingClosed', data: { outcome: 'released' } }),
          ]
        : []),
    ]),
  )
  if (times === null) throw new Error('no opening')
  return times
}

describe('the times of one crossing', () => {
  it('end with the release; what follows is the time of barrier and driver', () => {
    expect(crossing('lane-1', 1)).toEqual({
      lane: 'lane-1',
      day: '2026-05-02',
      outcome: 'released',
      inLane: 120_000,
      underControl: { elapsed: 100_000, working: 70_000, waiting: 30_000, concurrency: 0.9 },
      controls: [
        { ...border, took: 30_000, held: 10_000 },
        { ...customs, took: 30_000, held: 30_000 },
        { ...entry, took: 30_000, held: 30_000 },
      ],
    })
  })

  it('are unknown while it is open, and nothing where it was never opened', () => {
    expect(crossing('lane-1', 1, false)).toMatchObject({ inLane: null, underControl: null, controls: [] })
    expect(crossingTimes(control(border, 0, 10))).toBeNull()
  })
})

describe('JC 9.2: the time-release study of a day', () => {
  const times = [1, 2, 3, 4].map((scale) => crossing('lane-1', scale))
  const study = timeReleaseStudy('2026-05-02', [
    ...times,
    crossing('lane-1', 1, false),
    crossing('lane-2', 1),
    { ...crossing('lane-1', 50), day: '2026-05-01' },
  ])

  it('has a row a lane with median, 90th percentile, waiting against working, and concurrency', () => {
    expect(study.lanes.map(({ lane }) => lane)).toEqual(['lane-1', 'lane-2'])
    expect(study.lanes[0]).toMatchObject({
      crossings: 5,
      stillOpen: 1,
      outcomes: { released: 4, refused: 0, returned: 0 },
      // 120, 240, 360, 480 s.
      inLane: { count: 4, median: 300, p90: 444 },
      underControl: { count: 4, median: 250, p90: 370 },
      working: { count: 4, median: 175, p90: 259 },
      waiting: { count: 4, median: 75, p90: 111 },
      waitingShare: 0.3,
      concurrency: 0.9,
    })
  })

  it('has a row a control kind and Party, with the share of the time that it held the vehicle', () => {
    expect(study.lanes[0]?.controls).toEqual([
      { ...border, count: 4, median: 75, p90: 111, heldShare: 0.1 },
      { ...customs, count: 4, median: 75, p90: 111, heldShare: 0.3 },
      { ...entry, count: 4, median: 75, p90: 111, heldShare: 0.3 },
    ])
  })

  it('is a table for other programs', () => {
    const lines = studyCsv(study).split('\r\n')
    expect(lines[0]).toBe('day,lane,measure,party,kind,count,median_s,p90_s,share')
    expect(lines).toContain('2026-05-02,lane-1,control,KAZ,customs,4,75,111,0.3')
    expect(lines).toContain('2026-05-02,lane-1,waiting,,,4,75,111,0.3')
    expect(new Set(lines.slice(0, -1).map((line) => line.split(',').length))).toEqual(new Set([9]))
  })

  it('says nothing of a day without crossings', () => {
    expect(timeReleaseStudy('2026-06-01', times)).toEqual({ day: '2026-06-01', lanes: [] })
  })
})

describe('the local day', () => {
  it('is a date of the calendar', () => {
    expect(['2026-02-28', '2026-02-30', '2026-2-3', 'today', '2026-13-01'].filter(isLocalDay)).toEqual([
      '2026-02-28',
    ])
  })

  it('lies in its window wherever the checkpoint is', () => {
    const { from, before } = dayWindow('2026-05-02')
    expect([from, before]).toEqual(['2026-05-01T10:00:00.000Z', '2026-05-03T12:00:00.000Z'])
    expect(localDays('Pacific/Kiritimati')(from)).toBe('2026-05-02')
    expect(localDays('Asia/Bishkek')('2026-05-01T18:30:00.000Z')).toBe('2026-05-02')
  })
})
