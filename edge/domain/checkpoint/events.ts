import type { Category } from '../control/rule-pack.ts'
import type { Event, EvidenceRef } from '../crossing/event-shape.ts'
import type { NoticeKind } from '../notices/table.ts'
import type { Party } from '../party.ts'
import type { Restriction } from '../restrictions/restriction.ts'

/** Facts of the checkpoint beside its lanes: notices, lists, restrictions, separate control, incidents. */
export type CheckpointEvent =
  | Event<
      'NoticeIssued',
      {
        readonly notice: NoticeKind
        readonly article: string
        readonly from: Party
        readonly to: readonly Party[]
        readonly fields: Readonly<Record<string, string>>
        /** ISO 8601: when what is announced begins; null where it has happened. */
        readonly effectiveAt: string | null
        /** ISO 8601: until when the other Party confirms receipt. */
        readonly receiptDue: string
        /** Set where the lead time is not kept and the agreement allows it. */
        readonly exceptional?: string
        /** Id of the event that called for it. */
        readonly about?: string
      }
    >
  | Event<'NoticeReceived', { readonly notice: string; readonly receivedBy: Party }>
  | Event<'RestrictionDeclared', Omit<Restriction, 'id'>>
  | Event<
      'RestrictionLifted',
      { readonly restriction: string; readonly party: Party; readonly reason: string }
    >
  | Event<
      'SeparateControlEntered',
      {
        readonly lane: string
        readonly party: Party
        readonly cause: SeparateCause
        readonly reason: string
        readonly article: 'JC 15'
      }
    >
  | Event<
      'SeparateControlEnded',
      { readonly lane: string; readonly party: Party; readonly reason: string; readonly article: 'JC 15' }
    >
  /** A certified list came; its lines are kept as evidence and are told to nobody. */
  | Event<
      'RegisterReceived',
      {
        readonly party: Party
        readonly category: Exclude<Category, 'ordinary'>
        readonly list: string
        readonly version: number
        readonly issuer: string
        readonly from: string
        readonly until: string
        readonly entries: number
        readonly content: EvidenceRef
        readonly source: 'feed' | 'file'
      }
    >
  | Event<
      'RegisterRejected',
      { readonly party: Party; readonly list: string; readonly article: string; readonly fact: string }
    >
  /** Own to one Party: the other is not even told that there is a list. */
  | Event<
      'WatchListReceived',
      {
        readonly party: Party
        readonly list: string
        readonly version: number
        readonly entries: number
        readonly content: EvidenceRef
        readonly source: 'feed' | 'file'
      }
    >
  /** A lane PC has made a key and asks its Party to approve it. */
  | Event<'SigningKeyRequested', { readonly party: Party; readonly key: string; readonly holder: string }>
  /** The keys of a Party's lane PCs, as its authority signed them; a later version takes their place. */
  | Event<
      'SigningKeysApproved',
      {
        readonly party: Party
        readonly list: string
        readonly version: number
        readonly keys: readonly SigningKeyEntry[]
        /** Of the authority, over the list (base64): whoever reads this need not believe the gateway. */
        readonly signature: string
        readonly source: 'feed' | 'file'
      }
    >
  | Event<
      'MeetingProposed',
      {
        readonly incident: string
        readonly proposedBy: Party
        /** ISO 8601. */
        readonly meetingAt: string
        readonly place: string
        readonly agenda: string
        readonly participants: readonly string[]
        /** ISO 8601: 48 hours after it was proposed; they run anew from its receipt (BR 42.1). */
        readonly answerDue: string
      }
    >
  | Event<
      'MeetingAnswered',
      {
        readonly incident: string
        readonly answeredBy: Party
        readonly accepted: boolean
        readonly reason: string
        readonly late: boolean
      }
    >
  | Event<
      'IncidentSettled',
      {
        readonly incident: string
        readonly settledBy: Party
        readonly way: SettlementWay
        readonly article: string
        readonly result: string
      }
    >
  /** What was written on a numbered paper form while the gateway could not be used. */
  | Event<
      'PaperFormEntered',
      {
        readonly lane: string
        readonly party: Party
        readonly series: string
        readonly number: number
        /** ISO 8601. */
        readonly filledAt: string
        readonly plate: string
        readonly outcome: 'released' | 'refused' | 'returned' | 'detained' | 'void'
        readonly reason: string
      }
    >
  /** A vehicle passed a point at the border (BR 15). */
  | Event<
      'BorderPointPassed',
      {
        readonly plate: string
        readonly point: string
        readonly passedAt: string
        readonly reportedBy: Party
      }
    >
  /** JC 9.3: what became of a control that was referred to a place outside. */
  | Event<'ReferralFollowedUp', { readonly referral: string; readonly party: Party; readonly result: string }>

/** A key that may sign acts for its Party. */
export interface SigningKeyEntry {
  /** Public ed25519 key, base64 of SPKI DER. */
  readonly key: string
  /** Lane PC or service number. */
  readonly holder: string
  /** First and last day, YYYY-MM-DD (UTC, by the record time of the act). */
  readonly from: string
  readonly until: string
}

/** BR 38: by own investigation; BR 39: by joint decision; BR 33.4, 43: handed to the diplomatic channels. */
export const settlementWays = ['unilateral', 'joint', 'diplomatic'] as const
export type SettlementWay = (typeof settlementWays)[number]

export const separateCauses = ['epidemic', 'epizootic', 'natural-disaster', 'emergency'] as const
export type SeparateCause = (typeof separateCauses)[number]
