import { useState } from 'preact/hooks'
import { type LaneEntry, useStore } from '../model/store.ts'
import { FormLink } from './form-link.tsx'
import { FoldedPapers, Papers, papersInView } from './papers.tsx'
import { PlateBox } from './plate-box.tsx'
import { Steps } from './steps.tsx'
import { VehiclePapers } from './vehicle-papers.tsx'
import { VehiclePicture } from './vehicle-picture.tsx'

/** What is known of the crossing in the lane, or that there is none, or that it is not for this viewer. */
export function CrossingBody({ entry }: { readonly entry: LaneEntry }) {
  const store = useStore()
  const { t, cause } = store.say.value
  const { view } = entry
  const { crossing } = view
  const [document, unfold] = useState<string | null>(null)

  if (crossing === null) {
    const signedIn = store.session.value !== null
    return (
      <div class="no-crossing">
        <p class="no-crossing-text">{view.lawInForce === null ? t.lane.free : t.lane.underWay}</p>
        {signedIn && view.camera.frame !== null && <VehiclePicture view={view} />}
        <h3>{t.lane.recent}</h3>
        {view.recent.length === 0 ? (
          <p class="muted">{t.lane.noRecent}</p>
        ) : (
          <ul class="recent">
            {view.recent.map((row) => (
              <li key={row.crossing}>
                <span class="mono">{row.plate ?? '—'}</span>
                <span class={`outcome outcome-${row.outcome}`}>{t.lane.outcome[row.outcome]}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    )
  }
  const { refusal } = crossing
  const { whole, folded } = papersInView(crossing, document)
  return (
    <>
      {refusal !== null && (
        <p class="refused" role="status">
          <strong>{t.lane.refusedBecause}</strong> {t.partyShort[refusal.by]}: {cause(refusal.cause)} —{' '}
          {refusal.reason} <FormLink crossing={crossing.crossing} outcome="refused" />
        </p>
      )}
      {crossing.outcome === 'returned' && (
        <p class="refused" role="status">
          <strong>{t.lane.outcome.returned}</strong>{' '}
          <FormLink crossing={crossing.crossing} outcome="returned" />
        </p>
      )}
      <div class="identity">
        <div class="seen">
          <VehiclePicture view={view} />
          <PlateBox entry={entry} />
          <FoldedPapers crossing={crossing} folded={folded} onUnfold={unfold} />
          <VehiclePapers crossing={crossing} />
        </div>
        <Papers crossing={crossing} whole={whole} />
      </div>
      <Steps crossing={crossing} />
    </>
  )
}
