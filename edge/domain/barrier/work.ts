import type { BarrierOrder, BarrierState } from './state.ts'
import type { BarrierAction, BarrierFact, BarrierSettings } from './types.ts'

type Undated<Fact> = Fact extends BarrierFact ? Omit<Fact, 'at'> : never

/** One step in the making: what it knows, and what it has gathered. */
export interface Work {
  state: BarrierState
  readonly now: number
  readonly settings: BarrierSettings
  readonly actions: BarrierAction[]
  readonly facts: BarrierFact[]
  /** No new action in this step: an answer must not be its own next question. */
  pause: boolean
}

export function set(work: Work, change: Partial<BarrierState>): void {
  work.state = { ...work.state, ...change }
}

export function setOrder(work: Work, order: BarrierOrder | null): void {
  set(work, { order })
}

export function tell(work: Work, fact: Undated<BarrierFact>): void {
  work.facts.push({ ...fact, at: work.now } as BarrierFact)
}

/** Beginnings of an order: it waits until the device is free. */
export function fresh(now: number) {
  return { stage: 'waiting', since: now, pulsedAt: null, pulseSeen: false, trouble: null } as const
}

/** A wish to close does not outlive a fault by itself (rule 6); an officer's confirmation brings it back. */
export function breakOffClose(work: Work): void {
  if (work.state.wantClose) set(work, { wantClose: false, closeBrokenOff: true })
}

export function failOpening(work: Work, code: string, fact: string): void {
  set(work, { opening: null })
  tell(work, { type: 'openingFailed', code, fact })
}
