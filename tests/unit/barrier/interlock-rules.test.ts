import { describe, expect, it } from 'vitest'
import { isConfirmedClosed, mayClose, mayOpen, whyUp } from '../../../edge/domain/barrier/interlock.ts'
import { createBoom, settings } from './boom.ts'

const mayCloseNow = (boom: ReturnType<typeof createBoom>) => mayClose(boom.state(), boom.now(), settings)
const mayOpenNow = (boom: ReturnType<typeof createBoom>) =>
  mayOpen(boom.state(), boom.now(), settings, { value: true, at: boom.now() })

/** Up, one vehicle through: only the way and the time decide now. */
const servedBoom = () => {
  const boom = createBoom()
  boom.read()
  boom.goUp()
  boom.passVehicle()
  return boom
}

describe('rule 1: close only on fresh "loop clear" and "photocell clear"', () => {
  it.each(['loop', 'photocell'] as const)('an occupied %s keeps the boom up', (input) => {
    const boom = servedBoom()
    boom.read({ [input]: true })
    boom.send({ type: 'closeWhenClear' })
    boom.wait(5000)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.safety-input-not-clear', article: 'IL 1' })
    expect(mayCloseNow(boom)?.fact).toContain(`${input} is `)
  })

  it('a reading that grew old counts as occupied', () => {
    const boom = servedBoom()
    boom.wait(2000)
    expect(mayCloseNow(boom)).toBeNull()
    boom.silence(501)
    boom.send({ type: 'closeWhenClear' })
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    expect(mayCloseNow(boom)?.fact).toMatch(/last read 501 ms ago, 500 ms allowed/)
  })

  it('a photocell that was never read counts as occupied', () => {
    const boom = servedBoom()
    boom.wait(2000)
    const { readings } = boom.state()
    boom.send({ type: 'inputs', readings: { ...readings, photocell: undefined } })
    expect(mayCloseNow(boom)).toMatchObject({
      code: 'barrier.safety-input-not-clear',
      fact: 'photocell is unknown: not read',
    })
  })

  it('a vehicle that comes while the outputs are being cleared stops the close before its pulse', () => {
    const boom = servedBoom()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(1200)
    expect(boom.actions.at(-1)).toBe('clearOutputs')
    boom.read({ loop: true })
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual(['pulseOpen'])
  })

  it('a vehicle under a boom that is coming down turns it back, by rule 4', () => {
    const boom = servedBoom()
    boom.beginDown()
    boom.read(boom.between)
    boom.send({ type: 'pulseDone' })
    boom.wait(500)
    boom.read({ loop: true })
    expect(boom.types()).toContain('reversed')
    expect(boom.actions.slice(-2)).toEqual(['pulseClose', 'clearOutputs'])
    boom.send({ type: 'outputsCleared' })
    expect(boom.actions.at(-1)).toBe('pulseOpen')
    boom.read(boom.up)
    expect(boom.facts.filter((fact) => fact.type === 'opened').at(-1)).toMatchObject({ cause: 'reversal' })
  })

  it('a device that falls silent while the boom comes down turns it back too', () => {
    const boom = servedBoom()
    boom.beginDown()
    boom.read(boom.between)
    boom.send({ type: 'pulseDone' })
    boom.silence(600)
    boom.send({ type: 'outputsCleared' })
    expect(boom.actions.at(-1)).toBe('pulseOpen')
  })

  it('an answer that arrives late does not stand in for a newer one', () => {
    const boom = servedBoom()
    boom.wait(2000)
    const early = boom.state().readings
    boom.wait(100)
    boom.read({ loop: true })
    boom.send({ type: 'inputs', readings: early })
    expect(mayCloseNow(boom)?.fact).toContain('loop is occupied')
  })

  it('a reading dated in the future is worth nothing', () => {
    const boom = servedBoom()
    boom.wait(2000)
    const { readings } = boom.state()
    boom.send({ type: 'inputs', readings: { ...readings, loop: { value: false, at: boom.now() + 1000 } } })
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.safety-input-not-clear' })
  })

  it("the barrier's own safety edge turning the boom back is noticed, and the hold-off begins anew", () => {
    const boom = servedBoom()
    boom.beginDown()
    boom.read(boom.between)
    boom.send({ type: 'pulseDone' })
    boom.wait(500)
    boom.read(boom.up)
    expect(boom.facts).toContainEqual(expect.objectContaining({ type: 'reversed', by: 'barrier' }))
    expect(boom.state().position).toBe('open')
    boom.wait(900)
    expect(boom.actions.at(-1)).toBe('pulseClose')
  })

  it('turns back at most three times on one order, then wants an officer', () => {
    const boom = servedBoom()
    for (let turn = 0; turn < 3; turn += 1) {
      boom.beginDown()
      boom.read(boom.between)
      boom.send({ type: 'pulseDone' })
      boom.read({ loop: true })
      boom.send({ type: 'outputsCleared' })
      boom.read(boom.up)
      boom.send({ type: 'pulseDone' })
      boom.read({ loop: false })
    }
    boom.wait(5000)
    expect(boom.pulses().filter((pulse) => pulse === 'pulseClose')).toHaveLength(3)
    expect(boom.state().faults).toContain('obstacle')
    boom.send({ type: 'confirmWayClear' })
    expect(boom.actions.at(-1)).toBe('clearOutputs')
  })
})

