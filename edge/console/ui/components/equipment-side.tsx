import type { GatewayState, ModelFacts } from '../../../ports/equipment.ts'
import { fill } from '../i18n/translator.ts'
import { useStore } from '../model/store.ts'
import { useDuration } from './duration.ts'
import { Stream } from './stream.tsx'

/** The gateway itself, the streams to both Parties' centres, and the models. */
export function EquipmentSide(props: {
  readonly state: GatewayState
  readonly models: readonly ModelFacts[]
}) {
  const { state, models } = props
  const store = useStore()
  const { t, count, time, dateTime, number } = store.say.value
  const texts = t.equipment
  const gateway = store.gateway.value
  const uptime = useDuration(state.startedAt)
  const off = Math.round((store.now.value.getTime() - Date.now()) / 1000)
  const gigabytes = (bytes: number) => number(Math.round(bytes / 1e8) / 10)
  const facts: readonly (readonly [string, string])[] = [
    [texts.version, gateway?.version ?? ''],
    [
      texts.rulePack,
      gateway === null
        ? ''
        : `${gateway.rulePack.name} ${gateway.rulePack.version} ${gateway.rulePack.sha256.slice(0, 12)}`,
    ],
    [texts.uptime, uptime],
    [texts.journal, fill(texts.position, { epoch: String(state.epoch), seq: String(state.seq ?? '—') })],
    [
      texts.disk,
      fill(texts.diskFree, { free: gigabytes(state.disk.freeBytes), all: gigabytes(state.disk.bytes) }),
    ],
    // The page ticks once a second, so less than two seconds is no difference.
    [
      texts.clock,
      time(store.now.value) + (Math.abs(off) < 2 ? '' : `; ${count(texts.clockOff, Math.abs(off))}`),
    ],
  ]
  return (
    <div class="equipment-side">
      <section aria-label={texts.gateway}>
        <h3>{texts.gateway}</h3>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-label={t.foot.replication}>
        <h3>{t.foot.replication}</h3>
        {store.replication.value.map((stream) => {
          const head = state.cosigned.find(({ party }) => party === stream.party)?.head
          return (
            <div key={stream.party} class="stream">
              <Stream stream={stream} />
              <p class="muted">
                {head ? `${count(texts.cosigned, head.size)}, ${dateTime(head.at)}` : texts.notCosigned}
              </p>
            </div>
          )
        })}
      </section>
      <section aria-label={texts.models}>
        <h3>{texts.models}</h3>
        {models.map(({ name, sha256, bytes, date, thresholds, measured }) => (
          <div key={name} class="model">
            <p>
              <strong class="mono">{name}</strong>{' '}
              {fill(texts.megabytes, { n: number(Math.round(bytes / 1e5) / 10) })}
              {date !== null && `, ${date}`}
            </p>
            <p class="muted mono" title={sha256}>
              SHA-256 {sha256.slice(0, 16)}…
            </p>
            {Object.keys(thresholds).length > 0 && (
              <p class="muted">
                {texts.thresholds}: {figures(thresholds)}
              </p>
            )}
            {measured.map(({ set, figures: found }) => (
              <p key={set} class="muted">
                <span lang="en">{set}</span>: {figures(found)}
              </p>
            ))}
          </div>
        ))}
      </section>
    </div>
  )

  /** The names are those of the model's card. */
  function figures(found: Readonly<Record<string, number>>) {
    return (
      <span lang="en">
        {Object.entries(found)
          .map(([name, value]) => `${name} ${number(value)}`)
          .join(', ')}
      </span>
    )
  }
}
