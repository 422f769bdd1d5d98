/** A row of `events` as it is read. */
export interface EventRow {
  readonly epoch: number
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly crossing: string | null
  readonly lane: string | null
  readonly event_time: string
  readonly record_time: string
  readonly actor: string
  readonly corrects: string | null
  readonly reason: string | null
  readonly data: string
  readonly shares: string
}

/** What a row holds besides its number. */
export type UnnumberedRow = Omit<EventRow, 'epoch' | 'seq'>