describe('rule 2: after clear, hold off', () => {
  it('no close before the way has been clear for the whole hold-off', () => {
    const boom = servedBoom()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(900)
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.hold-off' })
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    boom.wait(100)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen', 'clearOutputs'])
  })

  it('an interruption, or a gap in the readings, starts it anew', () => {
    const boom = servedBoom()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(900)
    boom.read({ photocell: true })
    boom.read({ photocell: false })
    boom.wait(900)
    boom.silence(600)
    boom.read()
    boom.wait(900)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    boom.wait(100)
    expect(boom.actions.at(-1)).toBe('clearOutputs')
  })
})

describe('rule 2: nobody watched', () => {
  it('while no reading came, not even a tick', () => {
    const boom = servedBoom()
    boom.wait(900)
    boom.skip(600)
    boom.read()
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.hold-off' })
  })
})

describe('rule 3: after a restart, a whole passage or an officer before the first close', () => {
  it('a clear way alone proves nothing', () => {
    const boom = createBoom()
    boom.read()
    boom.goUp()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(5000)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.restart-unproven', article: 'IL 3' })
  })

  it('a whole passage proves the inputs', () => {
    const boom = servedBoom()
    boom.comeDown()
    expect(boom.types()).toContain('closed')
  })

  it('an officer who confirms proves the inputs', () => {
    const boom = createBoom()
    boom.read()
    boom.goUp()
    expect(boom.send({ type: 'confirmWayClear' }).refusal).toBeNull()
    boom.comeDown()
    expect(boom.types()).toContain('closed')
  })

  it('an officer cannot confirm against a sensor', () => {
    const boom = createBoom()
    boom.read({ ...boom.up, loop: true })
    expect(boom.send({ type: 'confirmWayClear' }).refusal).toMatchObject({
      code: 'barrier.safety-input-not-clear',
    })
  })

  it('a passage that began before the first reading is told, and proves nothing', () => {
    const boom = createBoom()
    boom.read({ loop: true })
    boom.goUp()
    boom.passVehicle()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(5000)
    expect(boom.types()).toContain('passage')
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
  })

  it('a boom that was down when its device was lost is unproven too', () => {
    const boom = servedBoom()
    boom.comeDown()
    boom.send({ type: 'deviceLost', reason: 'connection closed' })
    boom.wait(200)
    boom.goUp()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(5000)
    expect(boom.actions.slice(-2)).toEqual(['clearOutputs', 'pulseOpen'])
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.restart-unproven' })
  })

  it('a boom found up stays up until an officer confirms, whatever passes', () => {
    const boom = createBoom()
    boom.read(boom.up)
    boom.wait(300)
    boom.passVehicle()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(5000)
    expect(boom.types()).toContain('passage')
    expect(boom.actions).toEqual([])
    boom.send({ type: 'confirmWayClear' })
    expect(boom.actions).toEqual(['clearOutputs'])
  })

  it('a device that came back from a loss is a device that restarted', () => {
    const boom = servedBoom()
    boom.send({ type: 'deviceLost', reason: 'connection closed' })
    boom.read()
    boom.send({ type: 'closeWhenClear' })
    boom.wait(5000)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.restart-unproven' })
  })
})

