import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { BarrierFact } from '../../../edge/domain/barrier/types.ts'
import type { BarrierRole } from '../../../edge/domain/crossing/events.ts'
import {
  type BarrierController,
  createBarrierController,
} from '../../../edge/lane/barrier/barrier-controller.ts'
import type {
  BarrierDevice,
  BarrierInputs,
  BarrierInputsRead,
  DeviceHealth,
  DeviceState,
} from '../../../edge/ports/devices.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { settings } from './boom.ts'

type Points = Readonly<Record<keyof BarrierInputs, boolean>>

const createClock = () => {
  let now = 5000
  return {
    now: () => new Date(now),
    monotonic: () => now,
    advance: (ms: number) => {
      now += ms
    },
  }
}

type Clock = ReturnType<typeof createClock>

/** A device that does what it is told only when the test lets it answer. */
const createFakeDevice = (clock: Clock) => {
  const onEvent = new Set<(event: BarrierInputsRead) => void>()
  const onHealth = new Set<(health: DeviceHealth) => void>()
  const calls: string[] = []
  let pending: { resolve(): void; reject(error: Error): void } | null = null
  let points: Points = {
    openLimit: false,
    closedLimit: true,
    loop: false,
    photocell: false,
    stop: false,
    openOutput: false,
    closeOutput: false,
  }
  let at = 0
  let state: DeviceState = 'online'
  const health = (): DeviceHealth => ({ state, reason: 'test', since: '2026-01-01T00:00:00Z', counters: {} })
  const inputs = (): BarrierInputs => {
    const point = (value: boolean) => (at === 0 ? undefined : { value, at })
    return {
      openLimit: point(points.openLimit),
      closedLimit: point(points.closedLimit),
      loop: point(points.loop),
      photocell: point(points.photocell),
      stop: point(points.stop),
      openOutput: point(points.openOutput),
      closeOutput: point(points.closeOutput),
    }
  }
  const call = (name: string): Promise<void> => {
    calls.push(name)
    if (pending !== null) throw new Error('a second action while one is under way')
    return new Promise((resolve, reject) => {
      pending = { resolve, reject }
    })
  }
  const device: BarrierDevice = {
    id: 'boom-1',
    kind: 'fake',
    health,
    start: async () => {},
    stop: async () => {},
    onEvent(listener) {
      onEvent.add(listener)
      return () => onEvent.delete(listener)
    },
    onHealth(listener) {
      onHealth.add(listener)
      return () => onHealth.delete(listener)
    },
    inputs,
    pulseOpen: () => call('pulseOpen'),
    pulseClose: () => call('pulseClose'),
    clearOutputs: () => call('clearOutputs'),
  }
  return {
    device,
    calls,
    /** A poll now, told or only kept for whoever asks. */
    poll(change: Partial<Points> = {}, told = true) {
      points = { ...points, ...change }
      at = clock.monotonic()
      if (told) for (const listener of onEvent) listener({ type: 'BarrierInputsRead', inputs: inputs() })
    },
    async answer(error?: Error) {
      const answered = pending
      pending = null
      if (error) answered?.reject(error)
      else answered?.resolve()
      await setImmediate()
    },
    become(next: DeviceState) {
      state = next
      for (const listener of onHealth) listener(health())
    },
    listening: () => onEvent.size + onHealth.size,
  }
}

const createBench = (
  role: BarrierRole = 'approachBarrier',
  others: () => readonly BarrierController[] = () => [],
  clock = createClock(),
) => {
  const fake = createFakeDevice(clock)
  let tick = () => {}
  const facts: BarrierFact[] = []
  const controller = createBarrierController({
    role,
    device: fake.device,
    settings,
    clock,
    others,
    log: silentLog,
    ticker: (_ms, next) => {
      tick = next
      return () => {
        tick = () => {}
      }
    },
  })
  controller.onFact((fact) => facts.push(fact))
  controller.start()
  return {
    fake,
    clock,
    controller,
    facts,
    types: () => facts.map((fact) => fact.type),
    tick: () => tick(),
    wait(ms: number) {
      for (let passed = 0; passed < ms; passed += 100) {
        clock.advance(100)
        fake.poll()
      }
    },
    async rise() {
      controller.open('admission')
      await fake.answer()
      fake.poll({ closedLimit: false })
      clock.advance(300)
      await fake.answer()
      fake.poll({ openLimit: true })
    },
    pass() {
      fake.poll({ loop: true })
      fake.poll({ photocell: true })
      clock.advance(100)
      fake.poll({ loop: false, photocell: false })
    },
  }
}

