import type { CheckpointCommand } from '../checkpoint/commands.ts'
import type { OfficerCommand } from './commands.ts'
import type { AnyEvent } from './events.ts'

/** Acts as officers sign them: commands, and the word to the booms. */
export type ActName =
  | OfficerCommand['type']
  | CheckpointCommand['type']
  | 'ConfirmWayClear'
  | 'ResetEmergency'
  | 'OpenInEmergency'

interface Outcome {
  /** Facts that the act may become; a notice that follows from it (`NoticeIssued`) besides. */
  readonly facts: readonly AnyEvent['type'][]
  /** Where a field of the act stands in the data of its facts, where its name there is another. */
  readonly stands?: Readonly<Record<string, string>>
  /** Fields that an officer may leave out and nobody may add. */
  readonly optional?: readonly string[]
  /** What the name of the act says already. */
  readonly says?: Readonly<Record<string, unknown>>
}

const inFields = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `fields.${name}`]))

/** What may become of each act: who verifies a signed act compares the facts under it with this. */
export const actOutcomes: Readonly<Record<ActName, Outcome>> = {
  StartControl: { facts: ['ControlStarted', 'EntryControlStarted'], optional: ['repeatReason'] },
  CompleteControl: { facts: ['ControlCompleted', 'ControlReferred'], optional: ['note'] },
  RecogniseControl: { facts: ['ControlCompleted'], says: { decision: 'recognised' }, optional: ['note'] },
  WaiveControl: { facts: ['ControlWaived'] },
  ConcludeExitControl: { facts: ['ExitControlConcluded', 'CrossingReleased'] },
  Release: { facts: ['CrossingReleased', 'RefusalNoticeIssued'] },
  Refuse: { facts: ['CrossingRefused', 'RefusalNoticeIssued', 'CrossingReturned'] },
  AcceptReadmission: { facts: ['ReadmissionAccepted'] },
  Return: { facts: ['CrossingReturned'] },
  OpenBarrier: { facts: ['BarrierOpeningOrdered'] },
  WitnessPassage: { facts: ['PassageConfirmed'] },
  CorrectPlate: { facts: ['PlateRead'], says: { source: 'officer' } },
  CallControl: { facts: ['ControlCalled'] },
  RequestReopening: { facts: ['ReopeningRequested', 'ExitControlReopened'] },
  AssentReopening: { facts: ['ExitControlReopened'], says: { ground: 'entryAssent' } },
  RecordViolation: { facts: ['ViolationRecorded'] },
  NameDriver: { facts: ['DriverNamed'] },
  HoldPassenger: { facts: ['PassengerHeld'] },
  ClearPassenger: { facts: ['PassengerCleared'] },
  Detain: { facts: ['CrossingDetained'] },
  HoldVehicle: { facts: ['VehicleHeld'] },
  LiftHold: { facts: ['HoldLifted'] },
  AssignCategory: { facts: ['CategoryAssigned'], says: { source: 'officer' } },
  DeclareGoods: { facts: ['GoodsDeclared'] },
  TakeOver: { facts: ['CrossingTakenOver', 'CrossingReturned'] },
  ExplainTransit: { facts: ['TransitExplained'] },
  OpenIncident: { facts: ['IncidentOpened'] },
  EnterDocument: {
    facts: ['DocumentRead'],
    says: { source: 'officer' },
    stands: inFields(
      'documentCode',
      'issuingState',
      'documentNumber',
      'nationality',
      'surname',
      'givenNames',
      'birthDate',
      'expiryDate',
    ),
  },
  IssueNotice: { facts: ['NoticeIssued'] },
  ConfirmReceipt: { facts: ['NoticeReceived'], stands: { subject: 'notice' } },
  DeclareRestriction: { facts: ['RestrictionDeclared'] },
  LiftRestriction: { facts: ['RestrictionLifted'], stands: { subject: 'restriction' } },
  EnterSeparateControl: { facts: ['SeparateControlEntered'] },
  EndSeparateControl: { facts: ['SeparateControlEnded'] },
  ProposeMeeting: { facts: ['MeetingProposed'], stands: { subject: 'incident' } },
  AnswerMeeting: { facts: ['MeetingAnswered'], stands: { subject: 'incident' } },
  SettleIncident: { facts: ['IncidentSettled'], stands: { subject: 'incident' } },
  EnterPaperForm: { facts: ['PaperFormEntered'] },
  ReportBorderPoint: { facts: ['BorderPointPassed'] },
  FollowUpReferral: { facts: ['ReferralFollowedUp'], stands: { subject: 'referral' } },
  ConfirmWayClear: { facts: ['WayConfirmedClear'] },
  ResetEmergency: { facts: ['EmergencyStopReset'] },
  OpenInEmergency: { facts: ['EmergencyOpeningOrdered'] },
}

/** What a fact says of a field of the act under it; undefined where it says nothing. */
export function actFieldIn(act: string, field: string, data: unknown, reason: string | undefined): unknown {
  const path = Object.hasOwn(actOutcomes, act) ? actOutcomes[act as ActName].stands?.[field] : undefined
  return standsAt(data, path ?? field) ?? (field === 'reason' ? reason : undefined)
}

/** The value at a dotted path; undefined where there is none. */
export function standsAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      data,
    )
}
