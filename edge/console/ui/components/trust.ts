import type { Trust } from './shapes.tsx'

const checkFrom = 0.6

/** How the screen marks a read: the rule of acceptance alone says what is sure, however confident a read is. */
export function trustOf({
  confidence,
  accepted,
}: {
  readonly confidence: number
  readonly accepted: boolean
}): Trust {
  if (accepted) return 'sure'
  return confidence >= checkFrom ? 'check' : 'unsure'
}
