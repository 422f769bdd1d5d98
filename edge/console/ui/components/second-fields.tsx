import type { BadgeAndPin } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { BadgeFields } from './badge-fields.tsx'

interface SecondFieldsProps {
  /** Who takes the lane over; else who stands by the act. */
  readonly takesOver?: boolean
  readonly given: BadgeAndPin
  readonly onChange: (given: BadgeAndPin) => void
}

/** Four eyes: the officer who stands by gives badge and PIN at this lane PC. */
export function SecondFields({ takesOver = false, given, onChange }: SecondFieldsProps) {
  const { t } = useStore().say.value
  return (
    <fieldset class="second">
      <legend>{takesOver ? t.handover.next : t.second.title}</legend>
      <p class="muted small">{takesOver ? t.handover.nextText : t.second.text}</p>
      <BadgeFields label={t.signIn.officer} given={given} onChange={onChange} />
    </fieldset>
  )
}
