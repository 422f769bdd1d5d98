import type { Overdue } from '../../../../domain/checkpoint/alarms.ts'
import type { Missing } from '../../../../domain/checkpoint/degraded.ts'
import type { SeparateCause, SettlementWay } from '../../../../domain/checkpoint/events.ts'
import type { Category } from '../../../../domain/control/rule-pack.ts'
import type { Detained, TransitException } from '../../../../domain/crossing/law-events.ts'
import type { NoticeField, NoticeKind } from '../../../../domain/notices/table.ts'
import type { RestrictionCause } from '../../../../domain/restrictions/restriction.ts'

/** What the page says of the agreements beside controls and barriers. A language that lacks a text does not compile. */
export interface LawTexts {
  readonly title: string
  readonly rulePack: string
  readonly separate: string
  readonly separateCause: Readonly<Record<SeparateCause, string>>
  readonly since: string
  readonly category: Readonly<Record<Category, string>>
  /** `{n}` */
  readonly priority: string
  readonly list: string
  readonly equipment: string
  readonly hit: string
  /** Who sees it. */
  readonly hitHint: string
  readonly hitBy: Readonly<Record<'plate' | 'document', string>>
  readonly restriction: string
  readonly restrictionCause: Readonly<Record<RestrictionCause, string>>
  readonly inForceFrom: string
  readonly until: string
  readonly exceptional: string
  readonly everyone: string
  readonly citizens: string
  readonly goods: string
  readonly goodsKind: Readonly<
    Record<'animals' | 'animal-products' | 'plants' | 'food' | 'dangerous' | 'money', string>
  >
  readonly closed: string
  readonly held: string
  readonly personHeld: string
  readonly detained: Readonly<Record<Detained, string>>
  readonly detention: string
  readonly violation: string
  /** `{party}` */
  readonly jurisdiction: string
  readonly reopening: string
  readonly called: string
  readonly selected: string
  readonly referredTo: string
  readonly recognisable: string
  readonly notServing: string
  /** `{minutes}` `{limit}` */
  readonly transitOver: string
  readonly transitExplained: string
  readonly exception: Readonly<Record<TransitException, string>>
  readonly incidents: string
  readonly notices: string
  readonly notice: Readonly<Record<NoticeKind, string>>
  readonly field: Readonly<Record<NoticeField, string>>
  readonly noNotices: string
  readonly received: string
  readonly ground: Readonly<Record<'BR 11' | 'BR 14.3' | 'BR 25', string>>
  readonly receiptDue: string
  readonly overdue: string
  readonly overdueKind: Readonly<Record<Overdue['kind'], string>>
  readonly referrals: string
  readonly registers: string
  readonly paper: string
  readonly paperGaps: string
  readonly missing: Readonly<Record<Missing, string>>
  readonly goesOnBy: string
  readonly waiting: string
  readonly form: {
    readonly laws: string
    readonly lawsBoth: string
    readonly description: string
    readonly what: string
    readonly place: string
    readonly day: string
    readonly category: string
    readonly list: string
    readonly equipment: string
    readonly oneALine: string
    readonly goods: string
    readonly exception: string
    readonly incidentKind: string
    readonly causes: string
    readonly participants: string
    readonly witnesses: string
    readonly documentCode: string
    readonly issuingState: string
    readonly documentNumber: string
    readonly nationality: string
    readonly surname: string
    readonly givenNames: string
    readonly birthDate: string
    readonly expiryDate: string
    readonly notice: string
    readonly article: string
    readonly placeKind: string
    readonly established: string
    readonly outside: string
    readonly cause: string
    readonly citizenships: string
    readonly thisLane: string
    readonly from: string
    readonly until: string
    readonly meetingAt: string
    readonly agenda: string
    readonly answer: string
    readonly accepted: string
    readonly declined: string
    readonly way: string
    readonly ways: Readonly<Record<SettlementWay, string>>
    readonly result: string
    readonly series: string
    readonly number: string
    readonly filledAt: string
    readonly outcome: string
    readonly void: string
    readonly point: string
    readonly passedAt: string
  }
  readonly fact: {
    readonly jurisdiction: string
    readonly documentOf: string
    readonly citizenOn: string
    readonly category: string
    readonly restrictionOf: string
    readonly holds: string
    readonly doesNotHold: string
    readonly holdsPerson: string
    readonly controlsAlone: string
    readonly jointControl: string
    readonly notAsked: string
    readonly notAssented: string
    readonly never: string
    readonly missing: string
    readonly unknown: string
    readonly already: string
    readonly notWorking: string
    readonly deviceNotFor: string
    readonly diskFull: string
    readonly hours: string
    readonly days: string
    readonly beginsBefore: string
    readonly noticeOf: string
    readonly form: string
    readonly noList: string
  }
}
