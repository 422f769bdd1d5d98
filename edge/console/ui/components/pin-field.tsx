import type { Ref } from 'preact'
import { useStore } from '../model/store.ts'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

interface PinFieldProps {
  readonly pin: string
  readonly onPin: (pin: string) => void
  readonly field?: Ref<HTMLInputElement>
  /** The dialog begins with it. */
  readonly first?: boolean
}

/** A PIN by keyboard or by touch. */
export function PinField({ pin, onPin, field, first = false }: PinFieldProps) {
  const { t } = useStore().say.value
  return (
    <>
      <label>
        {t.signIn.pin}
        <input
          ref={field ?? null}
          name="pin"
          autofocus={first}
          type="password"
          inputMode="numeric"
          autocomplete="off"
          required
          minLength={4}
          value={pin}
          onInput={(event) => onPin(event.currentTarget.value)}
        />
      </label>
      <div class="keypad">
        {digits.map((digit) => (
          <button key={digit} type="button" tabIndex={-1} onClick={() => onPin(pin + digit)}>
            {digit}
          </button>
        ))}
        <button type="button" tabIndex={-1} aria-label={t.signIn.clear} onClick={() => onPin('')}>
          ✕
        </button>
        <button type="button" tabIndex={-1} onClick={() => onPin(`${pin}0`)}>
          0
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t.signIn.erase}
          onClick={() => onPin(pin.slice(0, -1))}
        >
          ⌫
        </button>
      </div>
    </>
  )
}
