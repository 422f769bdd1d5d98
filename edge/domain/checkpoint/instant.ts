/** An instant with its zone (ISO 8601) in UTC with milliseconds; null for anything else. */
export function instantOf(text: string | undefined): string | null {
  const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
  if (text === undefined || !iso.test(text)) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
