import { step } from '../../../edge/domain/barrier/contact-barrier.ts'
import { type BarrierState, initialBarrierState } from '../../../edge/domain/barrier/state.ts'
import type {
  BarrierAction,
  BarrierFact,
  BarrierInput,
  BarrierReadings,
  BarrierSettings,
} from '../../../edge/domain/barrier/types.ts'

export const settings: BarrierSettings = { travelMs: 1500, pulseMs: 300, maxInputAgeMs: 250, holdOffMs: 1000 }
const pollMs = 50
/** Longer than a poll, so that the way can change between the order and its pulse. */
const clearMs = 120
/** How much later a slow answer comes. */
const slowMs = 900

/** What happens to the barrier, its way, its device and its commands. */
export type Happening =
  | { readonly op: 'advance'; readonly ms: number }
  | { readonly op: 'loop' | 'photocell' | 'stop' | 'silent' | 'jammed' | 'others'; readonly on: boolean }
  | { readonly op: 'vehicle' | 'serve' | 'open' | 'close' | 'confirm' | 'emergencyOpen' | 'reset' }
  | {
      readonly op:
        | 'lost'
        | 'failNext'
        | 'hand'
        | 'stale'
        | 'obstructed'
        | 'blink'
        | 'pressed'
        | 'stuck'
        | 'vain'
        | 'chatter'
        | 'slowNext'
        | 'restart'
    }
  | { readonly op: 'doubleLimit'; readonly on: boolean }

/** A machine under test: the real one, or one of the deliberately broken variants. */
export interface Variant {
  readonly settings?: Partial<BarrierSettings>
  /** Rewrites what the machine is told; null = it is not told at all. */
  readonly tell?: (input: BarrierInput) => BarrierInput | null
  readonly begin?: readonly BarrierInput[]
  readonly after?: (state: BarrierState, input: BarrierInput) => BarrierState
  /** Rewrites what the machine wants done. */
  readonly act?: (action: BarrierAction, state: BarrierState) => BarrierAction | null
  /** What a restart keeps. */
  readonly keep?: (state: BarrierState) => BarrierState
}

/** What a sequence reached, so that a run can show that it moved anything. */
export interface Tally {
  steps: number
  opened: number
  drivenDown: number
  turnedBack: number
  latched: number
  restarts: number
}

export const noTally = (): Tally => ({
  steps: 0,
  opened: 0,
  drivenDown: 0,
  turnedBack: 0,
  latched: 0,
  restarts: 0,
})

/**
 * Drives a boom of simple physics (no safety edge of its own, so that nothing hides a mistake) and judges
 * every action by what the machine was told, with rules written down here a second time.
 * Returns the first breach in words, or null.
 */
