import { type NoticeKind, noticeRule } from '../notices/table.ts'
import { type Refusal, refuse } from '../refusal.ts'
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
  return { ok: false, refusal: { ...refuse(...reason), article: noticeRule(notice).article } }
}
