/** What a printed YYMMDD means: a day, a date with unknown parts, or no date at all. */
export type DateReading =
  | { readonly kind: 'day'; readonly iso: string }
  | { readonly kind: 'partial' }
  | { readonly kind: 'impossible'; readonly detail: string }

const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function daysOfMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && !leap ? 28 : (longestMonth[month - 1] ?? 0)
}

function iso(year: number, month: number, day: number): string {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(
    '-',
  )
}

/** The two-digit year in the century of `today`, the one before and the one after, where that day exists. */
function candidates(printed: string, today: string): readonly string[] | null {
  const year = Number(printed.slice(0, 2))
  const month = Number(printed.slice(2, 4))
  const day = Number(printed.slice(4, 6))
  if (month < 1 || month > 12 || day < 1 || day > (longestMonth[month - 1] ?? 0)) return null
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100
  return [century - 100, century, century + 100]
    .map((start) => start + year)
    .filter((full) => day <= daysOfMonth(full, month))
    .map((full) => iso(full, month, day))
}

function monthsApart(a: string, b: string): number {
  const months = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
  return Math.abs(months(a) - months(b))
}

/**
 * Date of birth: never after `today` (YYYY-MM-DD), so the latest such century. Parts that the issuer does
 * not know are fillers (9303-3, 4.8); the known parts must still be possible.
 */
export function readBirthDate(printed: string, today: string): DateReading {
  if (!/^[0-9<]{6}$/.test(printed)) return { kind: 'impossible', detail: `${printed} is not a date` }
  if (printed.includes('<')) {
    const month = printed.slice(2, 4)
    const day = printed.slice(4, 6)
    const wholePairs = /^(?:\d\d|<<){3}$/.test(printed)
    const possible =
      wholePairs &&
      (month === '<<' || (Number(month) >= 1 && Number(month) <= 12)) &&
      (day === '<<' ||
        (Number(day) >= 1 && Number(day) <= (month === '<<' ? 31 : (longestMonth[Number(month) - 1] ?? 0))))
    return possible ? { kind: 'partial' } : { kind: 'impossible', detail: `${printed} is not a date` }
  }
  const past = candidates(printed, today)?.filter((date) => date <= today) ?? []
  const latest = past.at(-1)
  return latest === undefined
    ? { kind: 'impossible', detail: `${printed} is not a day of any year` }
    : { kind: 'day', iso: latest }
}

/** Date of expiry: the century nearest to `today` (YYYY-MM-DD), at most half a century away. */
export function readExpiryDate(printed: string, today: string): DateReading {
  if (/^<{6}$/.test(printed)) return { kind: 'partial' }
  if (!/^[0-9]{6}$/.test(printed)) return { kind: 'impossible', detail: `${printed} is not a date` }
  const nearest = [...(candidates(printed, today) ?? [])].sort(
    (a, b) => monthsApart(a, today) - monthsApart(b, today),
  )[0]
  return nearest === undefined
    ? { kind: 'impossible', detail: `${printed} is not a day of any year` }
    : { kind: 'day', iso: nearest }
}
