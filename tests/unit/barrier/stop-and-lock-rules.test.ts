import { describe, expect, it } from 'vitest'
import { isConfirmedClosed, mayOpen } from '../../../edge/domain/barrier/interlock.ts'
import { createBoom, mayCloseNow, servedBoom, settings } from './boom.ts'

const mayOpenNow = (boom: ReturnType<typeof createBoom>) =>
  mayOpen(boom.state(), boom.now(), settings, { value: true, at: boom.now() })

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
