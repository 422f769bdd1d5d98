import type { Refusal } from '../refusal.ts'
import {
  maxReversals,
  mayClose,
  mayConfirmWayClear,
  mayEmergencyOpen,
  mayOpen,
  mayResetEmergency,
} from './interlock.ts'
import { dispatch, prove, seePulse } from './outputs.ts'
import { initialPassage, isCrossing, stepPassage } from './passage.ts'
import { isWayClear, judge, mergeReadings, noReadings } from './readings.ts'
import { type BarrierState, isPulsed } from './state.ts'
import { expire, locate, reverse } from './travel.ts'
import type {
  BarrierAction,
  BarrierFact,
  BarrierFault,
  BarrierInput,
  BarrierReadings,
  BarrierSettings,
} from './types.ts'
import { breakOffClose, failOpening, fresh, set, setOrder, tell, type Work } from './work.ts'

export interface BarrierStep {
  readonly state: BarrierState
  readonly actions: readonly BarrierAction[]
  readonly facts: readonly BarrierFact[]
  /** Why a command was not taken; null for accepted commands and for every other input. */
  readonly refusal: Refusal | null
}

/**
 * A barrier of contacts as a pure machine, `now` in monotonic ms. It never orders a second action before the
 * first was answered, and evaluates the interlock again at the last moment before each pulse.
 */
export function step(
  state: BarrierState,
  input: BarrierInput,
  now: number,
  settings: BarrierSettings,
): BarrierStep {
  const work: Work = { state, now, settings, actions: [], facts: [], pause: false }
  const refusal = take(work, input)
  settle(work)
  return { state: work.state, actions: work.actions, facts: work.facts, refusal }
}

function take(work: Work, input: BarrierInput): Refusal | null {
  const { state, now, settings } = work
  switch (input.type) {
    case 'inputs':
      takeReadings(work, input.readings)
      return null
    case 'deviceLost':
      // A loop powered up under a car reads empty: what was proven before the loss is proven no more.
      set(work, {
        readings: noReadings,
        located: false,
        proven: false,
        wayClearSince: null,
        passage: initialPassage,
      })
      return null
    case 'open':
      return takeOpen(work, input)
    case 'emergencyOpen':
      return takeEmergencyOpen(work)
    case 'closeWhenClear':
      if (!state.emergency && (state.position !== 'closed' || state.order !== null))
        set(work, { wantClose: true })
      return null
    case 'confirmWayClear': {
      const refusal = mayConfirmWayClear(state, now, settings)
      if (refusal !== null) return refusal
      set(work, {
        proven: true,
        officerNeeded: false,
        travelFault: null,
        reversals: 0,
        wantClose: state.wantClose || state.closeBrokenOff,
        closeBrokenOff: false,
      })
      if (state.order === null && state.position === 'unknown')
        set(work, { position: 'stopped', manual: false })
      return null
    }
    case 'emergencyReset': {
      const refusal = mayResetEmergency(state, now, settings)
      if (refusal !== null) return refusal
      if (state.emergency) {
        set(work, { emergency: false })
        tell(work, { type: 'emergencyReset' })
      }
      return null
    }
    case 'otherBarriers':
      set(work, { others: { value: input.confirmedClosed, at: now } })
      return null
    case 'outputsCleared':
      set(work, { busy: null, outputsFault: null })
      if (state.order?.stage === 'clearing') setOrder(work, { ...state.order, stage: 'proving' })
      return null
    case 'outputsClearFailed':
      takeClearFailed(work, input.reason)
      return null
    case 'pulseDone':
    case 'pulseFailed':
      set(work, { busy: null, lastPulseEnd: now })
      if (state.order?.stage !== 'pulsing') return null
      // A pulse that was not confirmed may have moved the boom all the same: the limit switch decides (rule 5).
      setOrder(work, {
        ...state.order,
        stage: 'travelling',
        trouble: input.type === 'pulseFailed' ? input.reason : null,
      })
      if (input.type === 'pulseDone') seePulse(work, now)
      return null
    case 'tick':
      return null
  }
}

function takeReadings(work: Work, next: BarrierReadings): void {
  const { state, settings } = work
  const readings = mergeReadings(state.readings, next)
  const gap = (key: 'loop' | 'photocell'): boolean => {
    const before = state.readings[key]
    const after = readings[key]
    return before === undefined || after === undefined || after.at - before.at > settings.maxInputAgeMs
  }
  set(work, {
    readings,
    read: state.read || (readings.openLimit !== undefined && readings.closedLimit !== undefined),
    stopWired: state.stopWired || readings.stop !== undefined,
    // Between two reads further apart than their allowed age nobody watched the way.
    wayClearSince: gap('loop') || gap('photocell') ? null : state.wayClearSince,
  })
}

function takeOpen(work: Work, input: Extract<BarrierInput, { type: 'open' }>): Refusal | null {
  if (input.permit === 'emergency') return takeEmergencyOpen(work)
  const { state, now, settings } = work
  const refusal = mayOpen(state, now, settings)
  if (refusal !== null) return refusal
  const opening = { permit: input.permit, direction: input.direction }
  set(work, {
    opening,
    passages: 0,
    tailgated: false,
    wantClose: false,
    closeBrokenOff: false,
    reversals: 0,
  })
  orderOpen(work, 'permit', input.permit)
  return null
}

