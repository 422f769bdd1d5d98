import { useState } from 'preact/hooks'
import type { BarrierRole } from '../../../domain/crossing/events.ts'
import type { LaneView } from '../../../ports/lane.ts'
import { useStore } from '../model/store.ts'
import { BoomAct } from './boom-act.tsx'

/** Rule 9: opens a boom over lock and latch, for fire or injury. */
export function EmergencyOpening({ view }: { readonly view: LaneView }) {
  const store = useStore()
  const { t } = store.say.value
  const roles = view.barriers.map(({ role }) => role)
  const way = roles.includes('releaseBarrier') ? 'releaseBarrier' : roles[0]
  const [barrier, setBarrier] = useState<BarrierRole | undefined>(way)
  const [reason, setReason] = useState('')
  if (barrier === undefined) return null
  const { lane } = view
  return (
    <BoomAct
      lane={lane}
      act="OpenInEmergency"
      name={t.drawing.emergency}
      hint={t.drawing.emergencyHint}
      sign={<span aria-hidden="true">⚠</span>}
      perform={(second) => store.api.emergencyOpen(lane, barrier, reason, second)}
      fields={
        <>
          <fieldset class="choices choices-two">
            <legend>{t.drawing.emergencyBarrier}</legend>
            {roles.map((role) => (
              <label key={role} class="choice">
                <input
                  type="radio"
                  name="barrier"
                  value={role}
                  checked={barrier === role}
                  onChange={() => setBarrier(role)}
                />
                {t.drawing.barrier[role]}
              </label>
            ))}
          </fieldset>
          <label>
            {t.acts.reason}
            <textarea
              name="reason"
              required
              maxLength={500}
              rows={2}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </label>
        </>
      }
    />
  )
}