export function simulate(
  happenings: readonly Happening[],
  found: number,
  variant: Variant = {},
  tally: Tally = noTally(),
): string | null {
  const machineSettings = { ...settings, ...variant.settings }
  const world = {
    ...{ loop: false, photocell: false, stop: false, silent: false, jammed: false, others: true },
    doubleLimit: false,
  }
  let height = found
  let motion = 0
  let openOutput = false
  let closeOutput = false
  let failNext = false
  let slowNext = false
  /** A pulse whose end was lost: the board pays it off at the next poll that it is asked. */
  let owedOff = false
  let now = 1000
  let state = initialBarrierState(now)
  let answer: { readonly action: BarrierAction; readonly due: number; readonly fails: boolean } | null = null
  let breach: string | null = null

  const judge = createJudge((words) => {
    breach ??= `${words} at ${now} ms`
  })

  const tell = (input: BarrierInput): void => {
    judge.before(input, now)
    const told = variant.tell === undefined ? input : variant.tell(input)
    if (told === null) return
    const result = step(state, told, now, machineSettings)
    state = variant.after === undefined ? result.state : variant.after(result.state, input)
    tally.steps += 1
    for (const fact of result.facts) {
      if (fact.type === 'opened') tally.opened += 1
      if (fact.type === 'reversed') tally.turnedBack += 1
      if (fact.type === 'emergencyLatched') tally.latched += 1
    }
    const actions = result.actions.flatMap(
      (action) => (variant.act === undefined ? action : variant.act(action, state)) ?? [],
    )
    judge.after(input, { ...result, actions }, now, answer !== null)
    for (const action of actions) carryOut(action)
  }

  const carryOut = (action: BarrierAction): void => {
    if (answer !== null) breach ??= `two actions at once at ${now} ms`
    const takesMs = (action === 'clearOutputs' ? clearMs : settings.pulseMs) + (slowNext ? slowMs : 0)
    if (slowNext) judge.slow(slowMs)
    answer = { action, due: now + takesMs, fails: failNext }
    failNext = false
    slowNext = false
    if (action === 'clearOutputs') return
    if (action === 'pulseOpen') openOutput = true
    else closeOutput = true
    if (openOutput && closeOutput) breach ??= `rule 4: both outputs are on at ${now} ms`
    if (action === 'pulseClose') tally.drivenDown += 1
    motion = action === 'pulseOpen' ? 1 : -1
  }

  const takeAnswer = ({ action, fails }: NonNullable<typeof answer>): void => {
    answer = null
    // A clearing that fails leaves the outputs as they are, and a pulse that fails may have lost its end.
    if (fails && action !== 'clearOutputs') owedOff = true
    if (!fails) {
      openOutput = false
      closeOutput = false
      owedOff = false
    }
    if (action === 'clearOutputs') {
      tell(fails ? { type: 'outputsClearFailed', reason: 'no answer' } : { type: 'outputsCleared' })
    } else {
      tell(fails ? { type: 'pulseFailed', reason: 'no answer' } : { type: 'pulseDone' })
    }
  }

  /** The daemon begins anew: nothing is remembered but the latch, and a pulse under way has lost its end. */
  const restart = (): void => {
    const kept = initialBarrierState(now, state.emergency)
    state = variant.keep === undefined ? kept : variant.keep(state)
    if (answer !== null && answer.action !== 'clearOutputs') owedOff = true
    answer = null
    tally.restarts += 1
    judge.restart()
  }

  const readings = (): BarrierReadings => {
    const read = (value: boolean) => ({ value, at: now })
    return {
      openLimit: read(height >= 1 || world.doubleLimit),
      closedLimit: read(height <= 0 || world.doubleLimit),
      loop: read(world.loop),
      photocell: read(world.photocell),
      stop: read(world.stop),
      openOutput: read(openOutput),
      closeOutput: read(closeOutput),
    }
  }

  const advance = (ms: number): void => {
    for (const end = now + ms; now < end && breach === null; ) {
      now += Math.min(pollMs, end - now)
      if (!world.jammed) height = Math.min(1, Math.max(0, height + (motion * pollMs) / settings.travelMs))
      if (height <= 0 || height >= 1) motion = 0
      if (answer !== null && now >= answer.due) takeAnswer(answer)
      if (owedOff && answer === null && !world.silent) {
        openOutput = false
        closeOutput = false
        owedOff = false
      }
      tell({ type: 'otherBarriers', confirmedClosed: world.others })
      if (!world.silent) tell({ type: 'inputs', readings: readings() })
      tell({ type: 'tick' })
    }
  }

  const command = (input: BarrierInput): void => {
    tell({ type: 'otherBarriers', confirmedClosed: world.others })
    tell(input)
  }

  const passVehicle = (): void => {
    world.loop = true
    advance(150)
    world.photocell = true
    advance(300)
    world.loop = false
    advance(100)
    world.photocell = false
    advance(100)
  }

  for (const input of variant.begin ?? []) tell(input)
  for (const happening of happenings) {
    if (breach !== null) return breach
    switch (happening.op) {
      case 'advance':
        advance(happening.ms)
        break
      case 'vehicle':
        passVehicle()
        break
      case 'serve':
        command({ type: 'open', permit: 'release', direction: 'forward' })
        advance(2500)
        passVehicle()
        command({ type: 'closeWhenClear' })
        break
      case 'open':
        command({ type: 'open', permit: 'admission', direction: 'forward' })
        break
      case 'vain':
        command({ type: 'open', permit: 'release', direction: 'forward' })
        advance(2500)
        command({ type: 'closeWhenClear' })
        advance(1500)
        break
      case 'close':
        command({ type: 'closeWhenClear' })
        break
      case 'confirm':
        command({ type: 'confirmWayClear' })
        break
      case 'emergencyOpen':
        command({ type: 'emergencyOpen' })
        break
      case 'reset':
        command({ type: 'emergencyReset' })
        break
      case 'lost':
        tell({ type: 'deviceLost', reason: 'connection closed' })
        break
      case 'stale': {
        const old = readings()
        advance(settings.maxInputAgeMs + pollMs)
        tell({ type: 'inputs', readings: old })
        break
      }
      case 'obstructed':
        advance(1400)
        world.loop = true
        advance(200)
        world.loop = false
        break
      case 'pressed':
        world.stop = true
        advance(100)
        world.stop = false
        advance(100)
        break
      case 'stuck':
        world.jammed = true
        advance(4500)
        world.jammed = false
        break
      case 'blink':
        world.photocell = true
        advance(pollMs)
        world.photocell = false
        break
      case 'failNext':
        failNext = true
        break
      case 'slowNext':
        slowNext = true
        break
      case 'restart':
        restart()
        break
      case 'chatter':
        for (let edge = 0; edge < 8; edge += 1) {
          world.loop = edge % 2 === 0
          advance(pollMs)
        }
        world.loop = false
        break
      case 'hand':
        height = height > 0.5 ? 0.3 : 0.7
        motion = 0
        break
      default:
        world[happening.op] = happening.on
    }
  }
  return breach
}