describe('rule 4: open and close outputs exclude each other', () => {
  it('outputs are cleared and read back before each pulse', () => {
    const boom = servedBoom()
    boom.comeDown()
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen', 'clearOutputs', 'pulseClose'])
  })

  it('outputs that cannot be cleared make the opening fail without a pulse', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'outputsClearFailed', reason: 'no answer' })
    expect(boom.pulses()).toEqual([])
    expect(boom.facts).toContainEqual(
      expect.objectContaining({ type: 'openingFailed', code: 'barrier.outputs-exclusive' }),
    )
  })

  it('a poll that still shows CLOSE on holds the OPEN pulse back', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.read({ closeOutput: true })
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual([])
    boom.read({ closeOutput: false })
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
  })

  it('an output that nobody ordered is cleared once, and is a fault', () => {
    const boom = createBoom()
    boom.wait(100)
    boom.read({ closeOutput: true })
    boom.send({ type: 'outputsCleared' })
    boom.wait(1000)
    expect(boom.actions).toEqual(['clearOutputs'])
    expect(boom.state().faults).toContain('hardware')
    boom.read({ closeOutput: false })
    expect(boom.state().faults).toEqual([])
  })
})

describe('rule 5: "open" is the limit switch', () => {
  it('an ended pulse is not an open boom', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'outputsCleared' })
    boom.send({ type: 'pulseDone' })
    boom.read(boom.between)
    expect(boom.state().position).toBe('opening')
    expect(boom.types()).not.toContain('opened')
    boom.read(boom.up)
    expect(boom.state().position).toBe('open')
    expect(boom.types()).toContain('opened')
  })

  it('an open limit read before the pulse does not end the order', () => {
    const boom = servedBoom()
    boom.beginDown()
    boom.skip(50)
    boom.read({ loop: true })
    boom.send({ type: 'pulseDone' })
    boom.skip(50)
    boom.send({ type: 'outputsCleared' })
    const opened = () => boom.facts.filter((fact) => fact.type === 'opened').length
    boom.silence(10)
    expect(opened()).toBe(1)
    boom.read()
    expect(opened()).toBe(2)
  })

  it('a boom sent down a moment ago is not open, though its open limit still is on', () => {
    const boom = servedBoom()
    boom.beginDown()
    expect(boom.open().refusal).toBeNull()
    boom.send({ type: 'pulseDone' })
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual(['pulseOpen', 'pulseClose', 'pulseOpen'])
  })

  it('both limits at once are a fault, and nothing may move', () => {
    const boom = createBoom()
    boom.read({ openLimit: true })
    expect(boom.state()).toMatchObject({ position: 'unknown', faults: ['positionFailure'] })
    expect(boom.open().refusal).toMatchObject({ code: 'barrier.position-fault', article: 'IL 5' })
    expect(boom.actions).toEqual([])
  })

  it('a pulse that the device did not confirm is decided by the limit', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'outputsCleared' })
    boom.send({ type: 'pulseFailed', reason: 'time-out' })
    boom.read(boom.up)
    expect(boom.types()).toContain('opened')
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
  })

  it('a boom that stands open gets no second OPEN pulse', () => {
    const boom = servedBoom()
    expect(boom.open().refusal).toBeNull()
    expect(boom.facts.filter((fact) => fact.type === 'opened')).toHaveLength(2)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
  })
})

describe('rule 6: no limit within twice the travel time is a fault, with no retry', () => {
  it('an opening that does not arrive fails, and a new order is refused', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'outputsCleared' })
    boom.send({ type: 'pulseDone' })
    boom.read(boom.between)
    boom.wait(6000)
    expect(boom.types()).not.toContain('openingFailed')
    boom.wait(100)
    expect(boom.facts).toContainEqual(
      expect.objectContaining({ type: 'openingFailed', code: 'barrier.travel-fault' }),
    )
    expect(boom.state()).toMatchObject({ position: 'stopped', faults: ['motorJammed'] })
    boom.wait(60_000)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    expect(boom.open().refusal).toMatchObject({ code: 'barrier.travel-fault' })
  })

  it('a close that does not arrive waits for an officer', () => {
    const boom = servedBoom()
    boom.beginDown()
    boom.send({ type: 'pulseDone' })
    boom.read(boom.between)
    boom.wait(60_000)
    expect(boom.pulses()).toEqual(['pulseOpen', 'pulseClose'])
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.travel-fault' })
    boom.send({ type: 'confirmWayClear' })
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual(['pulseOpen', 'pulseClose', 'pulseClose'])
  })

  it('a close that was wanted does not outlive the fault by itself', () => {
    const boom = servedBoom()
    boom.comeDown()
    boom.open()
    boom.send({ type: 'closeWhenClear' })
    boom.send({ type: 'outputsCleared' })
    boom.read(boom.between)
    boom.send({ type: 'pulseDone' })
    boom.wait(6100)
    boom.read(boom.up)
    expect(boom.state().faults).toEqual([])
    boom.wait(5000)
    expect(boom.actions.at(-1)).toBe('pulseOpen')
    boom.send({ type: 'confirmWayClear' })
    expect(boom.actions.at(-1)).toBe('clearOutputs')
  })

  it('an opening under way is not ordered a second time', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'outputsCleared' })
    boom.send({ type: 'pulseDone' })
    boom.read(boom.between)
    expect(boom.open().refusal).toMatchObject({ code: 'barrier.moving' })
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
  })
})

