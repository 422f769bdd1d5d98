import { useEffect, useState } from 'preact/hooks'
import type { ConfigurationRevision } from '../../../ports/configuration.ts'
import { Modal } from '../components/modal.tsx'
import { fill } from '../i18n/translator.ts'
import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { technicianApi } from './api.ts'
import { Differences } from './differences.tsx'
import { TechnicianFailureText } from './failure.tsx'
import { useTechnicianTexts } from './texts.ts'

/** Who changed what, when and why, from the journal; and the way back. */
export function History(props: {
  readonly base: string
  readonly onClose: () => void
  readonly done: () => void
}) {
  const { base, onClose, done } = props
  const { dateTime } = useStore().say.value
  const texts = useTechnicianTexts().config
  const [revisions, setRevisions] = useState<readonly ConfigurationRevision[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [reason, setReason] = useState('')

  useEffect(() => {
    void technicianApi.history().then((answer) => {
      if (answer.ok) setRevisions(answer.value)
      else setFailure(answer.failure)
    })
  }, [])

  async function back(rollbackTo: string): Promise<void> {
    const answer = await technicianApi.save(base, { rollbackTo }, reason)
    if (!answer.ok) return setFailure(answer.failure)
    done()
    onClose()
  }

  return (
    <Modal title={texts.history} onClose={onClose}>
      {failure !== null && <TechnicianFailureText failure={failure} />}
      {revisions?.length === 0 && <p class="muted">{texts.noHistory}</p>}
      {revisions !== null && revisions.length > 0 && (
        <label class="schema-field">
          {texts.reason}
          <input
            name="rollback-reason"
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
      )}
      <ol class="revisions">
        {revisions?.map((revision) => (
          <li key={`${revision.at} ${revision.sha256}`}>
            <p>
              <strong>{dateTime(revision.at)}</strong> {revision.by.officer}
              {revision.confirmedBy && `, ${fill(texts.agreed, { officer: revision.confirmedBy.officer })}`}:
              “{revision.reason}”
            </p>
            <Differences list={revision.differences} />
            {revision.before.kept && (
              <button
                type="button"
                class="tool"
                disabled={reason.trim() === ''}
                onClick={() => void back(revision.before.sha256)}
              >
                {texts.rollback}
              </button>
            )}
          </li>
        ))}
      </ol>
    </Modal>
  )
}
