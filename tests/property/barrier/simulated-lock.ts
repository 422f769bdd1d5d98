import { step } from '../../../edge/domain/barrier/contact-barrier.ts'
import { isConfirmedClosed } from '../../../edge/domain/barrier/interlock.ts'
import { type BarrierState, initialBarrierState } from '../../../edge/domain/barrier/state.ts'
import type { BarrierAction, BarrierInput } from '../../../edge/domain/barrier/types.ts'
import { settings } from './simulated-boom.ts'

export type LockAct =
  | 'open'
  | 'bothAsked'
  | 'close'
  | 'confirm'
  | 'serve'
  | 'silent'
  | 'heard'
  | 'hand'
  | 'stuck'
  | 'failNext'
  | 'restart'
  | 'obstructed'
  | 'emergencyOpen'

export type LockHappening =
  | { readonly op: 'advance'; readonly ms: number }
  | { readonly op: LockAct; readonly boom: number }

/** How one barrier learns of the other; the real way is `isConfirmedClosed` of its machine, asked each time. */
export interface LockVariant {
  readonly confirmedClosed?: (other: BarrierState, now: number) => boolean
}

export interface LockTally {
  steps: number
  opened: [number, number]
  refused: number
}

export const noLockTally = (): LockTally => ({ steps: 0, opened: [0, 0], refused: 0 })

const pollMs = 50
const clearMs = 120

interface Boom {
  state: BarrierState
  height: number
  motion: number
  openOutput: boolean
  closeOutput: boolean
  loop: boolean
  photocell: boolean
  silent: boolean
  jammed: boolean
  failNext: boolean
  answer: { readonly action: BarrierAction; readonly due: number; readonly fails: boolean } | null
  /** Last reading told: whether only the closed limit was on, and when. */
  told: { readonly closed: boolean; readonly at: number }
  /** When an OPEN pulse began last. */
  pulsedAt: number
  /** Up for a reason that the lock does not rule: a hand, an emergency. Until it is down again. */
  excused: boolean
}

/**
 * Two barriers of a lock, each a machine of its own, joined as the lane joins them. Judged by what the other
 * one's limit switches told last, and by where the booms are. Returns the first breach in words, or null.
 */