function takeEmergencyOpen(work: Work): Refusal | null {
  const { state } = work
  const refusal = mayEmergencyOpen(state)
  if (refusal !== null) return refusal
  set(work, {
    opening: { permit: 'emergency', direction: 'forward' },
    wantClose: false,
    closeBrokenOff: false,
    travelFault: null,
    officerNeeded: true,
  })
  if (state.order?.kind === 'open') {
    setOrder(work, { ...state.order, cause: 'emergency', permit: 'emergency' })
  } else {
    orderOpen(work, 'emergency', 'emergency')
  }
  return null
}

/** A boom that stands open and was not sent down gets no pulse: a second OPEN closes some booms. */
function orderOpen(
  work: Work,
  cause: 'permit' | 'emergency',
  permit: NonNullable<BarrierState['opening']>['permit'],
): void {
  const { state, now, settings } = work
  const standsOpen =
    judge(state.readings.openLimit, now, settings.maxInputAgeMs) === 'on' &&
    judge(state.readings.closedLimit, now, settings.maxInputAgeMs) === 'off' &&
    !isPulsed(state.order)
  if (standsOpen) {
    setOrder(work, null)
    tell(work, { type: 'opened', cause, permit })
    return
  }
  setOrder(work, { ...fresh(now), kind: 'open', cause, permit })
}

function takeClearFailed(work: Work, reason: string): void {
  const { state } = work
  // The way must be clear for a hold-off again, so that a dead output is not asked at every reading.
  set(work, { busy: null, outputsFault: reason, wayClearSince: null })
  const { order } = state
  if (order === null || order.stage !== 'clearing') return
  if (order.kind === 'open' && order.cause !== 'permit') {
    // Clearing is no pulse: while a boom may be coming down it is asked again, at the next reading or tick.
    setOrder(work, { ...order, stage: 'waiting' })
    work.pause = true
    return
  }
  setOrder(work, null)
  if (order.kind === 'open')
    failOpening(work, 'barrier.outputs-exclusive', `outputs not proven off: ${reason}`)
}

function settle(work: Work): void {
  watchWay(work)
  latchEmergency(work)
  locate(work)
  reverse(work)
  expire(work)
  watchPassage(work)
  prove(work)
  startClosing(work)
  dispatch(work)
  report(work)
}

function watchWay(work: Work): void {
  const { state, now, settings } = work
  const { loop, photocell } = state.readings
  if (!isWayClear(state.readings, now, settings) || loop === undefined || photocell === undefined) {
    set(work, { wayClearSince: null })
  } else if (state.wayClearSince === null) {
    set(work, { wayClearSince: Math.max(loop.at, photocell.at) })
  }
}

function latchEmergency(work: Work): void {
  const { state } = work
  if (state.emergency || state.readings.stop?.value !== true) return
  const { order } = state
  breakOffClose(work)
  set(work, {
    emergency: true,
    order: null,
    wantClear: true,
    proven: false,
    officerNeeded: true,
  })
  tell(work, { type: 'emergencyLatched' })
  if (order?.kind === 'open') {
    failOpening(work, 'barrier.emergency-latched', 'the emergency stop was pressed during the opening')
  }
}

function watchPassage(work: Work): void {
  const { state, now, settings } = work
  const loop = judge(state.readings.loop, now, settings.maxInputAgeMs)
  const photocell = judge(state.readings.photocell, now, settings.maxInputAgeMs)
  if (state.position === 'closed') {
    const clearSeen = state.passage.clearSeen || (loop === 'off' && photocell === 'off')
    set(work, { passage: { episode: null, clearSeen } })
    return
  }
  const { opening } = state
  const direction = opening?.direction ?? null
  const { state: passage, result } = stepPassage(
    state.passage,
    loop,
    photocell,
    direction,
    state.position === 'open',
  )
  set(work, { passage })
  const second = state.passages > 0 && opening !== null && opening.permit !== 'emergency'
  if (second && !state.tailgated && passage.episode !== null && isCrossing(passage.episode)) {
    set(work, { tailgated: true })
    tell(work, { type: 'tailgate' })
  }
  if (result?.type === 'wrongWay') tell(work, { type: 'wrongWay' })
  if (result?.type !== 'passage') return
  set(work, { passages: state.passages + 1, proven: state.proven || result.whole })
  if (!second) tell(work, { type: 'passage', permit: opening?.permit ?? null })
}

function startClosing(work: Work): void {
  const { state, now, settings } = work
  if (!state.wantClose || state.order !== null || state.busy !== null || state.position === 'closed') return
  if (mayClose(state, now, settings) !== null) return
  setOrder(work, { ...fresh(now), kind: 'close', leftOpenLimit: false })
}

function report(work: Work): void {
  const faults = faultsOf(work)
  const { position, reported, faults: known } = work.state
  if (position === reported && same(faults, known)) return
  set(work, { faults, reported: position })
  tell(work, { type: 'moved', position, faults })
}

function faultsOf(work: Work): readonly BarrierFault[] {
  const { state, now, settings } = work
  const open = judge(state.readings.openLimit, now, settings.maxInputAgeMs)
  const closed = judge(state.readings.closedLimit, now, settings.maxInputAgeMs)
  const faults: BarrierFault[] = []
  if (state.read && (open === 'unknown' || closed === 'unknown')) faults.push('failedCommunication')
  if (open === 'on' && closed === 'on') faults.push('positionFailure')
  if (state.reversals >= maxReversals) faults.push('obstacle')
  if (state.emergency) faults.push('stopInput')
  if (state.travelFault !== null) faults.push('motorJammed')
  if (state.outputsFault !== null || state.stuckOutput) faults.push('hardware')
  if (state.manual) faults.push('manualOperation')
  return faults
}

function same(left: readonly BarrierFault[], right: readonly BarrierFault[]): boolean {
  return left.length === right.length && left.every((fault, index) => fault === right[index])
}
