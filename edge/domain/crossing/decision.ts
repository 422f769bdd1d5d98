import type { RulePack } from '../control/rule-pack.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { CrossingEvent } from './events.ts'

/** Choices of the rule pack that a decision depends on (JC 8). */
export type Choices = Pick<RulePack, 'documentRequired' | 'waiverCountsAsConclusion'>

export type Decision =
  | { readonly ok: true; readonly events: readonly CrossingEvent[] }
  | { readonly ok: false; readonly refusal: Refusal }

export function accept(...events: readonly CrossingEvent[]): Decision {
  return { ok: true, events }
}

export function reject(...reason: Parameters<typeof refuse>): Decision {
  return { ok: false, refusal: refuse(...reason) }
}