describe('a barrier controller', () => {
  it('drives one vehicle through, one action at a time', async () => {
    const bench = createBench()
    bench.fake.poll()
    await bench.rise()
    bench.pass()
    bench.controller.closeWhenClear()
    bench.wait(1100)
    await bench.fake.answer()
    bench.fake.poll({ openLimit: false })
    await bench.fake.answer()
    bench.fake.poll({ closedLimit: true })
    expect(bench.fake.calls).toEqual(['clearOutputs', 'pulseOpen', 'clearOutputs', 'pulseClose'])
    const wanted = ['openPulseOrdered', 'openPulseSent', 'opened', 'passage', 'closed']
    expect(bench.types().filter((type) => wanted.includes(type))).toEqual(wanted)
    expect(bench.controller.view()).toMatchObject({
      role: 'approachBarrier',
      position: 'closed',
      faults: [],
      loop: 'clear',
      photocell: 'clear',
      mayOpen: null,
    })
  })

  it('is not ready, and sends nothing, before the device was read', async () => {
    const bench = createBench()
    expect(bench.controller.ready()).toBe(false)
    expect(bench.controller.open('admission')).toMatchObject({ code: 'barrier.startup' })
    bench.controller.closeWhenClear()
    bench.tick()
    expect(bench.fake.calls).toEqual([])
    bench.fake.poll()
    expect(bench.controller.ready()).toBe(true)
  })

  it('notices by its own clock that the device fell silent', () => {
    const bench = createBench()
    bench.fake.poll()
    expect(bench.controller.confirmedClosed()).toBe(true)
    bench.clock.advance(settings.maxInputAgeMs + 1)
    bench.tick()
    expect(bench.controller.view()).toMatchObject({
      position: 'unknown',
      faults: ['failedCommunication'],
      loop: 'unknown',
      photocell: 'unknown',
      mayOpen: { code: 'barrier.device-offline' },
    })
    expect(bench.controller.confirmedClosed()).toBe(false)
  })

  it('knows nothing any more when the device is lost', () => {
    const bench = createBench()
    bench.fake.poll()
    bench.fake.become('connecting')
    expect(bench.controller.view()).toMatchObject({ position: 'unknown', loop: 'unknown' })
    bench.fake.become('online')
    bench.fake.poll()
    expect(bench.controller.view()).toMatchObject({ position: 'closed', loop: 'clear' })
  })

  it('looks at the newest inputs before a CLOSE pulse, told or not', async () => {
    const bench = createBench()
    bench.fake.poll()
    await bench.rise()
    bench.pass()
    bench.controller.closeWhenClear()
    bench.wait(1100)
    bench.fake.poll({ loop: true }, false)
    await bench.fake.answer()
    expect(bench.fake.calls).toEqual(['clearOutputs', 'pulseOpen', 'clearOutputs'])
  })

  it('never repeats a pulse that failed', async () => {
    const bench = createBench()
    bench.fake.poll()
    bench.controller.open('admission')
    await bench.fake.answer()
    await bench.fake.answer(new Error('time-out'))
    bench.wait(2 * settings.travelMs + 200)
    expect(bench.fake.calls).toEqual(['clearOutputs', 'pulseOpen'])
    expect(bench.facts).toContainEqual(
      expect.objectContaining({
        type: 'openingFailed',
        code: 'barrier.travel-fault',
        fact: expect.stringContaining('time-out'),
      }),
    )
  })

  it('of two asked at the same moment lets one open', () => {
    const clock = createClock()
    const booms: BarrierController[] = []
    const approach = createBench('approachBarrier', () => booms, clock)
    const release = createBench('releaseBarrier', () => booms, clock)
    booms.push(approach.controller, release.controller)
    approach.fake.poll()
    release.fake.poll()
    expect(approach.controller.open('admission')).toBeNull()
    expect(release.controller.open('release')).toMatchObject({ code: 'barrier.other-not-closed' })
    expect(release.controller.view().mayOpen).toMatchObject({ article: 'IL 9' })
    expect(release.fake.calls).toEqual([])
  })

  it('counts a return through the approach barrier from the other side', async () => {
    const bench = createBench()
    bench.fake.poll()
    bench.controller.open('return')
    await bench.fake.answer()
    bench.fake.poll({ closedLimit: false })
    await bench.fake.answer()
    bench.fake.poll({ openLimit: true })
    bench.fake.poll({ photocell: true })
    bench.fake.poll({ loop: true })
    bench.fake.poll({ loop: false, photocell: false })
    expect(bench.facts).toContainEqual(expect.objectContaining({ type: 'passage', permit: 'return' }))
  })

  it('latches the emergency stop until it is reset', () => {
    const bench = createBench()
    bench.fake.poll({ stop: true })
    expect(bench.controller.emergencyReset()).toMatchObject({ code: 'barrier.emergency-latched' })
    bench.fake.poll({ stop: false })
    expect(bench.controller.open('admission')).toMatchObject({ code: 'barrier.emergency-latched' })
    expect(bench.controller.emergencyReset()).toBeNull()
    expect(bench.types()).toEqual(expect.arrayContaining(['emergencyLatched', 'emergencyReset']))
  })

  it('begins nothing after stop, and forgets what was wanted', async () => {
    const bench = createBench()
    bench.fake.poll()
    bench.controller.open('admission')
    const stopped = bench.controller.stop()
    await bench.fake.answer()
    await stopped
    expect(bench.fake.calls).toEqual(['clearOutputs'])
    expect(bench.fake.listening()).toBe(0)
    expect(bench.controller.ready()).toBe(false)
    bench.controller.start()
    bench.fake.poll()
    bench.wait(5000)
    expect(bench.fake.calls).toEqual(['clearOutputs'])
  })
})