describe('rule 7: no pulse on start-up', () => {
  it('before the first reading every command is refused', () => {
    const boom = createBoom()
    expect(boom.open().refusal).toMatchObject({ code: 'barrier.startup', article: 'IL 7' })
    expect(boom.send({ type: 'emergencyOpen' }).refusal).toMatchObject({ code: 'barrier.startup' })
    expect(boom.send({ type: 'confirmWayClear' }).refusal).toMatchObject({ code: 'barrier.startup' })
    boom.silence(10_000)
    expect(boom.actions).toEqual([])
  })

  it.each(['up', 'between'] as const)('a boom found %s is read and not driven', (place) => {
    const boom = createBoom()
    boom.read(boom[place])
    boom.wait(60_000)
    expect(boom.actions).toEqual([])
  })
})

describe('rule 8: the emergency stop latches until reset at the barrier', () => {
  it('drops the outputs, fails the opening, and stays when the button is released', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'outputsCleared' })
    boom.send({ type: 'pulseDone' })
    boom.read({ ...boom.between, stop: true })
    expect(boom.types()).toEqual(expect.arrayContaining(['emergencyLatched', 'openingFailed']))
    expect(boom.actions.at(-1)).toBe('clearOutputs')
    boom.send({ type: 'outputsCleared' })
    boom.read({ stop: false })
    expect(mayOpenNow(boom)).toMatchObject({ code: 'barrier.emergency-latched', article: 'IL 8' })
    expect(boom.open().refusal).toMatchObject({ code: 'barrier.emergency-latched' })
    boom.send({ type: 'closeWhenClear' })
    boom.wait(60_000)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen', 'clearOutputs'])
  })

  it('is not reset while the button is pressed', () => {
    const boom = createBoom()
    boom.read({ stop: true })
    expect(boom.send({ type: 'emergencyReset' }).refusal).toMatchObject({ code: 'barrier.emergency-latched' })
    boom.read({ stop: false })
    expect(boom.send({ type: 'emergencyReset' }).refusal).toBeNull()
    expect(boom.types()).toContain('emergencyReset')
    expect(mayOpenNow(boom)).toBeNull()
  })

  it('leaves a boom that was stopped up until an officer confirms', () => {
    const boom = servedBoom()
    boom.send({ type: 'closeWhenClear' })
    boom.read({ stop: true })
    boom.send({ type: 'outputsCleared' })
    boom.read({ stop: false })
    boom.send({ type: 'emergencyReset' })
    boom.wait(5000)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen', 'clearOutputs'])
    boom.send({ type: 'confirmWayClear' })
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual(['pulseOpen', 'pulseClose'])
  })

  it('outlives a restart by the journal', () => {
    const boom = createBoom(true)
    boom.read()
    expect(boom.open().refusal).toMatchObject({ code: 'barrier.emergency-latched' })
  })

  it('gives way to an explicit emergency opening only', () => {
    const boom = createBoom()
    boom.read({ stop: true })
    boom.send({ type: 'outputsCleared' })
    expect(boom.send({ type: 'emergencyOpen' }).refusal).toBeNull()
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual(['pulseOpen'])
  })
})

