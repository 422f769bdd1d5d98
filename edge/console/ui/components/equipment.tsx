import { useEffect, useState } from 'preact/hooks'
import type { DeviceReport, GatewayState, ModelFacts } from '../../../ports/equipment.ts'
import type { Answer } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { DeviceCard, lampOfDevice } from './device-card.tsx'
import { EquipmentSide } from './equipment-side.tsx'
import { FailureText } from './failure-text.tsx'
import { LampShape } from './shapes.tsx'

const everyMs = 2000
const order = ['bad', 'waiting', 'good']

interface Seen {
  readonly devices: readonly DeviceReport[]
  readonly state: GatewayState
}

/** The technician's page: what does not work first. It moves nothing. */
export function EquipmentPage() {
  const store = useStore()
  const { t, count } = store.say.value
  const link = store.link.value
  const [seen, setSeen] = useState<Answer<Seen> | null>(null)
  const [models, setModels] = useState<readonly ModelFacts[]>([])
  // A change of health comes with the lanes at once, so nobody waits for the next question.
  const health = store.lanes.value
    .flatMap(({ view }) => view.devices.map((device) => `${device.id} ${device.health.since}`))
    .join()

  useEffect(() => {
    if (link !== 'live') return
    let wanted = true
    const ask = async () => {
      const [devices, state] = await Promise.all([store.api.devices(), store.api.gatewayState()])
      if (!wanted) return
      if (!devices.ok || !state.ok) setSeen(devices.ok ? (state as Answer<Seen>) : devices)
      else setSeen({ ok: true, value: { devices: devices.value, state: state.value } })
    }
    void ask()
    const asking = setInterval(() => void ask(), everyMs)
    return () => {
      wanted = false
      clearInterval(asking)
    }
  }, [store, link, health])

  useEffect(() => {
    void store.api.models().then((answer) => {
      if (answer.ok) setModels(answer.value)
    })
  }, [store])

  const devices = seen?.ok ? seen.value.devices : []
  const sorted = devices.toSorted(
    (a, b) => order.indexOf(lampOfDevice(a.health)) - order.indexOf(lampOfDevice(b.health)),
  )
  const troubled = devices.filter(({ health: { state } }) => state !== 'online').length
  return (
    <section class="equipment" aria-label={t.equipment.title}>
      <div class="equipment-devices">
        <header>
          <h2>{t.equipment.title}</h2>
          {devices.length > 0 && (
            <p>
              <LampShape state={troubled === 0 ? 'good' : 'bad'} />{' '}
              {troubled === 0 ? count(t.foot.allOnline, devices.length) : count(t.foot.troubled, troubled)}
            </p>
          )}
        </header>
        {seen === null && <p class="muted">…</p>}
        {seen !== null && !seen.ok && <FailureText failure={seen.failure} />}
        <ul class="device-cards">
          {sorted.map((device) => (
            <DeviceCard key={device.id} device={device} />
          ))}
        </ul>
      </div>
      {seen?.ok && <EquipmentSide state={seen.value.state} models={models} />}
    </section>
  )
}
