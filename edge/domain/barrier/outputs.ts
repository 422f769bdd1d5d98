import { closeVeto, openVeto } from './interlock.ts'
import { isPulsed } from './state.ts'
import type { BarrierAction } from './types.ts'
import { failOpening, set, setOrder, tell, type Work } from './work.ts'

/** Rule 4, and the interlock's last word before a pulse. */
export function prove(work: Work): void {
  const { state, now, settings } = work
  const { order } = state
  if (order?.stage !== 'proving' || state.busy !== null) return
  const opposite = order.kind === 'open' ? state.readings.closeOutput : state.readings.openOutput
  // The device has read both outputs back as off; a poll that still shows one on must be overtaken first.
  if (opposite?.value === true) return
  if (order.kind === 'close') {
    if (closeVeto(state, now, settings) !== null || state.emergency) {
      setOrder(work, null)
      return
    }
  } else if (order.cause === 'permit') {
    const veto = openVeto(state, now, settings)
    if (veto !== null) {
      setOrder(work, null)
      failOpening(work, veto.code, veto.fact)
      return
    }
  }
  const action: BarrierAction = order.kind === 'open' ? 'pulseOpen' : 'pulseClose'
  setOrder(work, { ...order, stage: 'pulsing', pulsedAt: now })
  set(work, {
    busy: action,
    position: order.kind === 'open' ? 'opening' : 'closing',
    lastLimit: null,
    manual: false,
  })
  work.actions.push(action)
  if (order.kind === 'open')
    tell(work, { type: 'openPulseOrdered', cause: order.cause, permit: order.permit })
}

export function dispatch(work: Work): void {
  watchPulse(work)
  const { state } = work
  if (state.busy !== null || work.pause) return
  const waiting = state.order?.stage === 'waiting'
  if (!waiting && !state.wantClear && !hasStuckOutput(work)) return
  if (state.order?.stage === 'waiting') setOrder(work, { ...state.order, stage: 'clearing' })
  set(work, { busy: 'clearOutputs', wantClear: false })
  work.actions.push('clearOutputs')
}

/** The OPEN output was read on: the pulse has begun. */
function watchPulse(work: Work): void {
  const { order, readings } = work.state
  const output = readings.openOutput
  if (order?.kind !== 'open' || !isPulsed(order) || output?.value !== true) return
  if (output.at >= order.pulsedAt) seePulse(work, output.at)
}

export function seePulse(work: Work, at: number): void {
  const { order } = work.state
  if (order?.kind !== 'open' || order.pulseSeen) return
  setOrder(work, { ...order, pulseSeen: true })
  work.facts.push({ type: 'openPulseSent', cause: order.cause, permit: order.permit, at })
}

/** An output left on by nobody's order (a pulse cut short by a restart) is cleared, once. */
function hasStuckOutput(work: Work): boolean {
  const { state } = work
  const { openOutput, closeOutput } = state.readings
  const on = [openOutput, closeOutput].some(
    (output) => output?.value === true && output.at > state.lastPulseEnd,
  )
  if (!on || state.order !== null) {
    if (openOutput?.value !== true && closeOutput?.value !== true) set(work, { stuckOutput: false })
    return false
  }
  if (state.stuckOutput) return false
  set(work, { stuckOutput: true })
  return true
}
