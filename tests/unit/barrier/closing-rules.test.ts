import { describe, expect, it } from 'vitest'
import { createBoom, mayCloseNow, servedBoom } from './boom.ts'

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
