import type { AnyEvent } from '../crossing/events.ts'
import { receiptDue } from '../notices/clocks.ts'
import { type NoticeKind, noticeRule } from '../notices/table.ts'
import { type Party, parties } from '../party.ts'
import type { CheckpointEvent } from './events.ts'

export type NoticeEvent = Extract<CheckpointEvent, { type: 'NoticeIssued' }>

/** A notice to both Parties, as the table has it. Times are ISO 8601. */
export function noticeEvent(
  notice: NoticeKind,
  about: {
    readonly from: Party
    readonly fields: Readonly<Record<string, string>>
    readonly issuedAt: string
    readonly effectiveAt?: string | null
    readonly exceptional?: string
    readonly about?: string
    /** Where the act itself stands on another article than its kind of notice. */
    readonly article?: string
  },
): NoticeEvent {
  const { from, fields, issuedAt, effectiveAt = null } = about
  return {
    type: 'NoticeIssued',
    data: {
      ...{ notice, from, fields, effectiveAt },
      article: about.article ?? noticeRule(notice).article,
      to: parties,
      receiptDue: receiptDue(notice, issuedAt),
      ...(about.exceptional !== undefined && { exceptional: about.exceptional }),
      ...(about.about !== undefined && { about: about.about }),
    },
  }
}

/** BR 14.2, 18.3(2): a list that came is told to the other Party too, which confirms it; without its lines. */
export function listNotices(
  received: Extract<CheckpointEvent, { type: 'RegisterReceived' }>['data'],
  issuedAt: string,
): readonly NoticeEvent[] {
  const kinds = { 'tourist-group': 'tourist-group-list', 'service-staff': 'service-staff-list' } as const
  const { category, party, list, issuer, entries, from, until } = received
  if (category !== 'tourist-group' && category !== 'service-staff') return []
  const fields = { list, issuer, persons: String(entries), from, until }
  return [noticeEvent(kinds[category], { from: party, fields, issuedAt })]
}

/**
 * The notice that a fact of a crossing calls for, in the same commit: what an officer did is told to both
 * Parties by the act itself. A refusal has its notice from `decide`.
 */
export function noticesFor(
  event: AnyEvent,
  fact: { readonly id: string; readonly issuedAt: string; readonly plate: string | null },
): readonly NoticeEvent[] {
  const plate = fact.plate ?? ''
  const base = { issuedAt: fact.issuedAt, about: fact.id }
  switch (event.type) {
    case 'ControlCalled': {
      const { control, reason, calledBy } = event.data
      const what = `${control.party}/${control.kind}`
      return [noticeEvent('called-control', { ...base, from: calledBy, fields: { what, reason } })]
    }
    case 'ExitControlReopened': {
      const { exitParty, reason } = event.data
      return [noticeEvent('reopening', { ...base, from: exitParty, fields: { plate, reason } })]
    }
    case 'TransitExplained': {
      const { exception, reason, explainedBy } = event.data
      const fields = { what: exception, reason, plate }
      return [noticeEvent('transit-exception', { ...base, from: explainedBy, fields })]
    }
    case 'IncidentOpened': {
      const { kind, place, causes, participants, openedBy } = event.data
      const fields = {
        ...{ what: kind, place, reason: causes, time: fact.issuedAt },
        participants: participants.join(', '),
      }
      return [noticeEvent('incident', { ...base, from: openedBy, fields })]
    }
    default:
      return []
  }
}
