import { useStore } from '../model/store.ts'
import { FailureText } from './failure-text.tsx'
import { RefusalText } from './why.tsx'

/** Why the last act of this lane was not carried out, until it is put away; also in a dialog over the lane. */
export function ActOutcome({ lane }: { readonly lane: string }) {
  const store = useStore()
  const { t } = store.say.value
  const outcome = store.notice.value?.lane === lane ? store.notice.value.result : null
  if (outcome === null) return null
  return (
    <div class="notice" role="alert">
      <strong>{t.acts.notDone}.</strong>
      {outcome.outcome === 'refused' ? (
        <RefusalText refusal={outcome.refusal} />
      ) : (
        <FailureText failure={outcome.failure} />
      )}
      <button
        type="button"
        class="close"
        aria-label={t.acts.close}
        onClick={() => {
          store.notice.value = null
        }}
      >
        ✕
      </button>
    </div>
  )
}
