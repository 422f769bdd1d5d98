import { useEffect, useState } from 'preact/hooks'
import type { CrossingRow } from '../../../ports/journal.ts'
import type { LaneStatistics, LaneView } from '../../../ports/lane.ts'
import type { ReplicationStatus } from '../../../ports/replication.ts'
import { useStore } from '../model/store.ts'
import { FormLink } from './form-link.tsx'
import { LampShape, PartySign } from './shapes.tsx'
import { lampOfStream, Stream, upToDate } from './stream.tsx'

type DeviceRow = LaneView['devices'][number]

/** What a device sent or answered that could not be used; only what is not zero. */
const lossNames = ['framesRejected', 'bytesDiscarded', 'timeouts', 'reconnects'] as const

function losses(counters: Readonly<Record<string, number>>) {
  return lossNames.flatMap((name) => {
    const value = counters[name] ?? 0
    return value === 0 ? [] : [[name, value] as const]
  })
}

/** The gateway's own state: both Parties' streams, the devices, the last crossings. */
export function Foot() {
  const store = useStore()
  const { t, count, number } = store.say.value
  const [open, setOpen] = useState(false)
  const replication = store.replication.value
  const disk = store.disk.value
  const power = store.power.value
  const devices = allDevices(store.lanes.value.map((entry) => entry.view))
  const troubled = devices.filter((device) => device.health.state !== 'online')
  const closed = store.lanes.value.flatMap((entry) => entry.view.recent.map((row) => row.crossing)).join()

  return (
    <footer class={`foot ${store.link.value === 'live' ? '' : 'foot-stale'}`}>
      {open && <Details devices={devices} replication={replication} closed={closed} />}
      <div class="foot-bar">
        {replication.map((stream) => (
          <span key={stream.party} class="foot-item" data-stream={stream.party}>
            <PartySign party={stream.party} />
            <LampShape state={lampOfStream(stream)} />
            {t.foot.link[stream.link]}
            <small>
              {stream.backlog === 0 ? upToDate(t, stream) : count(t.foot.backlog, stream.backlog)}
            </small>
          </span>
        ))}
        <span class="foot-item">
          <LampShape state={troubled.length === 0 ? 'good' : 'bad'} />
          {t.foot.devices}:{' '}
          <small>
            {troubled.length === 0
              ? count(t.foot.allOnline, devices.length)
              : count(t.foot.troubled, troubled.length)}
          </small>
        </span>
        {disk && (
          <span class="foot-item" data-disk={disk.level} title={t.foot.diskLevel[disk.level]}>
            <LampShape
              state={disk.level === 'ample' ? 'good' : disk.level === 'filling' ? 'waiting' : 'bad'}
            />
            {t.foot.disk}:{' '}
            <small>
              {disk.usedPercent !== null && `${number(disk.usedPercent)} % `}
              {disk.level !== 'ample' && t.foot.diskLevel[disk.level]}
            </small>
          </span>
        )}
        {power && (
          <span class="foot-item" data-power={power.level}>
            <LampShape
              state={power.level === 'mains' ? 'good' : power.level === 'unknown' ? 'waiting' : 'bad'}
            />
            {t.foot.power}:{' '}
            <small>
              {t.foot.powerLevel[power.level]}
              {power.chargePercent !== null && ` ${number(power.chargePercent)} %`}
              {power.level !== 'mains' &&
                power.runtimeSeconds !== null &&
                ` ${count(t.foot.minutes, Math.floor(power.runtimeSeconds / 60))}`}
            </small>
          </span>
        )}
        <span class="spring" />
        <button type="button" class="tool" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t.foot.details} {open ? '▾' : '▴'}
        </button>
      </div>
    </footer>
  )
}

interface DetailsProps {
  readonly devices: readonly DeviceRow[]
  readonly replication: readonly ReplicationStatus[]
  /** Changes when a crossing is closed. */
  readonly closed: string
}

function Details({ devices, replication, closed }: DetailsProps) {
  const store = useStore()
  const { t, count, dateTime, number, lane: laneName } = store.say.value
  const session = store.session.value
  const [rows, setRows] = useState<readonly CrossingRow[]>([])
  const [statistics, setStatistics] = useState<LaneStatistics | null>(null)

  // `closed` is among them because it says when to ask again.
  useEffect(() => {
    let wanted = true
    void store.api.statistics().then((answer) => {
      if (wanted && answer.ok) setStatistics(answer.value)
    })
    if (session === null) setRows([])
    else {
      void store.api.crossings(12).then((answer) => {
        if (wanted && answer.ok) setRows(answer.value)
      })
    }
    return () => {
      wanted = false
    }
  }, [store, session, closed])

  return (
    <div class="foot-details">
      <section>
        <h3>{t.foot.replication}</h3>
        {replication.map((stream) => (
          <div key={stream.party} class="stream">
            <Stream stream={stream} />
          </div>
        ))}
      </section>
      <section>
        <h3>{t.foot.devices}</h3>
        <ul class="devices">
          {devices.map(({ id, kind, health }) => (
            <li key={id}>
              <LampShape
                state={health.state === 'online' ? 'good' : health.state === 'connecting' ? 'waiting' : 'bad'}
              />
              <span>
                <span class="mono">{id}</span> <small class="muted">{kind}</small>
                {health.state !== 'online' && <small lang="en"> {health.reason}</small>}
                {losses(health.counters).map(([name, value]) => (
                  <small key={name} class="loss">
                    {' '}
                    {t.foot.loss[name]} {number(value)}
                  </small>
                ))}
              </span>
              <small>{t.foot.deviceState[health.state]}</small>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>
          {t.foot.crossings}
          {statistics !== null && (
            <span class="muted">
              {' '}
              · {count(t.foot.crossingsToday, statistics.crossings)} · {t.lane.outcome.released.toLowerCase()}{' '}
              {number(statistics.released)} · {t.lane.outcome.refused.toLowerCase()}{' '}
              {number(statistics.refused)}
            </span>
          )}
        </h3>
        {session === null ? (
          <p class="muted">{t.foot.signInForCrossings}</p>
        ) : rows.length === 0 ? (
          <p class="muted">{t.foot.noCrossings}</p>
        ) : (
          <ul class="recent">
            {rows.map((row) => (
              <li key={row.crossing}>
                <span>{dateTime(row.openedAt)}</span>
                <span>{laneName(row.lane)}</span>
                <span class="mono">{row.plate ?? '—'}</span>
                <span class={`outcome outcome-${row.outcome ?? 'open'}`}>
                  {isOutcome(row.outcome) ? t.lane.outcome[row.outcome] : t.foot.open}
                </span>
                <FormLink crossing={row.crossing} outcome={row.outcome} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

/** A board may serve several lanes; it is listed once. */
function allDevices(views: readonly LaneView[]): readonly DeviceRow[] {
  const byId = new Map(views.flatMap((view) => view.devices.map((device) => [device.id, device] as const)))
  return [...byId.values()]
}

function isOutcome(outcome: string | null): outcome is 'released' | 'refused' | 'returned' | 'detained' {
  return ['released', 'refused', 'returned', 'detained'].includes(outcome ?? '')
}
