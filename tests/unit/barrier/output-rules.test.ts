import { describe, expect, it } from 'vitest'
import { whyUp } from '../../../edge/domain/barrier/interlock.ts'
import { createBoom, mayCloseNow, servedBoom, settings } from './boom.ts'

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
