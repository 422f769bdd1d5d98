import { type NoticeKind, noticeRule } from './table.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What a lead time is measured between; all ISO 8601, dates YYYY-MM-DD at the checkpoint. */
export interface LeadTime {
  readonly issuedAt: string
  readonly issuedOn: string
  /** When what is announced begins; null for what has happened already. */
  readonly effectiveAt: string | null
  readonly effectiveOn: string | null
}

/** By how much a notice comes too late, in words; null where its lead time is kept. */
export function tooLate(kind: NoticeKind, time: LeadTime): string | null {
  const { leadHours, leadDays, inAdvance } = noticeRule(kind)
  if (leadHours === null && leadDays === null && !inAdvance) return null
  const { effectiveAt, effectiveOn } = time
  if (effectiveAt === null || effectiveOn === null) return 'it does not say when it begins'
  const ahead = Date.parse(effectiveAt) - Date.parse(time.issuedAt)
  // An unreadable time is a late one: a notice is not lawful because nobody can say when it begins.
  if (!(ahead > 0)) return 'it begins before the notice'
  if (leadHours !== null && ahead < leadHours * hourMs) {
    return `${Math.floor(ahead / hourMs)} h of ${leadHours} h`
  }
  if (leadDays !== null) {
    const found = calendarDays(time.issuedOn, effectiveOn)
    if (!(found >= leadDays)) return `${found} days of ${leadDays} days`
  }
  return null
}

/** Calendar days from one local date to another, whatever the clocks do between them. */
export function calendarDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)
}

/** Until when the other Party has to confirm receipt. */
export function receiptDue(kind: NoticeKind, issuedAt: string): string {
  return new Date(Date.parse(issuedAt) + noticeRule(kind).receiptHours * hourMs).toISOString()
}

export function hoursAfter(at: string, hours: number): string {
  return new Date(Date.parse(at) + hours * hourMs).toISOString()
}
