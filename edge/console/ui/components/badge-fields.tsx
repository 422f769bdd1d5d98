import { useRef, useState } from 'preact/hooks'
import { latinOf } from '../model/latin-keys.ts'
import { useStore } from '../model/store.ts'
import { PinField } from './pin-field.tsx'

export interface BadgeAndPin {
  readonly officer: string
  readonly pin: string
}

interface BadgeFieldsProps {
  readonly label: string
  readonly given: BadgeAndPin
  readonly onChange: (given: BadgeAndPin) => void
}

/** Badge or service number, then PIN. Enter after the badge, which a reader types too, goes on to the PIN. */
export function BadgeFields({ label, given, onChange }: BadgeFieldsProps) {
  const { t } = useStore().say.value
  const pin = useRef<HTMLInputElement>(null)
  // A badge that was read before the dialog stood leaves the PIN to be asked.
  const [read] = useState(given.officer !== '')

  return (
    <>
      <label>
        {label}
        <input
          name="officer"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          required
          maxLength={64}
          placeholder={t.signIn.badgeHint}
          value={given.officer}
          onInput={(event) => onChange({ ...given, officer: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && given.officer.trim() !== '') {
              event.preventDefault()
              pin.current?.focus()
              return
            }
            const latin = latinOf(event)
            if (latin === null || event.key.length !== 1 || event.key.toUpperCase() === latin) return
            // Another layout is set: the key counts, not what the layout makes of it.
            event.preventDefault()
            onChange({ ...given, officer: given.officer + latin })
          }}
        />
      </label>
      <PinField
        pin={given.pin}
        field={pin}
        first={read}
        onPin={(text) => onChange({ ...given, pin: text })}
      />
    </>
  )
}
