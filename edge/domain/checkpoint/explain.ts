import type { ActionExplanation } from '../crossing/explain.ts'
import { noticeTable } from '../notices/table.ts'
import type { OfficerActor, Party } from '../party.ts'
import { inForce } from '../restrictions/restriction.ts'
import { type Overdue, overdue } from './alarms.ts'
import type { CheckpointCommand, CheckpointContext } from './commands.ts'
import { decideCheckpoint } from './decide.ts'
import { type PaperGap, paperGaps } from './paper-gaps.ts'
import type { CheckpointState } from './state.ts'

/** What holds at the checkpoint, as an officer of one Party may see it in one lane. */
export interface CheckpointView {
  readonly separate: {
    readonly party: Party
    readonly cause: string
    readonly reason: string
    readonly since: string
  } | null
  readonly restrictions: readonly {
    readonly id: string
    readonly party: Party
    readonly article: string
    readonly cause: string
    readonly reason: string
    readonly goods: readonly string[]
    readonly citizenships: readonly string[]
    readonly from: string
    readonly until: string
    readonly exceptional: boolean
    readonly inForce: boolean
  }[]
  /** Newest first, at most 30. */
  readonly notices: readonly {
    readonly id: string
    readonly notice: string
    readonly article: string
    readonly from: Party
    readonly fields: Readonly<Record<string, string>>
    readonly issuedAt: string
    readonly effectiveAt: string | null
    readonly receivedAt: string | null
    readonly receiptDue: string
    readonly exceptional: string | null
  }[]
  readonly incidents: readonly {
    readonly id: string
    readonly kind: string
    readonly place: string
    readonly openedBy: Party
    readonly openedAt: string
    readonly meetingAt: string | null
    readonly answerDue: string | null
    readonly answered: boolean | null
  }[]
  readonly referrals: readonly {
    readonly id: string
    readonly party: Party
    readonly kind: string
    readonly place: string
    readonly followUpBy: string
    readonly plate: string | null
  }[]
  readonly paperGaps: readonly PaperGap[]
  readonly overdue: readonly Overdue[]
  /** Lists that hold today, without their lines. */
  readonly registers: readonly {
    readonly party: Party
    readonly category: string
    readonly list: string
    readonly issuer: string
    readonly until: string
    readonly entries: number
  }[]
}

const shownNotices = 30

export function explainCheckpoint(
  state: CheckpointState,
  { lane, now, localDate }: Pick<CheckpointContext, 'lane' | 'now' | 'localDate'>,
): CheckpointView {
  const today = localDate(now)
  const separate = state.separate.find((one) => one.lane === lane)
  return {
    separate: separate
      ? {
          party: separate.party,
          cause: separate.cause,
          reason: separate.reason,
          since: separate.since,
        }
      : null,
    restrictions: state.restrictions
      .filter(({ until, scope }) => Date.parse(until) > Date.parse(now) && (scope.lane ?? lane) === lane)
      .map(({ scope, ...one }) => ({
        ...one,
        goods: scope.goods,
        citizenships: scope.citizenships,
        inForce: inForce(one, now),
      })),
    notices: state.notices
      .slice(-shownNotices)
      .reverse()
      .map(
        ({
          id,
          notice,
          article,
          from,
          fields,
          issuedAt,
          effectiveAt,
          receivedAt,
          receiptDue,
          exceptional,
        }) => ({
          ...{ id, notice, article, from, fields, issuedAt, effectiveAt, receivedAt, receiptDue },
          exceptional: exceptional ?? null,
        }),
      ),
    incidents: state.incidents
      .filter(({ settled }) => settled === null)
      .map(({ id, kind, place, openedBy, openedAt, meeting, answer }) => ({
        ...{ id, kind, place, openedBy, openedAt },
        meetingAt: meeting?.meetingAt ?? null,
        answerDue: meeting && !answer ? meeting.answerDue : null,
        answered: answer?.accepted ?? null,
      })),
    referrals: state.referrals
      .filter(({ result }) => result === null)
      .map(({ id, party, kind, place, followUpBy, plate }) => ({
        id,
        party,
        kind,
        place,
        followUpBy,
        plate,
      })),
    paperGaps: paperGaps(state.papers),
    overdue: overdue(state, now, today),
    registers: state.registers
      .filter(({ from, until }) => from <= today && today <= until)
      .map(({ party, category, list, issuer, until, entries }) => ({
        ...{ party, category, list, issuer, until, entries },
      })),
  }
}

interface Candidate {
  readonly command: CheckpointCommand
  readonly article: string
  readonly needs: ActionExplanation['needs']
  readonly subject?: string
}

