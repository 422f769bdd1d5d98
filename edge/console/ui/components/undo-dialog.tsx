import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import { actId, counters } from '../model/acts.ts'
import { useStore } from '../model/store.ts'
import { ActButton } from './act-button.tsx'
import { Modal } from './modal.tsx'

interface UndoDialogProps {
  readonly lane: string
  readonly acts: readonly ActionExplanation[]
  readonly onClose: () => void
}

/** What can be taken back, each by a counter-event that states why; what was done stays on record. */
export function UndoDialog({ lane, acts, onClose }: UndoDialogProps) {
  const { t, article } = useStore().say.value
  const found = counters(acts)
  return (
    <Modal title={t.undo.title} onClose={onClose}>
      <p class="muted">{t.undo.text}</p>
      {found.length === 0 && <p>{t.undo.nothing}</p>}
      <ul class="undo-list" data-testid="undo">
        {found.map((act) => (
          <li key={actId(act)}>
            <ActButton lane={lane} act={act} />
            <small class="muted">{article(act.article)}</small>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
