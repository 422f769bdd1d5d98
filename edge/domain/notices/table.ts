/** One kind of notice between the border representatives of both Parties. All kinds go one way: data only. */
export interface NoticeRule {
  readonly kind: NoticeKind
  readonly article: string
  /** Least time between the notice and what it announces; null: at once, when it has happened. */
  readonly leadHours: number | null
  /** Calendar days, where the agreement counts in days. */
  readonly leadDays: number | null
  /** Sent before, with no number of days or hours in the agreement. */
  readonly inAdvance: boolean
  /** What the form asks for; all are filled. */
  readonly fields: readonly NoticeField[]
  /** Hours within which the other Party confirms receipt; later an alarm is raised. */
  readonly receiptHours: number
  /** Issued by the lane with the act that calls for it, never by hand. */
  readonly automatic: boolean
}

export type NoticeKind =
  | 'refusal-of-entry'
  | 'separate-control'
  | 'joint-control-resumed'
  | 'restriction-outside-established-places'
  | 'restriction'
  | 'tourist-group-list'
  | 'service-staff-list'
  | 'border-mark-work'
  | 'border-strip-clearing'
  | 'bank-reinforcement'
  | 'activity-affecting-regime'
  | 'blasting'
  | 'survey-flight'
  | 'border-mark-lost'
  | 'animal-disease'
  | 'illegal-aircraft-crossing'
  | 'incident'
  | 'joint-meeting'
  | 'joint-meeting-answer'
  | 'called-control'
  | 'reopening'
  | 'transit-exception'
  | 'border-mark-threat'
  | 'rescue-crossing'
  | 'strayed-animals'
  | 'border-violator'
  | 'aircraft-check'
  | 'incident-settled'

export type NoticeField =
  | 'place'
  | 'what'
  | 'reason'
  | 'from'
  | 'until'
  | 'persons'
  | 'route'
  | 'mark'
  | 'contact'
  | 'disease'
  | 'aircraft'
  | 'time'
  | 'altitude'
  | 'direction'
  | 'agenda'
  | 'participants'
  | 'plate'
  | 'documents'
  | 'answer'
  | 'measures'
  | 'list'
  | 'issuer'
  | 'way'
  | 'result'
  | 'purpose'
  | 'duration'
  | 'coordinates'
  | 'owner'
  | 'colour'
  | 'marks'
  | 'boardNumber'
  | 'callSigns'
  | 'radar'
  | 'camera'
  | 'focalLength'

const atOnce = { leadHours: null, leadDays: null, inAdvance: false, receiptHours: 24 } as const
const hours = (leadHours: number) => ({ ...atOnce, leadHours })
const days = (leadDays: number) => ({ ...atOnce, leadDays })
const before = { ...atOnce, inAdvance: true } as const
const byHand = { automatic: false } as const
const byLane = { automatic: true } as const