/** Every act about the checkpoint: possible, or with the refusal that `decideCheckpoint` would give. */
export function explainCheckpointActions(
  state: CheckpointState,
  officer: OfficerActor,
  context: CheckpointContext,
): readonly ActionExplanation[] {
  return candidates(state, officer, context).map(({ command, ...rest }) => {
    const decision = decideCheckpoint(command, state, context)
    return {
      action: command.type,
      control: null,
      barrier: null,
      ...rest,
      refusal: decision.ok ? null : decision.refusal,
    }
  })
}

const asked = '…'

function candidates(
  state: CheckpointState,
  by: OfficerActor,
  context: CheckpointContext,
): readonly Candidate[] {
  const { now, lane } = context
  const later = (days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString()
  const separate = state.separate.find((one) => one.lane === lane)
  const unreceived = state.notices.filter(({ from, receivedAt }) => from !== by.party && receivedAt === null)
  const open = state.incidents.filter(({ settled }) => settled === null)
  return [
    {
      command: { type: 'IssueNotice', by, ...sampleNotice(later(40)) },
      article: 'BR 34',
      needs: ['notice'],
    },
    ...unreceived.map(({ id, article }) => ({
      command: { type: 'ConfirmReceipt' as const, by, subject: id },
      ...{ article, needs: [], subject: id },
    })),
    {
      command: {
        type: 'DeclareRestriction',
        by,
        article: 'BR 11',
        place: 'established',
        cause: 'epidemic',
        scope: { lane: null, exitParty: null, citizenships: [], goods: [] },
        from: later(3),
        until: later(4),
        reason: asked,
      },
      article: 'BR 11',
      needs: ['restriction', 'reason'],
    },
    ...state.restrictions
      .filter(({ party, until }) => party === by.party && Date.parse(until) > Date.parse(now))
      .map(({ id, article }) => ({
        command: { type: 'LiftRestriction' as const, by, subject: id, reason: asked },
        ...{ article, needs: ['reason'] as const, subject: id },
      })),
    separate
      ? {
          command: { type: 'EndSeparateControl', by, reason: asked },
          article: 'JC 15',
          needs: ['reason'],
        }
      : {
          command: { type: 'EnterSeparateControl', by, cause: 'epidemic', reason: asked },
          article: 'JC 15',
          needs: ['separateCause', 'reason'],
        },
    ...open.flatMap(({ id, meeting, answer }): readonly Candidate[] => [
      ...(meeting && !answer
        ? [
            {
              command: { type: 'AnswerMeeting' as const, by, subject: id, accepted: true, reason: asked },
              ...{ article: 'BR 42.1', needs: ['accepted', 'reason'] as const, subject: id },
            },
          ]
        : [
            {
              command: {
                type: 'ProposeMeeting' as const,
                by,
                subject: id,
                ...{ meetingAt: later(10), place: asked, agenda: asked, participants: [asked] },
              },
              ...{ article: 'BR 42.1', needs: ['meeting'] as const, subject: id },
            },
          ]),
      {
        command: { type: 'SettleIncident', by, subject: id, way: 'unilateral', result: asked },
        ...{ article: 'BR 33', needs: ['way', 'result'], subject: id },
      },
    ]),
    ...state.referrals
      .filter(({ party, result }) => party === by.party && result === null)
      .map(({ id }) => ({
        command: { type: 'FollowUpReferral' as const, by, subject: id, result: asked },
        ...{ article: 'JC 9.3', needs: ['result'] as const, subject: id },
      })),
    {
      command: {
        type: 'EnterPaperForm',
        by,
        ...{
          series: freeSeries(state),
          number: 1,
          filledAt: now,
          plate: 'AA',
          outcome: 'released',
          reason: asked,
        },
      },
      article: 'JC 4',
      needs: ['paper', 'reason'],
    },
    {
      command: { type: 'ReportBorderPoint', by, plate: 'AA', point: asked, passedAt: now },
      article: 'BR 15',
      needs: ['borderPoint'],
    },
  ]
}

/** Filled where the officer will be asked, so that only the state can refuse it. */
function sampleNotice(
  from: string,
): Pick<Extract<CheckpointCommand, { type: 'IssueNotice' }>, 'notice' | 'fields'> {
  const rule = noticeTable.find(({ automatic }) => !automatic)
  if (!rule) throw new RangeError('no notice by hand')
  return {
    notice: rule.kind,
    fields: Object.fromEntries(rule.fields.map((field) => [field, field === 'from' ? from : asked])),
  }
}

function freeSeries(state: CheckpointState): string {
  return `${asked}${state.papers.length}`
}
