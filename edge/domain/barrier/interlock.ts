import { parties } from '../party.ts'
import { type Refusal, refuse, type Unblocker } from '../refusal.ts'
import { describeReading, describeWay, isWayClear, judge } from './readings.ts'
import type { BarrierState } from './state.ts'
import type { BarrierSettings, InputReading } from './types.ts'

/*
 * The interlock, a second veto beside the barrier's own safety circuit (EN 12453); `IL n` in refusals:
 *  1  Close only on fresh "loop clear" and "photocell clear"; stale, unknown or disconnected is occupied.
 *  2  After clear, hold off.
 *  3  After a restart, one whole passage or an officer's confirmation before the first close.
 *  4  Open and close outputs exclude each other: clear, read back, then pulse.
 *  5  "Open" is the limit switch, never the echo of the command; both limits at once are a fault.
 *  6  No limit within twice the nominal travel time is a fault; nothing is retried by itself.
 *  7  On start-up no pulse; after a restart no command is replayed.
 *  8  The emergency stop latches until reset at the barrier.
 *  9  Of the barriers of a lock one opens only when the others are confirmed closed; emergency opening is explicit.
 */

const officers: readonly Unblocker[] = parties.map((party) => ({ kind: 'officer', party }))
const technician: readonly Unblocker[] = [{ kind: 'technician' }]
const device: readonly Unblocker[] = [{ kind: 'device', device: 'barrier' }]

/** After that many turns back on one order to close, an officer must look (see `obstacle`). */
export const maxReversals = 3

/**
 * May an order to open be taken now? `others`: are the other barriers of the lock confirmed closed (rule 9).
 * An opening that is under way is not ordered twice: on some units a second OPEN stops or closes the boom.
 */
export function mayOpen(
  state: BarrierState,
  now: number,
  settings: BarrierSettings,
  others: InputReading | undefined = state.others,
): Refusal | null {
  const veto = openVeto(state, now, settings, others)
  if (veto !== null) return veto
  if (state.order?.kind === 'open') {
    return refuse('barrier.moving', `an opening is under way since ${age(now, state.order.since)}`, device)
  }
  return null
}

/** What forbids an OPEN pulse at this moment, apart from a movement under way. */
export function openVeto(
  state: BarrierState,
  now: number,
  settings: BarrierSettings,
  others: InputReading | undefined = state.others,
): Refusal | null {
  const common = commonVeto(state, now, settings)
  if (common !== null) return common
  if (judge(others, now, settings.maxInputAgeMs) !== 'on') {
    const fact = describeReading(
      'closed limit of the other barrier',
      'on',
      'off or its opening is under way',
      others,
      now,
      settings.maxInputAgeMs,
    )
    return refuse('barrier.other-not-closed', fact, device)
  }
  return null
}

/** May the boom be driven down now? Null only where rules 1 to 8 all allow it. */
export function mayClose(state: BarrierState, now: number, settings: BarrierSettings): Refusal | null {
  const veto = closeVeto(state, now, settings)
  if (veto !== null) return veto
  if (state.order !== null && state.order.kind === 'open') {
    return refuse('barrier.moving', `an opening is under way since ${age(now, state.order.since)}`, device)
  }
  return null
}

/**
 * Why the boom does not come down, for the eyes of an officer: beside `mayClose` a closing that a fault broke off,
 * which nothing resumes by itself (rule 6).
 */
export function whyUp(state: BarrierState, now: number, settings: BarrierSettings): Refusal | null {
  const veto = mayClose(state, now, settings)
  if (veto !== null || !state.closeBrokenOff) return veto
  return refuse('barrier.close-broken-off', 'no officer has confirmed the way clear since', officers)
}

/** What forbids a CLOSE pulse at this moment, apart from an opening under way. */
export function closeVeto(state: BarrierState, now: number, settings: BarrierSettings): Refusal | null {
  const common = commonVeto(state, now, settings)
  if (common !== null) return common
  if (!isWayClear(state.readings, now, settings)) {
    return refuse('barrier.safety-input-not-clear', describeWay(state.readings, now, settings), [
      { kind: 'driver' },
      ...technician,
    ])
  }
  if (state.wayClearSince === null || now - state.wayClearSince < settings.holdOffMs) {
    const clearFor = state.wayClearSince === null ? 0 : Math.round(now - state.wayClearSince)
    const fact = `the way has been clear for ${clearFor} ms of ${settings.holdOffMs} ms`
    return refuse('barrier.hold-off', fact, [{ kind: 'nobody' }])
  }
  if (!state.proven || state.officerNeeded) {
    const fact = state.officerNeeded
      ? 'the boom was found up, or stopped in an emergency; an officer has not confirmed the way clear'
      : 'no whole passage and no confirmation since the loop was last powered up or reconnected'
    return refuse('barrier.restart-unproven', fact, officers)
  }
  if (state.reversals >= maxReversals) {
    const fact = `the boom turned back ${state.reversals} times on this order`
    return refuse('barrier.safety-input-not-clear', fact, officers)
  }
  if (state.manual || state.position === 'unknown') {
    const fact = 'the boom is between its limits and was not moved by the gateway'
    return refuse('barrier.moving', fact, officers)
  }
  return null
}

