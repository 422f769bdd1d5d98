import { useStore } from '../model/store.ts'
import { elapsed } from './elapsed.ts'

/** Time since an instant, as it stands now: days in words, the rest as a clock. */
export function useDuration(since: string): string {
  const store = useStore()
  const { t, count } = store.say.value
  const now = store.now.value
  const dayMs = 86_400_000
  const days = Math.floor(Math.max(0, now.getTime() - Date.parse(since)) / dayMs)
  if (days === 0) return elapsed(since, now)
  return `${count(t.equipment.days, days)} ${elapsed(new Date(Date.parse(since) + days * dayMs).toISOString(), now)}`
}
