/** `m:ss`, or `h:mm:ss` from an hour on. */
export function elapsed(from: string, to: string | Date): string {
  const seconds = Math.max(0, Math.floor((new Date(to).getTime() - Date.parse(from)) / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
