import type { Category } from '../control/rule-pack.ts'
import { calendarDays } from '../notices/clocks.ts'
import { noticeRule } from '../notices/table.ts'
import type { Party } from '../party.ts'

/** A certified list that one Party sends in advance (BR 14.2, 18.3, 19.3, 20.2; bookings: JC 5.1). */
export interface Register {
  /** Who sent it. */
  readonly party: Party
  readonly category: Exclude<Category, 'ordinary'>
  /** Name of the list; a later version of the same name takes its place. */
  readonly list: string
  readonly version: number
  /** Organisation or local executive body that certified it (BR 14.2). */
  readonly issuer: string
  /** First and last day, YYYY-MM-DD at the checkpoint. */
  readonly from: string
  readonly until: string
  /** Day on which it was sent. */
  readonly sentOn: string
  /** Equipment, materials and machines (BR 19.3, 20.2). */
  readonly equipment: readonly string[]
  readonly entries: readonly RegisterEntry[]
}

export interface RegisterEntry {
  /** Name of the entry within the list, e.g. a line number. */
  readonly entry: string
  /** Canonical plate; null for a person. */
  readonly plate: string | null
  /** Number of the travel document or identity card; null for a vehicle. */
  readonly document: string | null
}

export interface Sought {
  readonly plate: string | null
  readonly documents: readonly string[]
}

export interface RegisterMatch {
  readonly register: Register
  readonly entry: RegisterEntry
  readonly matched: 'plate' | 'document'
}

/** Calendar days that a list is sent before the passage; 0: in advance, with no number in the agreement. */
const lead: Readonly<Partial<Record<Category, { readonly days: number; readonly article: string }>>> = {
  'tourist-group': { days: noticeRule('tourist-group-list').leadDays ?? 0, article: 'BR 18.3(2)' },
  'service-staff': { days: 0, article: 'BR 14.2' },
  resident: { days: 0, article: 'BR 18.3(1)' },
}

/** Why a list may not be used: its lead time, with the article; null where it may. */
export function lateRegister({
  category,
  sentOn,
  from,
}: Register): { readonly article: string; readonly fact: string } | null {
  const rule = lead[category]
  if (rule === undefined) return null
  const found = calendarDays(sentOn, from)
  if (found >= rule.days) return null
  const fact = rule.days === 0 ? 'it begins before the notice' : `${found} days of ${rule.days} days`
  return { article: rule.article, fact }
}

/** Lists in force on a day that name the vehicle or a person in it; the plate goes before documents. */
export function matchRegisters(
  registers: readonly Register[],
  { plate, documents }: Sought,
  day: string,
): readonly RegisterMatch[] {
  const valid = registers.filter((register) => register.from <= day && day <= register.until)
  return valid.flatMap((register): readonly RegisterMatch[] => {
    const byPlate = register.entries.find((entry) => entry.plate !== null && entry.plate === plate)
    if (byPlate) return [{ register, entry: byPlate, matched: 'plate' }]
    const byDocument = register.entries.find(
      (entry) => entry.document !== null && documents.includes(entry.document),
    )
    return byDocument ? [{ register, entry: byDocument, matched: 'document' }] : []
  })
}
