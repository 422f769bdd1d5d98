import { useEffect, useState } from 'preact/hooks'
import type { TrialOffer } from '../../../ports/lane.ts'
import { FailureText } from '../components/failure-text.tsx'
import { BarrierNotes, LaneDrawing } from '../components/lane-drawing.tsx'
import { MaintenanceNote, partName } from '../components/maintenance-note.tsx'
import type { ActResult } from '../model/api.ts'
import { type LaneEntry, useStore } from '../model/store.ts'
import { technicianApi } from './api.ts'
import { useTechnicianTexts } from './texts.ts'

const lookMs = 1000

/** Parts of a lane, tried one by one while it is out of service and empty. */
export function TrialPage() {
  const { lanes } = useStore()
  return (
    <div class="trials">
      {lanes.value.map((entry) => (
        <LaneTrials key={entry.lane} entry={entry} />
      ))}
    </div>
  )
}

function LaneTrials({ entry: { lane, view } }: { readonly entry: LaneEntry }) {
  const store = useStore()
  const say = store.say.value
  const link = store.link.value
  const texts = useTechnicianTexts().trial
  const [offers, setOffers] = useState<readonly TrialOffer[]>([])
  const [result, setResult] = useState<ActResult>({ outcome: 'done' })
  const [reason, setReason] = useState('')
  const out = view.maintenance !== null

  useEffect(() => {
    if (link !== 'live' || !out) return
    const look = async () => {
      const answer = await technicianApi.trials(lane)
      if (answer.ok) setOffers(answer.value.trials)
    }
    void look()
    const looking = setInterval(() => void look(), lookMs)
    return () => clearInterval(looking)
  }, [link, lane, out])

  return (
    <section class="trial" aria-label={say.lane(lane)} data-trial={lane}>
      <h2>{say.lane(lane)}</h2>
      <MaintenanceNote view={view} />
      <BarrierNotes view={view} />
      <LaneDrawing view={view} />
      {!out && (
        <form
          onSubmit={async (event) => {
            event.preventDefault()
            setResult(await technicianApi.beginMaintenance(lane, reason))
            setReason('')
          }}
        >
          <p>{texts.hint}</p>
          <label>
            {texts.reason}
            <input
              name="maintenance-reason"
              required
              maxLength={500}
              value={reason}
              onInput={({ currentTarget }) => setReason(currentTarget.value)}
            />
          </label>
          <button type="submit" class="tool primary">
            {texts.begin}
          </button>
        </form>
      )}
      {out && (
        <>
          <ul class="trial-parts">
            {offers.map(({ part, refusal }) => (
              <li key={JSON.stringify(part)}>
                <button
                  type="button"
                  class="tool"
                  disabled={refusal !== null}
                  onClick={async () => setResult(await technicianApi.tryPart(lane, part))}
                >
                  {partName(part, say)}
                </button>
                {refusal !== null && (
                  <small>
                    {say.t.refusal[refusal.code]} {say.fact(refusal).text} ({say.article(refusal.article)})
                  </small>
                )}
              </li>
            ))}
          </ul>
          <button
            type="button"
            class="tool primary"
            onClick={async () => setResult(await technicianApi.endMaintenance(lane))}
          >
            {texts.end}
          </button>
        </>
      )}
      {result.outcome === 'refused' && (
        <p class="failure" role="alert">
          {say.t.refusal[result.refusal.code]} {say.fact(result.refusal).text}
        </p>
      )}
      {result.outcome === 'failed' && <FailureText failure={result.failure} />}
    </section>
  )
}
