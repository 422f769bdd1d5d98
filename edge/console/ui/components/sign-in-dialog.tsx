import { useState } from 'preact/hooks'
import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { BadgeFields } from './badge-fields.tsx'
import { FailureText } from './failure-text.tsx'
import { Modal } from './modal.tsx'

export function SignInDialog({ badge }: { readonly badge: string }) {
  const store = useStore()
  const { t } = store.say.value
  const [given, setGiven] = useState({ officer: badge, pin: '' })
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  const close = () => {
    store.signInOpen.value = null
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const failed = await store.signIn(given.officer.trim(), given.pin)
    setBusy(false)
    setGiven({ ...given, pin: '' })
    setFailure(failed)
  }

  return (
    <Modal title={t.signIn.title} onClose={close}>
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        <BadgeFields label={t.signIn.officer} given={given} onChange={setGiven} />
        {failure !== null && <FailureText failure={failure} />}
        <p class="muted small">{t.signIn.hint}</p>
        <div class="modal-buttons">
          <button type="button" class="tool" onClick={close}>
            {t.acts.cancel}
          </button>
          <button type="submit" class="tool primary" disabled={busy}>
            {t.signIn.submit}
          </button>
        </div>
      </form>
    </Modal>
  )
}