export const noticeTable: readonly NoticeRule[] = [
  {
    kind: 'refusal-of-entry',
    article: 'BR 17.2',
    ...atOnce,
    ...byLane,
    fields: ['what', 'reason', 'plate', 'documents'],
  },
  { kind: 'separate-control', article: 'JC 15', ...atOnce, ...byLane, fields: ['place', 'reason'] },
  { kind: 'joint-control-resumed', article: 'JC 15', ...atOnce, ...byLane, fields: ['place', 'reason'] },
  {
    kind: 'restriction-outside-established-places',
    article: 'BR 11(2)',
    ...hours(48),
    ...byLane,
    fields: ['place', 'reason', 'from', 'until'],
  },
  {
    kind: 'restriction',
    article: 'BR 14.3',
    ...atOnce,
    ...byLane,
    fields: ['place', 'reason', 'from', 'until'],
  },
  {
    kind: 'tourist-group-list',
    article: 'BR 18.3(2)',
    ...days(15),
    ...byLane,
    fields: ['list', 'issuer', 'persons', 'from', 'until'],
  },
  {
    kind: 'service-staff-list',
    article: 'BR 14.2',
    ...before,
    ...byLane,
    fields: ['list', 'issuer', 'persons', 'from', 'until'],
  },
  {
    kind: 'border-mark-work',
    article: 'BR 5.1',
    ...days(10),
    ...byHand,
    fields: ['mark', 'what', 'from', 'contact'],
  },
  {
    kind: 'border-strip-clearing',
    article: 'BR 8.1',
    ...days(10),
    ...byHand,
    fields: ['place', 'what', 'from', 'contact'],
  },
  {
    kind: 'bank-reinforcement',
    article: 'BR 28.1',
    ...days(10),
    ...byHand,
    fields: ['place', 'what', 'from', 'contact'],
  },
  {
    kind: 'activity-affecting-regime',
    article: 'BR 22.1',
    ...days(3),
    ...byHand,
    fields: ['place', 'what', 'from', 'until'],
  },
  {
    kind: 'blasting',
    article: 'BR 23.2',
    ...hours(48),
    ...byHand,
    fields: ['place', 'what', 'from', 'contact'],
  },
  {
    kind: 'survey-flight',
    article: 'BR 21.2',
    ...before,
    ...byHand,
    // The form of annex 4, in its order.
    fields: [
      ...(['purpose', 'from', 'until', 'duration', 'place', 'coordinates', 'direction', 'altitude'] as const),
      ...(['owner', 'aircraft', 'colour', 'marks', 'boardNumber', 'callSigns', 'radar'] as const),
      ...(['camera', 'focalLength'] as const),
    ],
  },
  {
    kind: 'border-mark-lost',
    article: 'BR 4.2',
    ...atOnce,
    ...byHand,
    fields: ['mark', 'what', 'time'],
  },
  {
    kind: 'animal-disease',
    article: 'BR 25.1',
    ...atOnce,
    ...byHand,
    fields: ['disease', 'place', 'time', 'what'],
  },
  {
    kind: 'illegal-aircraft-crossing',
    article: 'BR 37.1',
    ...atOnce,
    ...byHand,
    fields: ['aircraft', 'time', 'place', 'altitude', 'direction'],
  },
  {
    kind: 'incident',
    article: 'BR 34',
    ...atOnce,
    ...byLane,
    fields: ['what', 'place', 'time', 'reason', 'participants'],
  },
  {
    kind: 'joint-meeting',
    article: 'BR 42.1',
    // Seven times 24 hours (семь суток), where the other lead times are days of the calendar.
    ...hours(7 * 24),
    ...byLane,
    // The answer is due 48 hours after it was received; the notice itself is confirmed within that time.
    receiptHours: 48,
    fields: ['time', 'place', 'agenda', 'participants'],
  },
  { kind: 'joint-meeting-answer', article: 'BR 42.1', ...atOnce, ...byLane, fields: ['answer', 'reason'] },
  { kind: 'called-control', article: 'JC 9.1', ...atOnce, ...byLane, fields: ['what', 'reason'] },
  { kind: 'reopening', article: 'JC 7.1', ...atOnce, ...byLane, fields: ['plate', 'reason'] },
  {
    kind: 'transit-exception',
    article: 'BR 18.2',
    ...atOnce,
    ...byLane,
    fields: ['what', 'reason', 'plate'],
  },
  {
    kind: 'border-mark-threat',
    article: 'BR 6',
    ...atOnce,
    ...byHand,
    fields: ['mark', 'reason', 'measures'],
  },
  {
    kind: 'rescue-crossing',
    article: 'BR 20.1',
    ...before,
    ...byHand,
    fields: ['what', 'place', 'from', 'persons'],
  },
  {
    kind: 'strayed-animals',
    article: 'BR 24.2',
    ...atOnce,
    ...byHand,
    fields: ['what', 'place', 'time', 'measures'],
  },
  {
    kind: 'border-violator',
    article: 'BR 35.1',
    ...atOnce,
    ...byHand,
    fields: ['place', 'time', 'persons', 'what', 'measures'],
  },
  {
    kind: 'aircraft-check',
    article: 'BR 37.2',
    ...atOnce,
    ...byHand,
    fields: ['aircraft', 'time', 'reason', 'measures'],
  },
  // BR 38.2: results of the own investigation; BR 39.4: what was done; BR 43: it goes to the diplomats.
  {
    kind: 'incident-settled',
    article: 'BR 39.4',
    ...atOnce,
    ...byLane,
    fields: ['what', 'place', 'way', 'result'],
  },
]

export function noticeRule(kind: NoticeKind): NoticeRule {
  const found = noticeTable.find((rule) => rule.kind === kind)
  if (!found) throw new RangeError(`no notice ${kind}`)
  return found
}
