import { useState } from 'preact/hooks'
import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { FailureText } from './failure-text.tsx'
import { Modal } from './modal.tsx'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

export function SignInDialog() {
  const store = useStore()
  const { t } = store.say.value
  const [officer, setOfficer] = useState('')
  const [pin, setPin] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  const close = () => {
    store.signInOpen.value = false
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const failed = await store.signIn(officer.trim(), pin)
    setBusy(false)
    setPin('')
    setFailure(failed)
  }

  return (
    <Modal title={t.signIn.title} onClose={close}>
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        <label>
          {t.signIn.officer}
          <input
            name="officer"
            autocomplete="username"
            autocapitalize="characters"
            spellcheck={false}
            required
            value={officer}
            onInput={(event) => setOfficer(event.currentTarget.value)}
          />
        </label>
        <label>
          {t.signIn.pin}
          <input
            name="pin"
            type="password"
            inputMode="numeric"
            autocomplete="off"
            required
            minLength={4}
            value={pin}
            onInput={(event) => setPin(event.currentTarget.value)}
          />
        </label>
        <div class="keypad">
          {digits.map((digit) => (
            <button key={digit} type="button" tabIndex={-1} onClick={() => setPin(pin + digit)}>
              {digit}
            </button>
          ))}
          <button type="button" tabIndex={-1} aria-label={t.signIn.clear} onClick={() => setPin('')}>
            ✕
          </button>
          <button type="button" tabIndex={-1} onClick={() => setPin(`${pin}0`)}>
            0
          </button>
          <button
            type="button"
            tabIndex={-1}
            aria-label={t.signIn.erase}
            onClick={() => setPin(pin.slice(0, -1))}
          >
            ⌫
          </button>
        </div>
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
