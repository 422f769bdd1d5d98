import type { Party } from '../party.ts'
import type { CheckpointState } from './state.ts'

/** A lawful clock that has run out. */
export interface Overdue {
  readonly kind: 'receipt' | 'meeting-answer' | 'referral'
  /** Id of the notice, incident or referral. */
  readonly subject: string
  readonly article: string
  /** ISO 8601, or a date. */
  readonly due: string
  /** The Party that has to act. */
  readonly party: Party
}

/** BR 42.1 and the table of notices: what should have been confirmed, answered or followed up by now. */
export function overdue(state: CheckpointState, now: string, today: string): readonly Overdue[] {
  const other = (party: Party): Party => (party === 'KAZ' ? 'KGZ' : 'KAZ')
  const late = (due: string) => Date.parse(due) < Date.parse(now)
  return [
    ...state.notices
      .filter(({ receivedAt, receiptDue }) => receivedAt === null && late(receiptDue))
      .map(({ id, article, receiptDue, from }) => ({
        ...{ kind: 'receipt' as const, subject: id, article, due: receiptDue, party: other(from) },
      })),
    ...state.incidents.flatMap(({ id, meeting, answer, settled }) =>
      meeting && !answer && settled === null && late(meeting.answerDue)
        ? [
            {
              kind: 'meeting-answer' as const,
              subject: id,
              article: 'BR 42.1',
              due: meeting.answerDue,
              party: other(meeting.proposedBy),
            },
          ]
        : [],
    ),
    ...state.referrals.flatMap(({ id, followUpBy, party, result }) =>
      result === null && followUpBy < today
        ? [{ kind: 'referral' as const, subject: id, article: 'JC 9.3', due: followUpBy, party }]
        : [],
    ),
  ]
}