interface Told {
  readonly loop: boolean
  readonly photocell: boolean
  readonly at: number
  /** When it was delivered. */
  readonly heard: number
}

/** Judges by inputs and outputs alone; knows nothing of the machine's state. */
function createJudge(blame: (words: string) => void) {
  let read: Told[] = []
  let anyRead = false
  let cleared = false
  let confirmed = false
  let passed = false
  let mustConfirm = false
  let located = false
  let latched = false
  let emergencyAsked = false
  let othersClosedAt = Number.NEGATIVE_INFINITY
  let openCredit = 0
  let closeCredit = 0
  let comingDown = false
  let turnBackBy: number | null = null
  let lateness = 0
  let limits: { readonly open: boolean; readonly closed: boolean; readonly at: number } | null = null
  let fault: 'open' | 'closed' | null = null
  let aim: { readonly limit: 'open' | 'closed'; readonly pulsedAt: number } | null = null

  const wayClear = (now: number): boolean => {
    const last = read.at(-1)
    return last !== undefined && now - last.at <= settings.maxInputAgeMs && !last.loop && !last.photocell
  }

  /** Clear reads without a gap for the whole hold-off. */
  const clearFor = (now: number): number => {
    let since = now
    for (const told of read.toReversed()) {
      if (told.loop || told.photocell || since - told.at > settings.maxInputAgeMs) break
      since = told.at
    }
    return now - since
  }

  return {
    /** An answer is under way that comes so much later: the boom cannot be turned back before it. */
    slow(ms: number): void {
      lateness = ms
    },

    /** Rule 7: whatever was ordered or proven before is so no more; a latch outlives the daemon. */
    restart(): void {
      read = []
      anyRead = false
      cleared = false
      confirmed = false
      passed = false
      mustConfirm = latched
      located = false
      emergencyAsked = false
      othersClosedAt = Number.NEGATIVE_INFINITY
      openCredit = 0
      closeCredit = 0
      comingDown = false
      turnBackBy = null
      fault = null
      aim = null
    },

    before(input: BarrierInput, now: number): void {
      if (input.type === 'inputs') {
        const { loop, photocell, stop, openLimit, closedLimit } = input.readings
        if (openLimit !== undefined && closedLimit !== undefined && openLimit.at >= (limits?.at ?? 0)) {
          limits = { open: openLimit.value, closed: closedLimit.value, at: openLimit.at }
        }
        if (loop === undefined || photocell === undefined) return
        anyRead = true
        const newest = read.at(-1)
        if (newest === undefined || loop.at >= newest.at) {
          read = [
            ...read.slice(-80),
            { loop: loop.value, photocell: photocell.value, at: loop.at, heard: now },
          ]
        }
        if (stop?.value === true && !latched) {
          latched = true
          emergencyAsked = false
          confirmed = false
          passed = false
          mustConfirm = true
          aim = null
        }
        const fresh = now - loop.at <= settings.maxInputAgeMs
        if (fresh && !located && (openLimit?.value === true) !== (closedLimit?.value === true)) {
          located = true
          if (closedLimit?.value !== true) mustConfirm = true
        } else if (fresh && !located) {
          located = true
          mustConfirm = true
        }
        const limit = closedLimit?.value ? 'closed' : openLimit?.value ? 'open' : null
        if (fresh && limit !== null && limit === fault) fault = null
        if (fresh && aim !== null && limit === aim.limit && loop.at >= aim.pulsedAt) aim = null
        if (fresh && closedLimit?.value === true) {
          comingDown = false
          turnBackBy = null
          if (!latched) mustConfirm = false
        }
      }
      if (input.type === 'deviceLost') {
        read = []
        located = false
        confirmed = false
        passed = false
      }
      if (input.type === 'outputsCleared') cleared = true
      if (input.type === 'closeWhenClear') closeCredit += 1
      if (input.type === 'otherBarriers')
        othersClosedAt = input.confirmedClosed ? now : Number.NEGATIVE_INFINITY
    },

    after(
      input: BarrierInput,
      result: {
        readonly actions: readonly BarrierAction[]
        readonly facts: readonly BarrierFact[]
        readonly refusal: unknown
      },
      now: number,
      busy: boolean,
    ): void {
      const accepted = result.refusal === null
      if (aim !== null && now - aim.pulsedAt > 2 * settings.travelMs) {
        fault = aim.limit
        aim = null
        comingDown = false
      }
      if (accepted && (input.type === 'open' || input.type === 'emergencyOpen') && aim?.limit === 'closed') {
        aim = null
        comingDown = false
      }
      if (accepted && input.type === 'open') openCredit += 1
      if (accepted && input.type === 'emergencyOpen') {
        openCredit += 1
        emergencyAsked = true
        mustConfirm = true
        fault = null
      }
      if (input.type === 'confirmWayClear' && accepted) {
        if (!wayClear(now)) blame('rule 3: a confirmation was taken against the sensors')
        confirmed = true
        mustConfirm = false
        fault = null
        closeCredit += 1
      }
      if (input.type === 'emergencyReset' && accepted) {
        latched = false
        // A boom freshly read as down needs no officer, whether it was read before the reset or after it.
        if (limits?.closed && !limits.open && now - limits.at <= settings.maxInputAgeMs) mustConfirm = false
      }
      if (input.type === 'outputsClearFailed' && turnBackBy !== null)
        turnBackBy = now + 2 * clearMs + 3 * pollMs
      for (const fact of result.facts) {
        if (fact.type === 'opened' && !(limits?.open && !limits.closed)) {
          blame('rule 5: said to be open without its limit switch, or with both')
        }
        if (fact.type === 'closed' && !(limits?.closed && !limits.open)) {
          blame('rule 5: said to be closed without its limit switch, or with both')
        }
        if (fact.type === 'openingFailed') turnBackBy = null
        if (fact.type === 'passage' || fact.type === 'tailgate') passed = true
        if (fact.type === 'reversed') {
          comingDown = false
          aim = null
          closeCredit += 1
          if (fact.by === 'gateway') {
            openCredit += 1
            turnBackBy = now + settings.pulseMs + 2 * clearMs + 2 * pollMs
          }
        }
      }
      for (const action of result.actions) {
        if (busy) blame('rule 4: an action was ordered while another was under way')
        if (action === 'clearOutputs') {
          cleared = false
          continue
        }
        if (!cleared) blame('rule 4: a pulse without both outputs cleared and read back')
        if (!anyRead) blame('rule 7: a pulse before the first reading')
        if (latched && !emergencyAsked) blame('rule 8: a pulse while the emergency stop is latched')
        if (latched && action === 'pulseClose') blame('rule 8: a CLOSE pulse while latched')
        cleared = false
        if (action === 'pulseOpen') {
          openCredit -= 1
          if (openCredit < 0) blame('rule 6: a second OPEN pulse in one order')
          const ordered = result.facts.find((fact) => fact.type === 'openPulseOrdered')
          const lockedOut = now - othersClosedAt > settings.maxInputAgeMs
          if (ordered?.type === 'openPulseOrdered' && ordered.cause === 'permit' && lockedOut) {
            blame('rule 9: opened with the other barrier not confirmed closed')
          }
          if (fault !== null) blame('rule 6: opened with a travel fault')
          aim = { limit: 'open', pulsedAt: now }
          turnBackBy = null
          comingDown = false
          continue
        }
        closeCredit -= 1
        if (closeCredit < 0) blame('rule 6: a CLOSE pulse that nobody ordered')
        if (!wayClear(now)) blame('rule 1: driven down on a way that is not fresh clear')
        if (clearFor(now) < settings.holdOffMs) blame('rule 2: driven down before the hold-off was over')
        if (!confirmed && !passed) blame('rule 3: driven down with nothing proven since the restart')
        if (mustConfirm) blame('rule 3: a boom found up was driven down without an officer')
        if (fault !== null) blame('rule 6: driven down with a travel fault')
        aim = { limit: 'closed', pulsedAt: now }
        comingDown = true
      }
      if (comingDown && input.type !== 'otherBarriers' && !wayClear(now) && !latched) {
        blame('rule 1: left coming down on a way that is not fresh clear')
      }
      if (latched) {
        comingDown = false
        turnBackBy = null
      }
      if (input.type === 'inputs' && turnBackBy !== null && now > turnBackBy + lateness) {
        blame('rule 1: the boom was not turned back in time')
      }
    },
  }
}
