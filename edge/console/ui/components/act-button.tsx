import type { Signal } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import type { LaneView } from '../../../ports/lane.ts'
import { actId, commandOf, isRepeat, keyOf, noAnswers, toneOf } from '../model/acts.ts'
import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { ActDialog } from './act-dialog.tsx'
import { Why } from './why.tsx'

interface ActButtonProps {
  readonly lane: string
  readonly act: ActionExplanation
  /** Id of the act that its key was pressed for once; a second press carries it out. */
  readonly armed?: Signal<string | null>
  /** Small, beside what it corrects. */
  readonly slim?: boolean
  /** The reason stands once for a group of buttons. */
  readonly grouped?: boolean
}

/**
 * One act. A grey button stays reachable by keyboard and touch, because its reason is what a person
 * wants to know; the reason stands beside it and, in full, in the bubble.
 */
export function ActButton({ lane, act, armed, slim = false, grouped = false }: ActButtonProps) {
  const store = useStore()
  const { t, control, article } = store.say.value
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const why = useId()
  const id = actId(act)
  const document = nameOf(store.lanes.value.find((entry) => entry.lane === lane)?.view, act.subject)
  const offline = store.link.value !== 'live'
  const possible = act.refusal === null && !offline
  const isArmed = possible && armed?.value === id
  const key = isRepeat(act) ? null : (keyOf[act.action] ?? null)
  const tone = act.refusal !== null ? 'grey' : isRepeat(act) ? 'plain' : toneOf(act.action)

  async function carryOut(answers: typeof noAnswers): Promise<Failure | null> {
    const command = commandOf(act, answers, {
      lane,
      timeZone: store.gateway.value?.timeZone ?? 'UTC',
    })
    if (command === null) return null
    const second = act.needs.includes('second')
      ? await store.api.second(lane, act.action, answers.second)
      : null
    if (second?.ok === false) return second.failure
    setAsking(false)
    setBusy(true)
    if (armed !== undefined) armed.value = null
    await store.perform(lane, () => store.api.act(lane, command, second?.value.ticket))
    setBusy(false)
    if (act.action === 'HandOverShift') store.reconnect()
    return null
  }

  function press(): void {
    if (!possible || busy) return
    if (act.needs.length > 0) setAsking(true)
    else void carryOut(noAnswers)
  }

  return (
    <div
      class={`act act-${tone} ${slim ? 'act-slim' : ''} ${grouped ? 'act-grouped' : ''} ${isArmed ? 'act-armed' : ''}`}
    >
      <button
        type="button"
        class="act-button"
        data-act={id}
        data-key={key}
        aria-disabled={!possible || busy}
        aria-describedby={why}
        aria-keyshortcuts={key ?? undefined}
        onClick={press}
        onBlur={() => {
          if (armed?.value === id) armed.value = null
        }}
      >
        <span class="act-name">
          {isRepeat(act) ? t.acts.repeatName : t.acts.name[act.action]}
          {isArmed ? (
            <small>{t.acts.pressAgain}</small>
          ) : busy ? (
            <small>{t.acts.working}</small>
          ) : (
            !slim &&
            (act.control || act.barrier || document) && (
              <small>
                {act.control
                  ? t.kindShort[act.control.kind]
                  : act.barrier
                    ? t.drawing.barrier[act.barrier]
                    : document}
              </small>
            )
          )}
        </span>
        {key !== null && store.shortcuts.value && <kbd>{key}</kbd>}
      </button>
      {act.refusal !== null ? (
        <Why id={why} refusal={act.refusal} line={!slim && !grouped} />
      ) : (
        <span id={why} class="hidden">
          {act.control ? control(act.control) : ''} {article(act.article)}
        </span>
      )}
      {asking && <ActDialog lane={lane} act={act} onCancel={() => setAsking(false)} onSubmit={carryOut} />}
    </div>
  )
}

/** The person whose document an act is about. */
function nameOf(view: LaneView | undefined, subject: string | undefined): string | null {
  const paper = view?.crossing?.documents.find((one) => one.document === subject)
  return paper ? `${paper.fields.surname} ${paper.fields.givenNames}` : null
}
