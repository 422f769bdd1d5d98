import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'

export function FailureText({ failure }: { readonly failure: Failure }) {
  const { t, count } = useStore().say.value
  const known = failure.code in t.failures
  const text = known ? t.failures[failure.code as keyof typeof t.failures] : t.failures['console.unavailable']
  return (
    <p class="failure" role="alert">
      {text} {failure.retryAfterSeconds !== undefined && count(t.signIn.wait, failure.retryAfterSeconds)}
    </p>
  )
}