/**
 * May an explicit emergency opening be taken? It overrides latch, faults and lock, but never rule 4 and
 * never rule 7: before the first reading nobody knows where the boom is.
 */
export function mayEmergencyOpen(state: BarrierState): Refusal | null {
  return state.read ? null : refuse('barrier.startup', 'no input has been read since start', device)
}

/** May an officer confirm the way clear? Never against a sensor that says otherwise. */
export function mayConfirmWayClear(
  state: BarrierState,
  now: number,
  settings: BarrierSettings,
): Refusal | null {
  if (!state.read) return refuse('barrier.startup', 'no input has been read since start', device)
  if (state.emergency) return latched()
  if (!isWayClear(state.readings, now, settings)) {
    return refuse('barrier.safety-input-not-clear', describeWay(state.readings, now, settings), [
      { kind: 'driver' },
      ...technician,
    ])
  }
  return null
}

/** May the latch be reset? Only with the stop button itself freshly read as released (rule 8). */
export function mayResetEmergency(
  state: BarrierState,
  now: number,
  settings: BarrierSettings,
): Refusal | null {
  if (!state.read) return refuse('barrier.startup', 'no input has been read since start', device)
  if (!state.stopWired || judge(state.readings.stop, now, settings.maxInputAgeMs) === 'off') return null
  const fact = describeReading(
    'stop button',
    'pressed',
    'released',
    state.readings.stop,
    now,
    settings.maxInputAgeMs,
  )
  return refuse('barrier.emergency-latched', fact, technician)
}

/**
 * Rule 9: closed limit fresh on, open limit fresh off, and no opening ordered. An order counts from its
 * acceptance, so that two barriers asked at the same moment cannot both find the other closed.
 */
export function isConfirmedClosed(state: BarrierState, now: number, settings: BarrierSettings): boolean {
  return (
    judge(state.readings.closedLimit, now, settings.maxInputAgeMs) === 'on' &&
    judge(state.readings.openLimit, now, settings.maxInputAgeMs) === 'off' &&
    state.order === null &&
    state.busy !== 'pulseOpen' &&
    state.travelFault === null
  )
}

function commonVeto(state: BarrierState, now: number, settings: BarrierSettings): Refusal | null {
  if (!state.read) return refuse('barrier.startup', 'no input has been read since start', device)
  if (state.emergency) return latched()
  const { openLimit, closedLimit, stop } = state.readings
  const maxAge = settings.maxInputAgeMs
  const open = judge(openLimit, now, maxAge)
  const closed = judge(closedLimit, now, maxAge)
  if (open === 'unknown') {
    const fact = describeReading('open limit', 'on', 'off', openLimit, now, maxAge)
    return refuse('barrier.device-offline', fact, technician)
  }
  if (closed === 'unknown') {
    const fact = describeReading('closed limit', 'on', 'off', closedLimit, now, maxAge)
    return refuse('barrier.device-offline', fact, technician)
  }
  if (state.stopWired && judge(stop, now, maxAge) === 'unknown') {
    const fact = describeReading('stop button', 'pressed', 'released', stop, now, maxAge)
    return refuse('barrier.device-offline', fact, technician)
  }
  if (open === 'on' && closed === 'on') {
    return refuse('barrier.position-fault', 'open limit and closed limit are both on', technician)
  }
  if (state.travelFault !== null) {
    const limit = state.travelFault === 'open' ? 'open' : 'closed'
    const fact = `the ${limit} limit was not read within ${2 * settings.travelMs} ms of the pulse`
    return refuse('barrier.travel-fault', fact, [...officers, ...technician])
  }
  return null
}

function latched(): Refusal {
  return refuse('barrier.emergency-latched', 'the emergency stop was pressed and not reset', technician)
}

function age(now: number, since: number): string {
  return `${Math.round(now - since)} ms`
}
