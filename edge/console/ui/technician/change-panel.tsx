import { useState } from 'preact/hooks'
import type {
  CheckedEdit,
  ConfigurationEdit,
  ConfigurationState,
  SaveOutcome,
} from '../../../ports/configuration.ts'
import { fill } from '../i18n/translator.ts'
import type { Answer, Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { technicianApi } from './api.ts'
import { Differences } from './differences.tsx'
import { TechnicianFailureText } from './failure.tsx'
import { useTechnicianTexts } from './texts.ts'

/** What would be written and what it would do, who must agree, and the change that waits for the other Party. */
export function ChangePanel(props: {
  readonly state: ConfigurationState
  readonly base: string
  readonly edits: readonly ConfigurationEdit[]
  readonly checked: CheckedEdit | null
  readonly discard: () => void
  readonly done: () => void
}) {
  const { state, base, edits, checked, discard, done } = props
  const store = useStore()
  const { article, count, time } = store.say.value
  const texts = useTechnicianTexts().config
  const [reason, setReason] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [saved, setSaved] = useState(false)
  const own = store.session.value?.party
  const { proposal } = state

  async function ask(work: Promise<Answer<SaveOutcome | unknown>>): Promise<void> {
    const answer = await work
    setFailure(answer.ok ? null : answer.failure)
    setSaved(answer.ok && (answer.value as { outcome?: string }).outcome === 'applied')
    if (!answer.ok) return
    setReason('')
    done()
  }

  if (proposal !== null) {
    return (
      <section class="proposal" aria-label={texts.waiting}>
        <h3>{texts.waiting}</h3>
        <p>{fill(texts.waitingBy, { officer: proposal.by.officer, time: time(proposal.at) })}</p>
        <p>“{proposal.reason}”</p>
        <Differences list={proposal.differences} />
        {proposal.by.party === own ? (
          <p class="muted">{texts.confirmHint}</p>
        ) : (
          <button
            type="button"
            class="tool primary"
            onClick={() => void ask(technicianApi.confirm(proposal.id))}
          >
            {texts.confirm}
          </button>
        )}
        <button type="button" class="tool" onClick={() => void ask(technicianApi.withdraw(proposal.id))}>
          {texts.withdraw}
        </button>
        {failure !== null && <TechnicianFailureText failure={failure} />}
      </section>
    )
  }
  if (edits.length === 0) {
    return (
      <section>
        <h3>{texts.changes}</h3>
        <p class="muted" role="status">
          {saved ? texts.saved : texts.noChanges}
        </p>
        {failure !== null && <TechnicianFailureText failure={failure} />}
      </section>
    )
  }
  const both = checked?.differences.some(({ touches }) => touches !== null) === true
  const sound = checked !== null && checked.faults.length === 0
  return (
    <section>
      <h3>{texts.changes}</h3>
      {checked !== null && <Differences list={checked.differences} />}
      {checked !== null && checked.faults.length > 0 && (
        <div class="change-faults" role="alert">
          <strong>{count(texts.faults, checked.faults.length)}</strong>
          <ul lang="en">
            {checked.faults.map(({ path, line, problem, allowed }) => (
              <li key={`${path} ${problem}`}>
                <span class="mono">
                  {path} ({line})
                </span>{' '}
                {problem}
                {allowed !== '' && `; ${allowed}`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {sound && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void ask(technicianApi.save(base, { edits }, reason))
          }}
        >
          {checked.restarts.length > 0 && (
            <p>{fill(texts.restarts, { devices: checked.restarts.join(', ') })}</p>
          )}
          {checked.later.length > 0 && <p>{fill(texts.later, { parts: checked.later.join(', ') })}</p>}
          <p class={both ? 'both' : 'muted'}>
            {both ? fill(texts.both, { article: article('JC 5.2') }) : texts.alone}
          </p>
          <label>
            {texts.reason}
            <textarea
              name="reason"
              required
              maxLength={500}
              rows={2}
              value={reason}
              onInput={({ currentTarget }) => setReason(currentTarget.value)}
            />
          </label>
          <button type="submit" class="tool primary" disabled={!state.writable}>
            {both ? texts.propose : texts.save}
          </button>
        </form>
      )}
      <button type="button" class="tool" onClick={discard}>
        {texts.discard}
      </button>
      {failure !== null && <TechnicianFailureText failure={failure} />}
    </section>
  )
}
