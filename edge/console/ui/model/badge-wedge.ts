import { latinOf } from './latin-keys.ts'

/** A reader types faster than anyone; a gap longer than this begins a new badge. */
const gapMs = 120
const shortest = 4

/** Hears a badge reader that types like a keyboard, where nobody types into a field. Returns the way to stop it. */
export function hearBadges(onBadge: (badge: string) => void): () => void {
  let typed = ''
  let last = 0

  const onKey = (event: KeyboardEvent) => {
    const { target } = event
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return
    if (event.timeStamp - last > gapMs) typed = ''
    last = event.timeStamp
    if (event.key === 'Enter' && typed.length >= shortest) {
      // Or Enter would press the button that has the focus as well.
      event.preventDefault()
      onBadge(typed)
      typed = ''
      return
    }
    typed += latinOf(event) ?? ''
  }
  document.addEventListener('keydown', onKey, true)
  return () => document.removeEventListener('keydown', onKey, true)
}
