/** BR 15: minutes from the border point to the checkpoint, and whether they are over the set limit. */
export function transitTime(
  from: string,
  to: string,
  limitMinutes: number,
): { readonly minutes: number; readonly over: boolean } {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 6_000) / 10)
  return { minutes, over: minutes > limitMinutes }
}
