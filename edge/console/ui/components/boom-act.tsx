import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { OverrideAct } from '../../../domain/control/rule-pack.ts'
import type { ActResult, Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { FailureText } from './failure-text.tsx'
import { Modal } from './modal.tsx'
import { SecondFields } from './second-fields.tsx'

interface BoomActProps {
  readonly lane: string
  readonly act: OverrideAct
  readonly name: string
  readonly hint: string
  /** What the dialog asks besides a second officer; without either there is no dialog. */
  readonly fields?: ComponentChildren
  readonly sign?: ComponentChildren
  readonly perform: (second: string | undefined) => Promise<ActResult>
}

/** An officer's word to the booms, with a second officer beside where the rules of the checkpoint ask for one. */
export function BoomAct({ lane, act, name, hint, fields, sign, perform }: BoomActProps) {
  const store = useStore()
  const { t } = store.say.value
  const [asking, setAsking] = useState(false)
  const [given, setGiven] = useState({ officer: '', pin: '' })
  const [failure, setFailure] = useState<Failure | null>(null)
  const two = store.gateway.value?.rulePack.fourEyes.includes(act) ?? false

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    const second = two ? await store.api.second(lane, act, given) : null
    setGiven({ ...given, pin: '' })
    if (second?.ok === false) {
      setFailure(second.failure)
      return
    }
    setAsking(false)
    setFailure(null)
    await store.perform(lane, () => perform(second?.value.ticket))
  }

  return (
    <>
      <button
        type="button"
        class="tool"
        data-boom-act={act}
        title={hint}
        {...(sign !== undefined && { 'aria-label': name })}
        disabled={store.link.value !== 'live'}
        onClick={() => {
          if (two || fields !== undefined) setAsking(true)
          else void store.perform(lane, () => perform(undefined))
        }}
      >
        {sign ?? name}
      </button>
      {asking && (
        <Modal title={name} onClose={() => setAsking(false)}>
          <form class="act-form" onSubmit={(event) => void submit(event)}>
            <p class="muted">{hint}</p>
            {fields}
            {two && <SecondFields given={given} onChange={setGiven} />}
            {failure !== null && <FailureText failure={failure} />}
            <div class="modal-buttons">
              <button type="button" class="tool" onClick={() => setAsking(false)}>
                {t.acts.cancel}
              </button>
              <button type="submit" class="tool danger">
                {name}
              </button>
            </div>
          </form>
        </Modal>
      )}
    </>
  )
}
