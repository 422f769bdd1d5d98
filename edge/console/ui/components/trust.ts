import type { Trust } from './shapes.tsx'

const sureFrom = 0.9
const checkFrom = 0.6

/** How the screen marks a read: what was not accepted is never shown as sure, however confident. */
export function trustOf({
  confidence,
  accepted,
}: {
  readonly confidence: number
  readonly accepted: boolean
}): Trust {
  if (accepted && confidence >= sureFrom) return 'sure'
  return confidence >= checkFrom ? 'check' : 'unsure'
}