export function simulateLock(
  happenings: readonly LockHappening[],
  variant: LockVariant = {},
  tally: LockTally = noLockTally(),
): string | null {
  let now = 1000
  let breach: string | null = null
  const booms: readonly [Boom, Boom] = [fresh(now), fresh(now)]
  const sideOf = (boom: Boom): 0 | 1 => (boom === booms[0] ? 0 : 1)
  const other = (boom: Boom): Boom => booms[sideOf(boom) === 0 ? 1 : 0]
  const confirmed =
    variant.confirmedClosed ?? ((state: BarrierState) => isConfirmedClosed(state, now, settings))

  const tell = (boom: Boom, input: BarrierInput): void => {
    if (input.type === 'inputs') {
      const { openLimit, closedLimit } = input.readings
      boom.told = { closed: closedLimit?.value === true && openLimit?.value === false, at: now }
    }
    const result = step(boom.state, input, now, settings)
    boom.state = result.state
    tally.steps += 1
    if (input.type === 'open' && result.refusal !== null) tally.refused += 1
    const ordered = result.facts.find((fact) => fact.type === 'openPulseOrdered')
    const onPermit = ordered?.type === 'openPulseOrdered' && ordered.cause === 'permit'
    for (const fact of result.facts) if (fact.type === 'opened') tally.opened[sideOf(boom)] += 1
    for (const action of result.actions) carryOut(boom, action, onPermit)
  }

  const carryOut = (boom: Boom, action: BarrierAction, onPermit: boolean): void => {
    boom.answer = {
      action,
      due: now + (action === 'clearOutputs' ? clearMs : settings.pulseMs),
      fails: boom.failNext,
    }
    boom.failNext = false
    if (action === 'clearOutputs') return
    if (action === 'pulseOpen') {
      const { told, pulsedAt } = other(boom)
      const seenDown = told.closed && now - told.at <= settings.maxInputAgeMs && pulsedAt < told.at
      if (onPermit && !seenDown) breach ??= `rule 9: opened with the other not confirmed closed at ${now} ms`
      boom.pulsedAt = now
      boom.openOutput = true
    } else boom.closeOutput = true
    boom.motion = action === 'pulseOpen' ? 1 : -1
  }

  /** As the lane's controller does: the lock is looked at anew before every input. */
  const decide = (boom: Boom, input: BarrierInput): void => {
    tell(boom, { type: 'otherBarriers', confirmedClosed: confirmed(other(boom).state, now) })
    tell(boom, input)
  }

  const poll = (boom: Boom): void => {
    const before = boom.height
    if (!boom.jammed) {
      boom.height = Math.min(1, Math.max(0, boom.height + (boom.motion * pollMs) / settings.travelMs))
    }
    if (boom.height <= 0 || boom.height >= 1) boom.motion = 0
    if (boom.height <= 0 && before > 0) boom.excused = false
    const { answer } = boom
    if (answer !== null && now >= answer.due) {
      boom.answer = null
      boom.openOutput = false
      boom.closeOutput = false
      const clearing = answer.action === 'clearOutputs'
      if (answer.fails) {
        decide(boom, { type: clearing ? 'outputsClearFailed' : 'pulseFailed', reason: 'no answer' })
      } else decide(boom, { type: clearing ? 'outputsCleared' : 'pulseDone' })
    }
    const read = (value: boolean) => ({ value, at: now })
    const readings = {
      openLimit: read(boom.height >= 1),
      closedLimit: read(boom.height <= 0),
      loop: read(boom.loop),
      photocell: read(boom.photocell),
      stop: read(false),
      openOutput: read(boom.openOutput),
      closeOutput: read(boom.closeOutput),
    }
    if (!boom.silent) decide(boom, { type: 'inputs', readings })
    decide(boom, { type: 'tick' })
  }

  const advance = (ms: number): void => {
    for (const end = now + ms; now < end && breach === null; ) {
      now += Math.min(pollMs, end - now)
      for (const boom of booms) poll(boom)
      const [first, second] = booms
      if (first.height > 0 && second.height > 0 && !first.excused && !second.excused) {
        breach ??= `rule 9: the lock stands open on both sides at ${now} ms`
      }
    }
  }

  const open = (boom: Boom) => decide(boom, { type: 'open', permit: 'release', direction: 'forward' })

  const passVehicle = (boom: Boom): void => {
    boom.loop = true
    advance(150)
    boom.photocell = true
    advance(300)
    boom.loop = false
    advance(100)
    boom.photocell = false
    advance(100)
  }

  const act = (op: LockAct, boom: Boom): void => {
    switch (op) {
      case 'open':
        open(boom)
        return
      case 'bothAsked':
        for (const one of booms) open(one)
        return
      case 'close':
        decide(boom, { type: 'closeWhenClear' })
        return
      case 'confirm':
        decide(boom, { type: 'confirmWayClear' })
        return
      case 'serve':
        open(boom)
        advance(2500)
        passVehicle(boom)
        decide(boom, { type: 'closeWhenClear' })
        advance(3200)
        return
      case 'silent':
        boom.silent = true
        return
      case 'heard':
        boom.silent = false
        return
      case 'hand':
        boom.height = Math.max(0.3, boom.height)
        boom.motion = 0
        boom.excused = true
        return
      case 'stuck':
        boom.jammed = true
        advance(3500)
        boom.jammed = false
        return
      case 'failNext':
        boom.failNext = true
        return
      case 'restart':
        // One daemon drives both.
        for (const one of booms) {
          one.state = initialBarrierState(now)
          one.answer = null
          one.openOutput = false
          one.closeOutput = false
        }
        return
      case 'obstructed':
        advance(1400)
        boom.loop = true
        advance(200)
        boom.loop = false
        return
      case 'emergencyOpen':
        boom.excused = true
        decide(boom, { type: 'emergencyOpen' })
    }
  }

  advance(2 * pollMs)
  for (const happening of happenings) {
    if (breach !== null) break
    if (happening.op === 'advance') advance(happening.ms)
    else act(happening.op, happening.boom === 0 ? booms[0] : booms[1])
  }
  return breach
}

function fresh(now: number): Boom {
  return {
    state: initialBarrierState(now),
    ...{ height: 0, motion: 0, openOutput: false, closeOutput: false },
    ...{ loop: false, photocell: false, silent: false, jammed: false, failNext: false },
    answer: null,
    told: { closed: false, at: Number.NEGATIVE_INFINITY },
    pulsedAt: Number.NEGATIVE_INFINITY,
    excused: false,
  }
}
