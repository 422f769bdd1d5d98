import { type ControlSpan, holdNow } from '../../../domain/crossing/critical-path.ts'
import type { CrossingView, StepView } from '../../../domain/crossing/explain.ts'
import { useStore } from '../model/store.ts'
import { elapsed } from './elapsed.ts'

const underControl = new Set<CrossingView['phase']>(['exitControl', 'entryControl', 'awaitingReadmission'])

/** JC 9.2: which control holds the vehicle now and for how long, or that none is at work. */
export function HeldBy({ crossing }: { readonly crossing: CrossingView }) {
  const store = useStore()
  const { t, control } = store.say.value
  if (!underControl.has(crossing.phase)) return null
  const hold = holdNow(crossing.steps.flatMap(span), Date.parse(crossing.openedAt))
  return (
    <p class={`held-by ${hold.control === null ? 'held-by-nobody' : ''}`} data-testid="held-by">
      {hold.control === null ? (
        <span>{t.lane.waiting}</span>
      ) : (
        <>
          <small>{t.lane.heldBy}</small> <strong>{control(hold.control)}</strong>
        </>
      )}
      <span class="step-time">{elapsed(new Date(hold.since).toISOString(), store.now.value)}</span>
    </p>
  )
}

function span({ control: { party, kind }, startedAt, endedAt }: StepView): readonly ControlSpan[] {
  if (startedAt === null) return []
  return [{ party, kind, from: Date.parse(startedAt), to: endedAt === null ? null : Date.parse(endedAt) }]
}
