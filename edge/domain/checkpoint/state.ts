import type { AnyEvent } from '../crossing/events.ts'
import type { Party } from '../party.ts'
import type { Restriction } from '../restrictions/restriction.ts'
import type { CheckpointEvent } from './events.ts'

type DataOf<Type extends CheckpointEvent['type']> = Extract<CheckpointEvent, { type: Type }>['data']

export interface IssuedNotice extends DataOf<'NoticeIssued'> {
  /** Id of the event. */
  readonly id: string
  readonly issuedAt: string
  readonly receivedAt: string | null
}

export interface OpenIncident {
  readonly id: string
  readonly crossing: string | null
  readonly kind: string
  readonly openedBy: Party
  readonly place: string
  readonly openedAt: string
  readonly meeting: (DataOf<'MeetingProposed'> & { readonly proposedAt: string }) | null
  readonly answer: DataOf<'MeetingAnswered'> | null
  readonly settled: string | null
}

export interface Referral {
  readonly id: string
  readonly crossing: string | null
  readonly party: Party
  readonly kind: string
  readonly place: string
  readonly followUpBy: string
  readonly plate: string | null
  readonly result: string | null
}

export interface PaperForm extends DataOf<'PaperFormEntered'> {
  readonly id: string
}

/** What holds at the checkpoint beside its lanes, folded from the journal alone. */
export interface CheckpointState {
  /** Newest last. */
  readonly notices: readonly IssuedNotice[]
  readonly restrictions: readonly Restriction[]
  /** Lanes under separate control (JC 15). */
  readonly separate: readonly (DataOf<'SeparateControlEntered'> & { readonly since: string })[]
  readonly registers: readonly DataOf<'RegisterReceived'>[]
  readonly watchLists: readonly DataOf<'WatchListReceived'>[]
  /** Newest version of each Party's lists of keys. */
  readonly signingKeys: readonly DataOf<'SigningKeysApproved'>[]
  readonly keyRequests: readonly DataOf<'SigningKeyRequested'>[]
  readonly incidents: readonly OpenIncident[]
  readonly referrals: readonly Referral[]
  readonly papers: readonly PaperForm[]
  /** Newest last. */
  readonly handovers: readonly (DataOf<'ShiftHandedOver'> & { readonly at: string })[]
  /** The last time that a plate was seen at the border. */
  readonly borderPoints: readonly DataOf<'BorderPointPassed'>[]
}

export const initialCheckpoint: CheckpointState = {
  notices: [],
  restrictions: [],
  separate: [],
  registers: [],
  watchLists: [],
  signingKeys: [],
  keyRequests: [],
  incidents: [],
  referrals: [],
  papers: [],
  borderPoints: [],
  handovers: [],
}

/** Types that the state is folded from; the journal is asked for these after a restart. */
export const checkpointEventTypes: readonly AnyEvent['type'][] = [
  'NoticeIssued',
  'NoticeReceived',
  'RefusalNoticeIssued',
  'RestrictionDeclared',
  'RestrictionLifted',
  'SeparateControlEntered',
  'SeparateControlEnded',
  'RegisterReceived',
  'WatchListReceived',
  'SigningKeyRequested',
  'SigningKeysApproved',
  'IncidentOpened',
  'MeetingProposed',
  'MeetingAnswered',
  'IncidentSettled',
  'PaperFormEntered',
  'BorderPointPassed',
  'ControlReferred',
  'ReferralFollowedUp',
  'ShiftHandedOver',
]
