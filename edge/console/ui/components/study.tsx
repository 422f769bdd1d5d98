import { useEffect, useState } from 'preact/hooks'
import { localDays } from '../../../domain/statistics/local-day.ts'
import type { LaneDay, Spread, TimeReleaseStudy } from '../../../domain/statistics/time-release.ts'
import type { Answer } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { elapsed } from './elapsed.ts'
import { FailureText } from './failure-text.tsx'
import { type Handover, Handovers } from './handover.tsx'
import { Search } from './search.tsx'

/** The time-release study of one day: where the time of the vehicles went, lane by lane. */
export function Study() {
  const store = useStore()
  const { t } = store.say.value
  const timeZone = store.gateway.value?.timeZone ?? 'UTC'
  const [day, setDay] = useState(() => localDays(timeZone)(store.now.value.toISOString()))
  const [answer, setAnswer] = useState<Answer<TimeReleaseStudy> | null>(null)
  const [handovers, setHandovers] = useState<readonly Handover[]>([])

  useEffect(() => {
    let wanted = true
    setAnswer(null)
    void store.api.study(day).then((found) => {
      if (wanted) setAnswer(found)
    })
    void store.api.handovers(day).then((found) => {
      if (wanted) setHandovers(found.ok ? found.value : [])
    })
    return () => {
      wanted = false
    }
  }, [store, day])

  return (
    <section class="study" aria-label={t.study.title}>
      <header class="study-head">
        <h2>{t.study.title}</h2>
        <label>
          {t.study.day}{' '}
          <input
            type="date"
            value={day}
            required
            onChange={({ currentTarget }) => {
              if (currentTarget.value !== '') setDay(currentTarget.value)
            }}
          />
        </label>
      </header>
      {store.session.value?.duties.includes('supervisor') && <Search day={day} />}
      {answer === null && <p class="muted">…</p>}
      {answer !== null && !answer.ok && <FailureText failure={answer.failure} />}
      {answer?.ok && answer.value.lanes.length === 0 && <p class="muted">{t.study.none}</p>}
      {answer?.ok && answer.value.lanes.map((lane) => <LaneStudy key={lane.lane} lane={lane} />)}
      {handovers.length > 0 && <Handovers handovers={handovers} />}
    </section>
  )
}

interface Row extends Spread {
  readonly name: string
  readonly look: 'whole' | 'working' | 'waiting' | 'KAZ' | 'KGZ'
  readonly share: number | null
}

function LaneStudy({ lane }: { readonly lane: LaneDay }) {
  const { t, count, lane: laneName, number, percent, control } = useStore().say.value
  const { waitingShare } = lane
  const rows: readonly Row[] = [
    { name: t.study.inLane, look: 'whole', share: null, ...lane.inLane },
    { name: t.study.underControl, look: 'whole', share: null, ...lane.underControl },
    {
      name: t.study.working,
      look: 'working',
      share: waitingShare === null ? null : 1 - waitingShare,
      ...lane.working,
    },
    { name: t.study.waiting, look: 'waiting', share: waitingShare, ...lane.waiting },
    ...lane.controls.map((one) => ({ ...one, name: control(one), look: one.party, share: one.heldShare })),
  ]
  const longest = Math.max(1, ...rows.map(({ p90 }) => p90 ?? 0))
  const { released, refused, returned, detained } = lane.outcomes
  const outcome = t.lane.outcome
  return (
    <article class="study-lane">
      <header>
        <h3>{laneName(lane.lane)}</h3>
        <p>
          {count(t.study.crossings, lane.crossings)} · {outcome.released} {number(released)} ·{' '}
          {outcome.refused} {number(refused)} · {outcome.returned} {number(returned)} · {outcome.detained}{' '}
          {number(detained)}
          {lane.stillOpen > 0 && ` · ${count(t.study.stillOpen, lane.stillOpen)}`}
        </p>
        {lane.concurrency !== null && (
          <p title={t.study.concurrencyHint}>
            {t.study.concurrency}: <strong>{number(Math.round(lane.concurrency * 100) / 100)}</strong>
          </p>
        )}
      </header>
      {waitingShare !== null && (
        <svg
          class="study-split"
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          role="img"
          aria-label={`${t.study.working} ${percent(1 - waitingShare)}, ${t.study.waiting} ${percent(waitingShare)}`}
        >
          <rect class="study-working" x="0" y="0" width={100 * (1 - waitingShare)} height="4" />
          <rect
            class="study-waiting"
            x={100 * (1 - waitingShare)}
            y="0"
            width={100 * waitingShare}
            height="4"
          />
        </svg>
      )}
      <table class="study-table">
        <thead>
          <tr>
            <th scope="col">{t.study.measure}</th>
            <th scope="col" class="study-chart">
              <svg class="study-key" viewBox="0 0 20 8" aria-hidden="true">
                <rect class="study-whole" x="0" y="0" width="10" height="8" />
                <path class="study-p90" d="M10 4 H19 M19 1 V7" />
              </svg>
              {t.study.median} / {t.study.p90}
            </th>
            <th scope="col">{t.study.median}</th>
            <th scope="col">{t.study.p90}</th>
            <th scope="col">{t.study.count}</th>
            <th scope="col">{t.study.held}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td class="study-chart" aria-hidden="true">
                <Bar row={row} longest={longest} />
              </td>
              <td>{seconds(row.median)}</td>
              <td>{seconds(row.p90)}</td>
              <td>{number(row.count)}</td>
              <td>{row.share === null ? '' : percent(row.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  )

  function seconds(value: number | null): string {
    if (value === null) return '—'
    return value < 60
      ? `${number(value)} ${t.study.seconds}`
      : elapsed(new Date(0).toISOString(), new Date(value * 1000))
  }
}

/** The median as a bar, from its end a line to the 90th percentile. */
function Bar({ row: { median, p90, look }, longest }: { readonly row: Row; readonly longest: number }) {
  if (median === null || p90 === null) return null
  const to = (value: number) => (99 * value) / longest
  return (
    <svg class="study-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class={`study-${look}`} x="0" y="0" width={to(median)} height="8" />
      <path class="study-p90" d={`M${to(median)} 4 H${to(p90)} M${to(p90)} 1 V7`} />
    </svg>
  )
}
