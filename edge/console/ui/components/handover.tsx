import type { CheckpointView } from '../../../domain/checkpoint/explain.ts'
import type { CrossingPhase } from '../../../domain/crossing/explain.ts'
import type { ControlKind, Party } from '../../../domain/party.ts'
import { useStore } from '../model/store.ts'

export type Handover = CheckpointView['handovers'][number]

/** What stands open in the lane, as who takes it over has to know it before both give their PIN. */
export function OpenWorkList({ lane }: { readonly lane: string }) {
  const store = useStore()
  const { t, control, count } = store.say.value
  const view = store.lanes.value.find((entry) => entry.lane === lane)?.view
  const own = store.session.value?.party
  const crossing = view?.crossing
  const checkpoint = view?.checkpoint
  const unreceived = checkpoint?.notices.filter((one) => one.from !== own && !one.receivedAt).length ?? 0
  const referrals = checkpoint?.referrals.filter((one) => one.party === own).length ?? 0
  const underWay = crossing?.steps.filter((step) => step.state === 'started') ?? []
  return (
    <div class="open-work" data-testid="open-work">
      <p>{t.handover.text}</p>
      <ul>
        {crossing ? (
          <li>
            {t.handover.crossing}: <strong class="mono">{crossing.plate?.text ?? '—'}</strong> ·{' '}
            {t.lane.phase[crossing.phase]}
          </li>
        ) : (
          <li>{t.handover.nothing}</li>
        )}
        {underWay.map((step) => (
          <li key={control(step.control)}>
            {control(step.control)}: {t.steps.state.started}
          </li>
        ))}
        {crossing?.holds.map((hold) => (
          <li key={hold.by}>
            {t.handover.held}: {t.partyShort[hold.by]} · {hold.reason}
          </li>
        ))}
        {crossing?.documents
          .filter(({ held }) => held)
          .map(({ document, fields }) => (
            <li key={document}>
              {t.handover.personHeld}: {fields.surname} {fields.givenNames}
            </li>
          ))}
        {unreceived > 0 && <li>{count(t.handover.notices, unreceived)}</li>}
        {referrals > 0 && <li>{count(t.handover.referrals, referrals)}</li>}
      </ul>
    </div>
  )
}

/** Who relieved whom, with what stood open then. */
export function Handovers({ handovers }: { readonly handovers: readonly Handover[] }) {
  const { t, dateTime, article } = useStore().say.value
  return (
    <section data-testid="handovers">
      <h3>{t.handover.title}</h3>
      <ul class="law-list">
        {handovers.map((one) => (
          <li key={`${one.at}${one.from}`}>
            <span>
              <strong>
                {one.from} → {one.to}
              </strong>{' '}
              · {t.partyShort[one.party]} · {t.kind[one.body]} · {dateTime(one.at)}
              <small>
                {article('JC 12')} · {one.open === null ? t.handover.nothing : openText(one.open)}
                {one.note !== null && ` · ${one.note}`}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )

  function openText({ phase, underWay, holds, personsHeld }: NonNullable<Handover['open']>): string {
    return [
      `${t.handover.crossing}: ${t.lane.phase[phase as CrossingPhase] ?? phase}`,
      ...underWay.map((key) => {
        const [party, kind] = key.split('/')
        return `${t.kind[kind as ControlKind] ?? kind} (${t.partyShort[party as Party] ?? party})`
      }),
      ...holds.map((party) => `${t.handover.held}: ${t.partyShort[party]}`),
      ...(personsHeld > 0 ? [`${t.handover.personHeld}: ${personsHeld}`] : []),
    ].join(' · ')
  }
}
