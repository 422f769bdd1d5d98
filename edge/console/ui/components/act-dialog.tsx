import { useState } from 'preact/hooks'
import type { ControlDecision } from '../../../domain/crossing/events.ts'
import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import { type ActAnswers, isRepeat, noAnswers, toneOf } from '../model/acts.ts'
import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { FailureText } from './failure-text.tsx'
import { OpenWorkList } from './handover.tsx'
import { LawFields, ReferralFields } from './law-fields.tsx'
import { Modal } from './modal.tsx'
import { SecondFields } from './second-fields.tsx'

interface ActDialogProps {
  readonly lane: string
  readonly act: ActionExplanation
  readonly onCancel: () => void
  /** Resolves with what keeps the act from being given: then the dialog stays. */
  readonly onSubmit: (answers: ActAnswers) => Promise<Failure | null>
}

const decisions: readonly ControlDecision[] = ['released', 'recognised', 'referred', 'detained']
const plateSigns = '[A-Za-z0-9 \\-]{2,16}'

/** Asks for what the act needs besides: a decision, a cause, a reason, a note, a plate. */
export function ActDialog({ lane, act, onCancel, onSubmit }: ActDialogProps) {
  const store = useStore()
  const { t, article, control, cause: causeText } = store.say.value
  const plate = store.lanes.value.find((entry) => entry.lane === lane)?.view.crossing?.plate ?? null
  const causes = store.gateway.value?.rulePack.refusalCauses ?? []
  const [answers, setAnswers] = useState<ActAnswers>({
    ...noAnswers,
    plate: plate?.text ?? '',
    country: plate === null || plate.country === 'unknown' ? '' : plate.country,
  })
  const [failure, setFailure] = useState<Failure | null>(null)
  const needs = (what: ActionExplanation['needs'][number]) => act.needs.includes(what)
  // What is chosen in the form has its own article, shown with the choice.
  const choosesGround = needs('notice') || needs('restriction')
  const set = (change: Partial<ActAnswers>) => setAnswers({ ...answers, ...change })

  return (
    <Modal title={isRepeat(act) ? t.acts.repeatName : t.acts.name[act.action]} onClose={onCancel}>
      <form
        class="act-form"
        onSubmit={(event) => {
          event.preventDefault()
          void onSubmit(answers).then((failed) => {
            setFailure(failed)
            set({ second: { ...answers.second, pin: '' } })
          })
        }}
      >
        <p class="muted">
          {act.control !== null && <strong>{control(act.control)} · </strong>}
          {!choosesGround && article(act.article)}
        </p>
        {needs('handover') && <OpenWorkList lane={lane} />}
        {isRepeat(act) && <p>{t.acts.repeat}</p>}
        {needs('decision') && (
          <fieldset class="choices choices-two">
            <legend>{t.acts.decision}</legend>
            {decisions.map((decision) => (
              <label key={decision} class="choice">
                <input
                  type="radio"
                  name="decision"
                  value={decision}
                  checked={answers.decision === decision}
                  onChange={() => set({ decision })}
                />
                {t.steps.decision[decision]}
              </label>
            ))}
          </fieldset>
        )}
        {needs('decision') && answers.decision === 'referred' && (
          <ReferralFields answers={answers.law} onChange={(law) => set({ law })} />
        )}
        <LawFields act={act} answers={answers.law} onChange={(law) => set({ law })} />
        {needs('cause') && (
          <fieldset class="choices">
            <legend>{t.acts.cause}</legend>
            {causes.map((cause) => (
              <label key={cause} class="choice">
                <input
                  type="radio"
                  name="cause"
                  value={cause}
                  required
                  checked={answers.cause === cause}
                  onChange={() => set({ cause })}
                />
                {causeText(cause)}
              </label>
            ))}
          </fieldset>
        )}
        {needs('plate') && (
          <>
            {plate?.crop && (
              <img class="crop-large" src={`/api/v1/evidence/${plate.crop.sha256}`} alt={t.picture.cropAlt} />
            )}
            <div class="plate-fields">
              <label>
                {t.acts.plateCountry}
                <input
                  name="country"
                  maxLength={3}
                  pattern="[A-Za-z]{1,3}"
                  value={answers.country}
                  onInput={(event) => set({ country: event.currentTarget.value })}
                />
              </label>
              <label>
                {t.acts.plateText}
                <input
                  name="plate"
                  autofocus
                  class="plate-input"
                  required
                  pattern={plateSigns}
                  title={t.acts.plateRule}
                  value={answers.plate}
                  onInput={(event) => set({ plate: event.currentTarget.value })}
                />
              </label>
            </div>
            <p class="muted small">{t.acts.plateRule}</p>
          </>
        )}
        {needs('reason') && (
          <label>
            {t.acts.reason}
            <textarea
              name="reason"
              required
              maxLength={500}
              rows={2}
              value={answers.reason}
              onInput={(event) => set({ reason: event.currentTarget.value })}
            />
          </label>
        )}
        {needs('note') && (
          <label>
            {t.acts.note} <small class="muted">{t.acts.optional}</small>
            <textarea
              name="note"
              maxLength={500}
              rows={2}
              value={answers.note}
              onInput={(event) => set({ note: event.currentTarget.value })}
            />
          </label>
        )}
        {needs('second') && (
          <SecondFields
            takesOver={needs('handover')}
            given={answers.second}
            onChange={(second) => set({ second })}
          />
        )}
        {failure !== null && <FailureText failure={failure} />}
        <div class="modal-buttons">
          <button type="button" class="tool" onClick={onCancel}>
            {t.acts.cancel}
          </button>
          <button type="submit" class={`tool ${toneOf(act.action) === 'back' ? 'danger' : 'primary'}`}>
            {t.acts.name[act.action]}
          </button>
        </div>
      </form>
    </Modal>
  )
}
