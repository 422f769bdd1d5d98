import type { Refusal } from '../../../domain/refusal.ts'
import { useStore } from '../model/store.ts'

interface WhyProps {
  readonly id: string
  readonly refusal: Refusal
  /** Shows the reason as a line too, not only on hover and focus. */
  readonly line: boolean
}

/** Why an act is not possible: as a line beside the button, and in full on hover and focus. */
export function Why({ id, refusal, line }: WhyProps) {
  return (
    <>
      {line && <WhyLine refusal={refusal} />}
      <span id={id} role="tooltip" class="bubble">
        <RefusalText refusal={refusal} />
      </span>
    </>
  )
}

export function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { t, article, unblockers, fact } = useStore().say.value
  const said = fact(refusal)
  return (
    <>
      <strong>{t.refusal[refusal.code]}</strong>
      <span lang={said.translated ? undefined : 'en'}>{said.text}</span>
      <span>{article(refusal.article)}</span>
      <span>
        {t.acts.whoCan}: {unblockers(refusal.whoCanUnblock)}
      </span>
    </>
  )
}

export function WhyLine({ refusal }: { readonly refusal: Refusal }) {
  const { t, article, unblockers } = useStore().say.value
  return (
    <p class="why">
      <span class="why-reason">{t.refusal[refusal.code]}</span> {article(refusal.article)}. {t.acts.whoCan}:{' '}
      {unblockers(refusal.whoCanUnblock)}.
    </p>
  )
}
