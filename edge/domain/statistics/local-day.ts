const hour = 3_600_000

/** A date of the calendar, YYYY-MM-DD. */
export function isLocalDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** The instants (ISO 8601, UTC) between which the day lies whatever the zone: they go from UTC+14 to UTC−12. */
export function dayWindow(day: string): { readonly from: string; readonly before: string } {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  return {
    from: new Date(midnight - 14 * hour).toISOString(),
    before: new Date(midnight + 36 * hour).toISOString(),
  }
}

/** Tells the local date of an instant (ISO 8601) in an IANA time zone. */
export function localDays(timeZone: string): (eventTime: string) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return (eventTime) => format.format(new Date(eventTime))
}
