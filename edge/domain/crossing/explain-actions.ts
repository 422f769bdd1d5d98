import type { OfficerActor } from '../party.ts'
import type { Candidate } from './act-candidate.ts'
import { decide } from './decide.ts'
import { doneByOther } from './decide-control.ts'
import type { Choices } from './decision.ts'
import type { BarrierRole } from './events.ts'
import type { CrossingAct } from './explain.ts'
import { lawActions, recogniseAction } from './explain-law-actions.ts'
import { type CrossingState, isDone, type OpenCrossing, type Step } from './state.ts'

/**
 * Every act of the officer's screen, possible or with the refusal that `decide` would give: the reason
 * behind a grey button is the same code that would refuse the act.
 */
export function explainActions(
  state: CrossingState,
  officer: OfficerActor,
  choices: Choices,
): readonly CrossingAct[] {
  if (state.status === 'none') return []
  return [
    ...controlActions(state, officer),
    ...outcomeActions(state, officer),
    ...lawActions(state, officer, choices),
  ].map(({ command, control, barrier, subject, article, needs }) => {
    const decision = decide(command, state, choices)
    const refusal = decision.ok ? null : decision.refusal
    // Field by field: this runs for every act of every screen, and a rest would cost more than the decisions.
    const act = { action: command.type, control, barrier, article, needs, refusal }
    return subject === undefined ? act : { ...act, subject }
  })
}

const asked = '…'

function controlActions(state: OpenCrossing, by: OfficerActor): readonly Candidate[] {
  return state.steps
    .filter((step) => step.control.party === by.party && step.state !== 'notApplicable')
    .flatMap((step) => stepActions(state, step, by))
}

function stepActions(state: OpenCrossing, step: Step, by: OfficerActor): readonly Candidate[] {
  const { party, kind, article } = step.control
  const control = { party, kind }
  const base = { control, barrier: null, article }
  if (step.state === 'started') {
    return [
      {
        ...base,
        command: { type: 'CompleteControl', by, control, decision: 'released' },
        needs: ['decision', 'note'],
      },
      ...recogniseAction(state, step, by),
    ]
  }
  if (isDone(step)) {
    return [
      {
        ...base,
        article: 'JC 1',
        command: { type: 'StartControl', by, control, repeatReason: asked },
        needs: ['reason'],
      },
    ]
  }
  // JC 1: what the other Party has done is repeated for a reason only, where the pack plans it by risk or call.
  const repeats = step.control.mode !== 'always' && doneByOther(state, step) !== null
  const start: Candidate = {
    ...base,
    command: { type: 'StartControl', by, control, ...(repeats && { repeatReason: asked }) },
    needs: repeats ? ['reason'] : [],
  }
  const recognise = recogniseAction(state, step, by)
  const waive: Candidate = {
    ...base,
    article: 'JC 4',
    command: { type: 'WaiveControl', by, control, reason: asked },
    needs: ['reason'],
  }
  return kind === 'border' ? [start, ...recognise] : [start, ...recognise, waive]
}

function outcomeActions(state: OpenCrossing, by: OfficerActor): readonly Candidate[] {
  const base = { control: null, barrier: null, needs: [] }
  const correct: Candidate = {
    ...base,
    article: 'JC 5.1',
    command: {
      type: 'CorrectPlate',
      by,
      text: state.plate?.text || 'AA',
      country: 'unknown',
      reason: asked,
    },
    needs: ['plate', 'reason'],
  }
  const own: readonly Candidate[] =
    by.party === state.exitParty
      ? [
          { ...base, article: 'JC 7.1', command: { type: 'ConcludeExitControl', by } },
          { ...base, article: 'JC 7.2', command: { type: 'Return', by, reason: asked }, needs: ['reason'] },
          { ...base, article: 'BR 17.2', command: { type: 'AcceptReadmission', by } },
        ]
      : [
          { ...base, article: 'BR 1(19)', command: { type: 'Release', by } },
          {
            ...base,
            article: 'BR 17.2',
            command: { type: 'Refuse', by, cause: asked, reason: asked },
            needs: ['cause', 'reason'],
          },
        ]
  return [...own, correct, ...barrierActions(state, by)]
}

/** Offered only where the loops and limits left something open: the lane orders and confirms by itself. */
function barrierActions(state: OpenCrossing, by: OfficerActor): readonly Candidate[] {
  return (Object.keys(state.barriers) as BarrierRole[]).flatMap((barrier) => {
    const progress = state.barriers[barrier]
    if (!progress || progress.passed) return []
    const base = { control: null, barrier, article: 'BR 1(19)' }
    const open: Candidate = { ...base, command: { type: 'OpenBarrier', by, barrier }, needs: [] }
    const witness: Candidate = {
      ...base,
      command: { type: 'WitnessPassage', by, barrier, reason: asked },
      needs: ['reason'],
    }
    if (progress.ordered) return progress.opened ? [witness] : []
    return progress.closed ? [open, witness] : [open]
  })
}
