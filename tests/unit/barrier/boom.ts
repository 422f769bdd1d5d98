import { type BarrierStep, step } from '../../../edge/domain/barrier/contact-barrier.ts'
import { mayClose } from '../../../edge/domain/barrier/interlock.ts'
import { noReadings } from '../../../edge/domain/barrier/readings.ts'
import { initialBarrierState } from '../../../edge/domain/barrier/state.ts'
import type {
  BarrierAction,
  BarrierFact,
  BarrierInput,
  BarrierReadings,
  BarrierSettings,
} from '../../../edge/domain/barrier/types.ts'

export const settings: BarrierSettings = { travelMs: 3000, pulseMs: 500, maxInputAgeMs: 500, holdOffMs: 1000 }

type Points = Readonly<Record<keyof BarrierReadings, boolean>>

const down: Points = {
  openLimit: false,
  closedLimit: true,
  loop: false,
  photocell: false,
  stop: false,
  openOutput: false,
  closeOutput: false,
}

/** A machine with a hand on its clock and its contacts; gathers what it does. */
export function createBoom(emergencyLatched = false) {
  let now = 10_000
  let points: Points = down
  let state = initialBarrierState(now, emergencyLatched)
  const actions: BarrierAction[] = []
  const facts: BarrierFact[] = []

  const send = (input: BarrierInput): BarrierStep => {
    const result = step(state, input, now, settings)
    state = result.state
    actions.push(...result.actions)
    facts.push(...result.facts)
    return result
  }
  const read = (change: Partial<Points> = {}): BarrierStep => {
    points = { ...points, ...change }
    const at = now
    const names = Object.keys(points) as (keyof BarrierReadings)[]
    return send({
      type: 'inputs',
      readings: {
        ...noReadings,
        ...Object.fromEntries(names.map((name) => [name, { value: points[name], at }])),
      },
    })
  }
  /** Time goes by with a poll every 100 ms. */
  const wait = (ms: number): void => {
    for (const end = now + ms; now < end; ) {
      now += Math.min(100, end - now)
      read()
    }
  }
  /** Time goes by and the device says nothing. */
  const silence = (ms: number): BarrierStep => {
    now += ms
    return send({ type: 'tick' })
  }
  /** Time goes by and nobody looks. */
  const skip = (ms: number): void => {
    now += ms
  }
  const open = (): BarrierStep => {
    send({ type: 'otherBarriers', confirmedClosed: true })
    return send({ type: 'open', permit: 'release', direction: 'forward' })
  }

  const up: Partial<Points> = { openLimit: true, closedLimit: false }
  const between: Partial<Points> = { openLimit: false, closedLimit: false }
  const boom = {
    now: () => now,
    state: () => state,
    actions,
    facts,
    send,
    read,
    wait,
    silence,
    skip,
    open,
    types: () => facts.map((fact) => fact.type),
    pulses: () => actions.filter((action) => action !== 'clearOutputs'),
    /** Orders an opening and lets the boom reach its open limit. */
    goUp(): void {
      open()
      send({ type: 'outputsCleared' })
      read(between)
      wait(500)
      send({ type: 'pulseDone' })
      wait(1000)
      read(up)
    },
    passVehicle(): void {
      read({ loop: true })
      wait(200)
      read({ photocell: true })
      wait(300)
      read({ loop: false })
      wait(100)
      read({ photocell: false })
    },
    /** Wants to close, waits for the hold-off, and lets the CLOSE pulse begin. */
    beginDown(): void {
      send({ type: 'closeWhenClear' })
      wait(1200)
      send({ type: 'outputsCleared' })
    },
    comeDown(): void {
      boom.beginDown()
      read(between)
      wait(500)
      send({ type: 'pulseDone' })
      read({ closedLimit: true })
    },
    up,
    between,
  }
  return boom
}

/** Up, one vehicle through: only the way and the time decide now. */
export const servedBoom = () => {
  const boom = createBoom()
  boom.read()
  boom.goUp()
  boom.passVehicle()
  return boom
}

export const mayCloseNow = (boom: ReturnType<typeof createBoom>) =>
  mayClose(boom.state(), boom.now(), settings)
