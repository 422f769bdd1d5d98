import { type NoticeKind, noticeRule } from '../notices/table.ts'
import type { OfficerActor } from '../party.ts'
import { type Refusal, refuse, refuseUnder } from '../refusal.ts'
import type { CheckpointEvent } from './events.ts'

export type CheckpointDecision =
  | { readonly ok: true; readonly events: readonly CheckpointEvent[] }
  | { readonly ok: false; readonly refusal: Refusal }

type Reasons = Parameters<typeof refuse>

export function accept(...events: readonly CheckpointEvent[]): CheckpointDecision {
  return { ok: true, events }
}

export function reject(...reason: Reasons): CheckpointDecision {
  return { ok: false, refusal: refuse(...reason) }
}

/** A refusal about a notice names the article of that notice: the table of refusals knows only one of them all. */
export function rejectNotice(notice: NoticeKind, ...reason: Reasons): CheckpointDecision {
  return { ok: false, refusal: refuseUnder(noticeRule(notice).article, ...reason) }
}

/** An act without its reason is refused under the article that the act rests on. */
export function needsReason(article: string, fact: string, by: OfficerActor): CheckpointDecision {
  return { ok: false, refusal: refuseUnder(article, 'control.reason-required', fact, [by]) }
}
