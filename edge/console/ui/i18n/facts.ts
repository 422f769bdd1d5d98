import type { BarrierRole } from '../../../domain/crossing/events.ts'
import type { CrossingPhase, StepState } from '../../../domain/crossing/explain.ts'
import type { ControlKind, Party } from '../../../domain/party.ts'
import { lawForms } from './law-facts.ts'
import type { Translator } from './translator.ts'
import { fill } from './translator.ts'

const party = '(KAZ|KGZ)'
const control = `${party}/(\\w+)`

export type Explain = (found: readonly string[], translator: Translator) => string

/** The forms in which the domain states the fact behind a refusal, and how a screen says them. */
const forms: readonly (readonly [RegExp, Explain])[] = [
  ...lawForms,
  [form(`(?:control )?${control}`), ([p, k], say) => fill(say.t.fact.control, { control: key(say, p, k) })],
  [
    form(`${control} runs since (\\S+)`),
    ([p, k, at], say) => fill(say.t.fact.controlRuns, { control: key(say, p, k), time: say.time(at ?? '') }),
  ],
  [form(`${control} detains`), ([p, k], say) => fill(say.t.fact.controlDetains, { control: key(say, p, k) })],
  [
    form(`${control} is (\\w+)`),
    ([p, k, s], say) =>
      fill(say.t.fact.controlIs, {
        control: key(say, p, k),
        state: say.t.steps.state[s as StepState] ?? s ?? '',
      }),
  ],
  [
    form(`${control}, you act for ${party}`),
    ([p, k, own], say) => fill(say.t.fact.actingForBody, { control: key(say, p, k), own: name(say, own) }),
  ],
  [
    form(`${control}, you act for (\\w+)`),
    ([p, k, own], say) =>
      fill(say.t.fact.actingForBody, {
        control: key(say, p, k),
        own: say.t.kindShort[own as ControlKind] ?? own ?? '',
      }),
  ],
  [
    form(`it belongs to ${party}, you act for ${party}`),
    ([p, own], say) =>
      fill(say.t.fact.actingForParty, { party: say.t.partyOf[p as Party], own: name(say, own) }),
  ],
  [form(`${party} has concluded`), ([p], say) => fill(say.t.fact.concluded, { party: name(say, p) })],
  [form(`${party} has not concluded`), ([p], say) => fill(say.t.fact.notConcluded, { party: name(say, p) })],
  [form(`${party} has not accepted`), ([p], say) => fill(say.t.fact.notAccepted, { party: name(say, p) })],
  [form('phase (\\w+)'), ([phase], say) => say.t.lane.phase[phase as CrossingPhase] ?? phase ?? ''],
  [form('no travel document is read'), (_, say) => say.t.fact.noDocument],
  [
    form('(\\w+Barrier) is open(?: for the crossing)?'),
    ([role], say) =>
      fill(say.t.fact.barrierIs, { barrier: barrier(say, role), position: say.t.drawing.position.open }),
  ],
  [
    form('(\\w+Barrier) is ordered to open'),
    ([role], say) =>
      fill(say.t.fact.barrierIs, { barrier: barrier(say, role), position: say.t.drawing.position.opening }),
  ],
  [
    form('the vehicle has passed (\\w+Barrier)'),
    ([role], say) => fill(say.t.fact.passed, { barrier: barrier(say, role) }),
  ],
]

/** The fact in the reader's language; as the lane stated it (English) where its form is not known here. */
export function explainFact(
  fact: string,
  translator: Translator,
): { readonly text: string; readonly translated: boolean } {
  for (const [pattern, explain] of forms) {
    const found = pattern.exec(fact)
    if (found !== null) return { text: explain(found.slice(1), translator), translated: true }
  }
  return { text: fact, translated: translator.t.language === 'en' }
}

function form(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`)
}

function key(say: Translator, p: string | undefined, kind: string | undefined): string {
  return say.control({ party: p as Party, kind: kind as ControlKind })
}

function name(say: Translator, p: string | undefined): string {
  return say.t.partyShort[p as Party]
}

function barrier(say: Translator, role: string | undefined): string {
  return say.t.drawing.barrier[role as BarrierRole] ?? role ?? ''
}
