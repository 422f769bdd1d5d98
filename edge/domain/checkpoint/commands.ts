import type { NoticeKind } from '../notices/table.ts'
import type { OfficerActor, Party } from '../party.ts'
import type { RestrictionCause, RestrictionScope } from '../restrictions/restriction.ts'
import type { CheckpointEvent, SeparateCause, SettlementWay } from './events.ts'

type DataOf<Type extends CheckpointEvent['type']> = Extract<CheckpointEvent, { type: Type }>['data']

/** Acts of officers about the checkpoint, given in one lane. */
export type CheckpointCommand =
  | {
      readonly type: 'IssueNotice'
      readonly by: OfficerActor
      readonly notice: NoticeKind
      readonly fields: Readonly<Record<string, string>>
    }
  | { readonly type: 'ConfirmReceipt'; readonly by: OfficerActor; readonly subject: string }
  | {
      readonly type: 'DeclareRestriction'
      readonly by: OfficerActor
      /** BR 11: of crossing; BR 14.3: of admission; BR 25: of animals and what comes of them. */
      readonly article: 'BR 11' | 'BR 14.3' | 'BR 25'
      readonly place: 'established' | 'outside'
      readonly cause: RestrictionCause
      readonly scope: RestrictionScope
      readonly from: string
      readonly until: string
      readonly reason: string
    }
  | {
      readonly type: 'LiftRestriction'
      readonly by: OfficerActor
      readonly subject: string
      readonly reason: string
    }
  | {
      readonly type: 'EnterSeparateControl'
      readonly by: OfficerActor
      readonly cause: SeparateCause
      readonly reason: string
    }
  | { readonly type: 'EndSeparateControl'; readonly by: OfficerActor; readonly reason: string }
  | {
      readonly type: 'ProposeMeeting'
      readonly by: OfficerActor
      readonly subject: string
      readonly meetingAt: string
      readonly place: string
      readonly agenda: string
      /** Who is to take part (BR 42.1). */
      readonly participants: readonly string[]
    }
  | {
      readonly type: 'AnswerMeeting'
      readonly by: OfficerActor
      readonly subject: string
      readonly accepted: boolean
      readonly reason: string
    }
  | {
      readonly type: 'SettleIncident'
      readonly by: OfficerActor
      readonly subject: string
      readonly way: SettlementWay
      readonly result: string
    }
  | {
      readonly type: 'EnterPaperForm'
      readonly by: OfficerActor
      readonly series: string
      readonly number: number
      readonly filledAt: string
      readonly plate: string
      readonly outcome: DataOf<'PaperFormEntered'>['outcome']
      readonly reason: string
    }
  | {
      readonly type: 'ReportBorderPoint'
      readonly by: OfficerActor
      readonly plate: string
      readonly point: string
      readonly passedAt: string
    }
  | {
      readonly type: 'FollowUpReferral'
      readonly by: OfficerActor
      readonly subject: string
      readonly result: string
    }

/** The lane and time in which an act is given. */
export interface CheckpointContext {
  readonly lane: string
  readonly hostParty: Party
  /** ISO 8601. */
  readonly now: string
  /** Calendar date at the checkpoint of an instant. */
  readonly localDate: (at: string) => string
}

const types: Readonly<Record<CheckpointCommand['type'], true>> = {
  IssueNotice: true,
  ConfirmReceipt: true,
  DeclareRestriction: true,
  LiftRestriction: true,
  EnterSeparateControl: true,
  EndSeparateControl: true,
  ProposeMeeting: true,
  AnswerMeeting: true,
  SettleIncident: true,
  EnterPaperForm: true,
  ReportBorderPoint: true,
  FollowUpReferral: true,
}

export function isCheckpointCommand<Other extends { readonly type: string }>(
  command: CheckpointCommand | Other,
): command is CheckpointCommand {
  return Object.hasOwn(types, command.type)
}

export const checkpointCommandTypes = Object.keys(types) as readonly CheckpointCommand['type'][]
