import type { DeviceHealth } from '../../../ports/devices.ts'
import type { DeviceReport } from '../../../ports/equipment.ts'
import { counterNames, reasonCodes } from '../i18n/equipment/texts.ts'
import { fill } from '../i18n/translator.ts'
import { useStore } from '../model/store.ts'
import { useDuration } from './duration.ts'
import { elapsed } from './elapsed.ts'
import { cameraNow, FramedPicture } from './framed-picture.tsx'
import { LampShape } from './shapes.tsx'

/** As the foot of the page has it: a device that is being sought waits, any other state but working is bad. */
export function lampOfDevice({ state }: DeviceHealth): 'good' | 'waiting' | 'bad' {
  return state === 'online' ? 'good' : state === 'connecting' ? 'waiting' : 'bad'
}

/** What was sent or asked in vain: worth a look where it is not zero. */
const losses = new Set([
  ...['framesRejected', 'framesDamaged', 'bytesDiscarded', 'timeouts', 'reconnects', 'exceptions', 'floods'],
  ...['eventsRejected', 'postsRefused', 'filesRefused', 'deliveriesFailed'],
])

/** No board is polled less often than every 5 s. */
const oldMs = 6000

export function DeviceCard({ device }: { readonly device: DeviceReport }) {
  const store = useStore()
  const { t, number, lane: laneName, dateTime } = store.say.value
  const { id, kind, role, lanes, health, lastHeard, points } = device
  const now = store.now.value
  const lamp = lampOfDevice(health)
  const texts = t.equipment
  const code = reasonCodes.find((one) => health.reason.startsWith(one))
  const view = store.lanes.value.find((entry) => role === 'camera' && lanes.includes(entry.lane))?.view
  const picture = view ? cameraNow(view) : null
  return (
    <li class={`device device-${lamp}`} data-device={id}>
      <header>
        <LampShape state={lamp} />
        <strong>{t.foot.deviceState[health.state]}</strong>
        <span title={dateTime(health.since)}>{fill(texts.since, { time: useDuration(health.since) })}</span>
      </header>
      <h3>
        <span class="mono">{id}</span> <small>{kind}</small>
      </h3>
      <p class="muted">
        {texts.role[role]} · {lanes.length === 0 ? texts.noLane : lanes.map(laneName).join(', ')}
      </p>
      {health.state !== 'online' && (
        <p class="device-reason">
          {code !== undefined && <strong>{texts.reason[code]} </strong>}
          <small lang="en">{health.reason}</small>
        </p>
      )}
      {picture !== null && <FramedPicture shown={picture} />}
      {(role === 'camera' || role === 'documentReader' || role === 'scale' || role === 'badgeReader') && (
        <p>
          {texts.lastHeard[role]}:{' '}
          {lastHeard === null ? texts.neverHeard : fill(texts.ago, { time: elapsed(lastHeard, now) })}
        </p>
      )}
      {points !== null && <Points points={points} />}
      <ul class="counters">
        {Object.entries(health.counters).map(([name, value]) => (
          <li key={name} class={value > 0 && losses.has(name) ? 'loss' : 'muted'}>
            {value > 0 && losses.has(name) && '▲ '}
            {counterText(name)} {number(value)}
          </li>
        ))}
      </ul>
    </li>
  )

  function counterText(name: string): string {
    if (name in t.foot.loss) return t.foot.loss[name as keyof typeof t.foot.loss]
    const known = counterNames.find((one) => one === name)
    return known === undefined ? name : texts.counter[known]
  }
}

function Points({ points }: { readonly points: NonNullable<DeviceReport['points']> }) {
  const { t, count, number } = useStore().say.value
  const texts = t.equipment
  if (points.length === 0) return <p class="muted">{texts.notPolled}</p>
  return (
    <ul class="points" aria-label={count(texts.points, points.length)}>
      {points.map(({ name, value, ageMs }) => {
        const old = ageMs > oldMs
        const age = fill(texts.seconds, { n: number(Math.round(ageMs / 100) / 10) })
        return (
          <li key={name} class={old ? 'point-old' : value ? 'point-on' : 'point-off'}>
            <span aria-hidden="true">{old ? '▲' : value ? '■' : '□'}</span>
            <span class="point-name">{name}</span>
            <small>
              {old ? texts.old : value ? texts.on : texts.off} {age}
            </small>
          </li>
        )
      })}
    </ul>
  )
}
