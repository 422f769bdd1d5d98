import type { CrossingOutcome } from '../crossing/events.ts'
import { type ControlKind, controlKinds, type Party, parties } from '../party.ts'
import type { CrossingTimes } from './crossing-times.ts'

/** Seconds, to a tenth. null where nothing was measured. */
export interface Spread {
  readonly count: number
  readonly median: number | null
  readonly p90: number | null
}

export interface ControlSpread extends Spread {
  readonly party: Party
  readonly kind: ControlKind
  /** Share of all time under control in which this control held the vehicle, 0 to 1 (JC 9.2). */
  readonly heldShare: number
}

/** One lane on one local day. Crossings that are still open are counted and not measured. */
export interface LaneDay {
  readonly lane: string
  readonly crossings: number
  readonly stillOpen: number
  readonly outcomes: Readonly<Record<CrossingOutcome, number>>
  /** From the opening of a crossing to its close. */
  readonly inLane: Spread
  /** From the opening to release, return or readmission. */
  readonly underControl: Spread
  /** Of the time under control: some control was at work, or none. */
  readonly working: Spread
  readonly waiting: Spread
  /** Share of all time under control in which no control was at work, 0 to 1; null without any. */
  readonly waitingShare: number | null
  /** Sum of control times / time under control, of all crossings together; null without any. */
  readonly concurrency: number | null
  readonly controls: readonly ControlSpread[]
}

export interface TimeReleaseStudy {
  readonly day: string
  readonly lanes: readonly LaneDay[]
}

/** The time-release study of one local day (YYYY-MM-DD), a row a lane, lanes by name. */
export function timeReleaseStudy(day: string, times: readonly CrossingTimes[]): TimeReleaseStudy {
  const ofDay = times.filter((one) => one.day === day)
  const lanes = [...new Set(ofDay.map(({ lane }) => lane))].toSorted()
  return {
    day,
    lanes: lanes.map((lane) =>
      laneDay(
        lane,
        ofDay.filter((one) => one.lane === lane),
      ),
    ),
  }
}

function laneDay(lane: string, times: readonly CrossingTimes[]): LaneDay {
  const measured = times.flatMap(({ underControl }) => underControl ?? [])
  const elapsed = sum(measured.map((one) => one.elapsed))
  const share = (part: number) => (elapsed === 0 ? null : round(part / elapsed, 4))
  const outcome = (name: CrossingOutcome) => times.filter((one) => one.outcome === name).length
  return {
    lane,
    crossings: times.length,
    stillOpen: times.filter(({ inLane }) => inLane === null).length,
    outcomes: {
      released: outcome('released'),
      refused: outcome('refused'),
      returned: outcome('returned'),
      detained: outcome('detained'),
    },
    inLane: spread(times.flatMap(({ inLane }) => inLane ?? [])),
    underControl: spread(measured.map((one) => one.elapsed)),
    working: spread(measured.map((one) => one.working)),
    waiting: spread(measured.map((one) => one.waiting)),
    waitingShare: share(sum(measured.map((one) => one.waiting))),
    concurrency: share(sum(measured.map((one) => one.concurrency * one.elapsed))),
    controls: parties.flatMap((party) =>
      controlKinds.flatMap((kind): readonly ControlSpread[] => {
        const own = times
          .flatMap(({ controls }) => controls)
          .filter((control) => control.party === party && control.kind === kind)
        if (own.length === 0) return []
        const heldShare = share(sum(own.map(({ held }) => held))) ?? 0
        return [{ party, kind, ...spread(own.map(({ took }) => took)), heldShare }]
      }),
    ),
  }
}

function spread(milliseconds: readonly number[]): Spread {
  return {
    count: milliseconds.length,
    median: quantile(milliseconds, 0.5),
    p90: quantile(milliseconds, 0.9),
  }
}

/** Between the two nearest values by their distance, as spreadsheets do (type 7 of Hyndman and Fan, 1996). */
function quantile(milliseconds: readonly number[], share: number): number | null {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)]
  const above = sorted[Math.ceil(place)]
  if (below === undefined || above === undefined) return null
  return round((below + (above - below) * (place - Math.floor(place))) / 1000, 1)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}

const columns = 'day,lane,measure,party,kind,count,median_s,p90_s,share'

/** The study as CSV (RFC 4180): one measure a line, so that a table program can pivot it. */
export function studyCsv({ day, lanes }: TimeReleaseStudy): string {
  const lines = lanes.flatMap((lane) => {
    const row = (
      measure: string,
      { count, median, p90 }: Spread,
      share: number | null = null,
      control: { readonly party: string; readonly kind: string } = { party: '', kind: '' },
    ) => [day, lane.lane, measure, control.party, control.kind, count, median, p90, share].map(cell).join(',')
    const counted = (count: number): Spread => ({ count, median: null, p90: null })
    return [
      row('crossings', counted(lane.crossings)),
      row('still-open', counted(lane.stillOpen)),
      row('released', counted(lane.outcomes.released)),
      row('refused', counted(lane.outcomes.refused)),
      row('returned', counted(lane.outcomes.returned)),
      row('detained', counted(lane.outcomes.detained)),
      row('in-lane', lane.inLane),
      row('under-control', lane.underControl),
      row('working', lane.working, lane.waitingShare === null ? null : round(1 - lane.waitingShare, 4)),
      row('waiting', lane.waiting, lane.waitingShare),
      row('concurrency', counted(lane.underControl.count), lane.concurrency),
      ...lane.controls.map((control) => row('control', control, control.heldShare, control)),
    ]
  })
  return `${[columns, ...lines].join('\r\n')}\r\n`
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
