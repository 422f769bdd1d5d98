import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import { actId, byReason, keyOf, sortActs, undoKey } from '../model/acts.ts'
import { type LaneEntry, useStore } from '../model/store.ts'
import { ActButton } from './act-button.tsx'
import { ActOutcome } from './act-outcome.tsx'
import { UndoDialog } from './undo-dialog.tsx'
import { WhyLine } from './why.tsx'

/** What the officer can do in the lane, and for what is not possible, why. */
export function Acts({ entry, active }: { readonly entry: LaneEntry; readonly active: boolean }) {
  const store = useStore()
  const { t, count } = store.say.value
  const armed = useSignal<string | null>(null)
  const [unfolded, setUnfolded] = useState(false)
  const [undoing, setUndoing] = useState(false)
  const region = useRef<HTMLElement>(null)
  const { lane } = entry
  const keysOn = active && store.shortcuts.value && store.session.value !== null

  useEffect(() => {
    if (!keysOn) return
    const onKey = (event: KeyboardEvent) => {
      const panel = region.current?.closest('.lane')
      if (!panel || event.repeat || isTyping(event)) return
      const key = /^Key([A-Z])$/.exec(event.code)?.[1]
      if (key === undefined) return
      if (key === undoKey) {
        event.preventDefault()
        setUndoing(true)
        return
      }
      const buttons = [...panel.querySelectorAll<HTMLButtonElement>(`button[data-key="${key}"]`)]
      const button = buttons.find((one) => one.getAttribute('aria-disabled') !== 'true') ?? buttons[0]
      if (button === undefined) {
        // Its button is folded away: the first press shows it, as any first press does.
        if (sortActs(entry.actions).folded.some((act) => keyOf[act.action] === key)) setUnfolded(true)
        return
      }
      event.preventDefault()
      pressByKey(button)
    }
    // An act without a dialog takes two presses: a stray key must not release a vehicle.
    const pressByKey = (button: HTMLButtonElement) => {
      const id = button.dataset.act ?? null
      const act = entry.actions.find((one) => actId(one) === id)
      const asks = act !== undefined && act.needs.length > 0
      const again = document.activeElement === button && armed.value === id
      button.focus()
      if (button.getAttribute('aria-disabled') === 'true') return
      if (asks || again) button.click()
      else armed.value = id
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [keysOn, entry, armed])

  const { possible, grey, folded } = sortActs(entry.actions)
  const offline = store.link.value !== 'live'

  return (
    <section class="acts" ref={region} aria-label={t.acts.title}>
      <ActOutcome lane={lane} />
      {offline && <p class="why-reason">{t.acts.offline}</p>}
      {store.session.value === null && <p class="muted">{t.acts.signInToAct}</p>}
      {entry.actions.length > 0 && (
        <div class="acts-possible">
          {possible.map((act) => (
            <ActButton key={actId(act)} lane={lane} act={act} armed={armed} />
          ))}
          {possible.length === 0 && <p class="muted nothing">{t.acts.nothing}</p>}
          {folded.length > 0 && (
            <button
              type="button"
              class="tool unfold"
              title={count(t.acts.others, folded.length)}
              aria-expanded={unfolded}
              onClick={() => setUnfolded(!unfolded)}
            >
              <span class="beside-short">{count(t.acts.others, folded.length)}</span>
              <span class="unfold-short" aria-hidden="true">
                +{folded.length}
              </span>{' '}
              {unfolded ? '▾' : '▸'}
            </button>
          )}
        </div>
      )}
      <GreyActs lane={lane} acts={grey} armed={armed} />
      {unfolded && (
        <div class="acts-more">
          <button type="button" class="tool undo" onClick={() => setUndoing(true)}>
            ↶ {t.undo.title} {store.shortcuts.value && <kbd>{undoKey}</kbd>}
          </button>
          <GreyActs lane={lane} acts={folded} armed={armed} />
        </div>
      )}
      {undoing && <UndoDialog lane={lane} acts={entry.actions} onClose={() => setUndoing(false)} />}
    </section>
  )
}

interface GreyActsProps {
  readonly lane: string
  readonly acts: readonly ActionExplanation[]
  readonly armed: Signal<string | null>
}

function GreyActs({ lane, acts, armed }: GreyActsProps) {
  return (
    <>
      {byReason(acts).map((group) => {
        const [first] = group
        const grouped = group.length > 1
        return (
          <div key={actId(first)} class={grouped ? 'acts-group' : 'acts-single'}>
            {group.map((act) => (
              <ActButton key={actId(act)} lane={lane} act={act} armed={armed} grouped={grouped} />
            ))}
            {grouped && first.refusal !== null && <WhyLine refusal={first.refusal} />}
          </div>
        )
      })}
    </>
  )
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return true
  if (document.querySelector('dialog[open]') !== null) return true
  const { target } = event
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