describe('rule 9: of two barriers one opens only when the other is confirmed closed', () => {
  it.each([
    ['not closed', false, 0],
    ['closed a while ago', true, 501],
  ])('refused when the other is %s', (_words, confirmedClosed, age) => {
    const boom = createBoom()
    boom.read()
    boom.send({ type: 'otherBarriers', confirmedClosed })
    boom.silence(age)
    boom.read()
    const { refusal } = boom.send({ type: 'open', permit: 'admission', direction: 'forward' })
    expect(refusal).toMatchObject({ code: 'barrier.other-not-closed', article: 'IL 9' })
    expect(boom.actions).toEqual([])
  })

  it('is looked at again at the last moment before the pulse', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'otherBarriers', confirmedClosed: false })
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual([])
    expect(boom.facts).toContainEqual(
      expect.objectContaining({ type: 'openingFailed', code: 'barrier.other-not-closed' }),
    )
  })

  it('a barrier is not confirmed closed from the moment at which its opening was taken', () => {
    const boom = createBoom()
    boom.read()
    expect(isConfirmedClosed(boom.state(), boom.now(), settings)).toBe(true)
    boom.open()
    expect(isConfirmedClosed(boom.state(), boom.now(), settings)).toBe(false)
  })

  it('a barrier is not confirmed closed by an old reading', () => {
    const boom = createBoom()
    boom.read()
    boom.silence(501)
    expect(isConfirmedClosed(boom.state(), boom.now(), settings)).toBe(false)
  })

  it('an emergency opening is explicit and goes over the lock', () => {
    const boom = createBoom()
    boom.read()
    boom.send({ type: 'otherBarriers', confirmedClosed: false })
    expect(boom.send({ type: 'emergencyOpen' }).refusal).toBeNull()
    boom.send({ type: 'outputsCleared' })
    expect(boom.facts).toContainEqual(
      expect.objectContaining({ type: 'openPulseOrdered', cause: 'emergency', permit: 'emergency' }),
    )
  })
})

describe('manual operation', () => {
  it('a boom moved by hand is told, and breaks off a pending close', () => {
    const boom = servedBoom()
    boom.send({ type: 'closeWhenClear' })
    boom.read(boom.between)
    expect(boom.facts).toContainEqual(
      expect.objectContaining({ type: 'movedUnordered', position: 'unknown' }),
    )
    expect(boom.state().faults).toEqual(['manualOperation'])
    boom.send({ type: 'closeWhenClear' })
    boom.wait(5000)
    expect(boom.actions).toEqual(['clearOutputs', 'pulseOpen'])
    expect(mayCloseNow(boom)).toMatchObject({ code: 'barrier.moving' })
    boom.read({ closedLimit: true })
    expect(boom.facts).toContainEqual(expect.objectContaining({ type: 'movedUnordered', position: 'closed' }))
    expect(boom.state().faults).toEqual([])
  })
})

describe('the moment of the pulse', () => {
  it('is that of the reading which shows the output on', () => {
    const boom = createBoom()
    boom.read()
    boom.open()
    boom.send({ type: 'outputsCleared' })
    boom.wait(50)
    boom.read({ openOutput: true })
    const at = boom.now()
    boom.wait(400)
    boom.read({ openOutput: false })
    boom.send({ type: 'pulseDone' })
    const sent = boom.facts.filter((fact) => fact.type === 'openPulseSent')
    expect(sent).toEqual([{ type: 'openPulseSent', cause: 'permit', permit: 'release', at }])
  })
})

describe('rule 6: a closing that a fault broke off', () => {
  it('says on the screen that it waits for an officer, and goes on by that word', () => {
    const boom = servedBoom()
    const whyUpNow = () => whyUp(boom.state(), boom.now(), settings)
    boom.send({ type: 'closeWhenClear' })
    // The device never proves its outputs off.
    boom.wait(2 * settings.travelMs + 2000)
    expect(boom.pulses()).toEqual(['pulseOpen'])
    expect(mayCloseNow(boom)).toBeNull()
    expect(whyUpNow()).toMatchObject({ code: 'barrier.close-broken-off', article: 'IL 6' })
    boom.send({ type: 'outputsCleared' })
    boom.send({ type: 'confirmWayClear' })
    expect(whyUpNow()?.code).not.toBe('barrier.close-broken-off')
    boom.wait(300)
    boom.send({ type: 'outputsCleared' })
    expect(boom.pulses()).toEqual(['pulseOpen', 'pulseClose'])
  })
})
