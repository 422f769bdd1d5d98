import type { CrossingView, StepView } from '../../../domain/crossing/explain.ts'
import type { Party } from '../../../domain/party.ts'
import { useStore } from '../model/store.ts'
import { elapsed } from './elapsed.ts'
import { PartySign, StepShape } from './shapes.tsx'

/** Both Parties' controls side by side: exit on the left, as the vehicle meets them (JC 7.1). */
export function Steps({ crossing }: { readonly crossing: CrossingView }) {
  return (
    <div class="steps">
      <Column crossing={crossing} party={crossing.exitParty} phase="exit" />
      <Column crossing={crossing} party={crossing.entryParty} phase="entry" />
    </div>
  )
}

interface ColumnProps {
  readonly crossing: CrossingView
  readonly party: Party
  readonly phase: 'exit' | 'entry'
}

function Column({ crossing, party, phase }: ColumnProps) {
  const { t } = useStore().say.value
  const steps = crossing.steps.filter((step) => step.control.phase === phase)
  const turn = crossing.turn === party
  const concluded = phase === 'exit' ? crossing.phase !== 'exitControl' : crossing.outcome === 'released'
  return (
    <div class={`party-steps ${turn ? 'party-turn' : ''}`}>
      <h3>
        <PartySign party={party} />
        {phase === 'exit' ? t.exitControl : t.entryControl}
        {turn ? (
          <span class="step-hint">▶ {t.steps.turnHere}</span>
        ) : (
          concluded && (
            <span class="step-hint" title={t.steps.concluded}>
              ✓ <span class="beside-short">{t.steps.concluded}</span>
            </span>
          )
        )}
      </h3>
      <ul>
        {steps
          .filter((step) => !isUncalled(step))
          .map((step) => (
            <StepRow key={step.control.kind} step={step} />
          ))}
        <Uncalled steps={steps.filter(isUncalled)} />
      </ul>
    </div>
  )
}

/** A control that runs on demand, and that nothing has called for yet. */
function isUncalled({ state, control, selected, called }: StepView): boolean {
  return state === 'planned' && control.mode !== 'always' && !selected && called === null
}

/** All of them in one row: beside another lane each row counts. */
function Uncalled({ steps }: { readonly steps: readonly StepView[] }) {
  const { t } = useStore().say.value
  if (steps.length === 0) return null
  return (
    <li class="step step-is-planned">
      <StepShape state="planned" />
      <span class="step-name">
        <small>
          {steps
            .map(({ control }) => `${t.kindShort[control.kind]}: ${t.steps.mode[control.mode]}`)
            .join(' · ')}
        </small>
      </span>
    </li>
  )
}

function StepRow({ step }: { readonly step: StepView }) {
  const store = useStore()
  const { t, article } = store.say.value
  const { control, state, decision } = step
  const time = step.startedAt === null ? null : elapsed(step.startedAt, step.endedAt ?? store.now.value)
  return (
    <li class={`step step-is-${state} ${decision === 'detained' ? 'step-detained' : ''}`}>
      <StepShape state={state} />
      <span class="step-name" title={article(control.article)}>
        <span>{t.kind[control.kind]}</span>
        <small>
          {decision === null
            ? t.steps.state[state]
            : `${t.steps.state[state]}: ${t.steps.decision[decision]}`}
          {step.officer !== null && ` · ${step.officer}`}
          {step.called !== null && ` · ${t.law.called}: ${step.called}`}
          {step.selected && ` · ${t.law.selected}${step.selectedBy === null ? '' : ` (${step.selectedBy})`}`}
          {step.place !== null && ` · ${t.law.referredTo} ${step.place}`}
          {step.note !== null && step.note !== '' && ` · «${step.note}»`}
        </small>
      </span>
      <span class="step-time">{time}</span>
    </li>
  )
}
