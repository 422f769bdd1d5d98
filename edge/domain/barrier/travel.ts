import { seePulse } from './outputs.ts'
import { describeWay, isWayClear, judge } from './readings.ts'
import { type BarrierOrder, isPulsed } from './state.ts'
import type { BarrierPosition } from './types.ts'
import { breakOffClose, failOpening, fresh, set, setOrder, tell, type Work } from './work.ts'

/** Reads the position off the limit switches, and ends an order whose limit was reached (rule 5). */
export function locate(work: Work): void {
  const { state, now, settings } = work
  const { openLimit, closedLimit } = state.readings
  const open = judge(openLimit, now, settings.maxInputAgeMs)
  const closed = judge(closedLimit, now, settings.maxInputAgeMs)
  if (open === 'unknown' || closed === 'unknown' || (open === 'on' && closed === 'on')) {
    set(work, { position: 'unknown' })
    return
  }
  const limit = open === 'on' ? 'open' : closed === 'on' ? 'closed' : null
  if (!state.located) set(work, { located: true, officerNeeded: state.officerNeeded || limit !== 'closed' })
  const { order } = state
  if (isPulsed(order)) {
    followOrder(work, order, limit)
    return
  }
  if (order !== null) {
    // An unfinished movement goes on while its successor waits for the device.
    if (limit !== null) arrive(work, limit)
    return
  }
  const unordered =
    (state.lastLimit !== null && state.lastLimit !== limit) || (state.manual && limit !== null)
  if (unordered) {
    tell(work, { type: 'movedUnordered', position: limit ?? 'unknown' })
    breakOffClose(work)
    set(work, { manual: limit === null })
  }
  if (limit !== null) arrive(work, limit)
  else set(work, { lastLimit: null, position: unordered ? 'unknown' : rest(state.position) })
}

function rest(position: BarrierPosition): BarrierPosition {
  return position === 'unknown' ? 'unknown' : 'stopped'
}

function followOrder(
  work: Work,
  order: BarrierOrder & { readonly pulsedAt: number },
  limit: 'open' | 'closed' | null,
): void {
  const { state } = work
  const aim = order.kind === 'open' ? 'open' : 'closed'
  const seenAt = (limit === 'open' ? state.readings.openLimit?.at : state.readings.closedLimit?.at) ?? 0
  if (limit === aim && seenAt >= order.pulsedAt) {
    if (order.kind === 'open') {
      seePulse(work, work.now)
      tell(work, { type: 'opened', cause: order.cause, permit: order.permit })
    }
    setOrder(work, null)
    arrive(work, aim, order.kind === 'close')
    return
  }
  if (order.kind === 'close') {
    if (limit === 'open' && order.leftOpenLimit) {
      setOrder(work, null)
      set(work, { reversals: state.reversals + 1, wayClearSince: null })
      tell(work, { type: 'reversed', by: 'barrier', fact: 'the open limit came back while closing' })
      arrive(work, 'open')
      return
    }
    if (limit === null && !order.leftOpenLimit) setOrder(work, { ...order, leftOpenLimit: true })
  }
  set(work, { position: order.kind === 'open' ? 'opening' : 'closing', lastLimit: null })
}

/** The boom stands at a limit. */
function arrive(work: Work, limit: 'open' | 'closed', ordered = false): void {
  const { state } = work
  const came = state.position !== limit && state.position !== 'unknown'
  set(work, { position: limit, lastLimit: limit, manual: false })
  if (state.travelFault === (limit === 'open' ? 'open' : 'close')) set(work, { travelFault: null })
  if (limit === 'open') return
  if (ordered || (came && state.order === null)) tell(work, { type: 'closed', ordered })
  if (work.state.order?.kind === 'open' && work.state.order.cause === 'reversal') setOrder(work, null)
  if (work.state.order !== null) return
  set(work, {
    wantClose: false,
    closeBrokenOff: false,
    opening: null,
    reversals: 0,
    passages: 0,
    tailgated: false,
    officerNeeded: work.state.emergency,
  })
}

/** A boom on its way down turns back as soon as the way is not proven clear; up is the safe direction. */
export function reverse(work: Work): void {
  const { state, now, settings } = work
  const { order } = state
  if (order?.kind !== 'close' || !isPulsed(order) || isWayClear(state.readings, now, settings)) return
  const fact = describeWay(state.readings, now, settings)
  tell(work, { type: 'reversed', by: 'gateway', fact })
  set(work, { reversals: state.reversals + 1 })
  const permit = state.opening?.permit ?? null
  setOrder(work, { ...fresh(now), kind: 'open', cause: 'reversal', permit })
}

/** Rule 6: no limit within twice the travel time is a fault, and nothing is tried again. */
export function expire(work: Work): void {
  const { state, now, settings } = work
  const { order } = state
  if (order === null || now - (order.pulsedAt ?? order.since) <= 2 * settings.travelMs) return
  setOrder(work, null)
  if (!isPulsed(order)) {
    breakOffClose(work)
    const fact = `the device did not prove its outputs off within ${2 * settings.travelMs} ms`
    set(work, { outputsFault: fact })
    if (order.kind === 'open') failOpening(work, 'barrier.outputs-exclusive', fact)
    return
  }
  breakOffClose(work)
  set(work, {
    travelFault: order.kind,
    position: state.position === 'opening' || state.position === 'closing' ? 'stopped' : state.position,
  })
  if (order.kind === 'open') {
    const said = order.trouble === null ? '' : `; the device said: ${order.trouble}`
    failOpening(work, 'barrier.travel-fault', `no open limit within ${2 * settings.travelMs} ms${said}`)
  }
}
