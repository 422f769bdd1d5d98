import type { RulePack } from '../control/rule-pack.ts'
import type { OfficerActor } from '../party.ts'
import { type Refusal, refuse, refuseUnder } from '../refusal.ts'
import type { CrossingEvent } from './events.ts'

/** What of the rule pack a decision depends on (JC 8): that of the crossing, not that of today. */
export type Choices = Omit<RulePack, 'name' | 'version' | 'effectiveFrom' | 'controls' | 'sharing'>

export type Decision =
  | { readonly ok: true; readonly events: readonly CrossingEvent[] }
  | { readonly ok: false; readonly refusal: Refusal }

export function accept(...events: readonly CrossingEvent[]): Decision {
  return { ok: true, events }
}

export function reject(...reason: Parameters<typeof refuse>): Decision {
  return { ok: false, refusal: refuse(...reason) }
}

/** An act without its reason is refused under the article that the act rests on. */
export function needsReason(article: string, fact: string, by: OfficerActor): Decision {
  return { ok: false, refusal: refuseUnder(article, 'control.reason-required', fact, [by]) }
}
