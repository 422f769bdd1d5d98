import { useState } from 'preact/hooks'
import { fill } from '../i18n/translator.ts'
import type { Failure, SessionView } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { FailureText } from './failure-text.tsx'
import { Modal } from './modal.tsx'
import { PinField } from './pin-field.tsx'

/** Stands over the lanes, which show a passer-by's view, until the officer's PIN or another officer comes. */
export function LockDialog({ locked }: { readonly locked: SessionView }) {
  const store = useStore()
  const { t } = store.say.value
  const [pin, setPin] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const failed = await store.unlock(pin)
    setBusy(false)
    setPin('')
    setFailure(failed)
  }

  return (
    <Modal title={t.lock.title}>
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        <p data-testid="locked">{fill(t.lock.text, { officer: locked.officer })}</p>
        <PinField pin={pin} onPin={setPin} first />
        {failure !== null && <FailureText failure={failure} />}
        <div class="modal-buttons">
          <button type="button" class="tool" onClick={() => void store.signOut()}>
            {t.bar.signOut}
          </button>
          <button type="submit" class="tool primary" disabled={busy}>
            {t.lock.unlock}
          </button>
        </div>
      </form>
    </Modal>
  )
}
