import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBoom } from '../../../drivers/simulator/board/boom.ts'

const travelMs = 1000

describe('the simulated boom', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function opened(ownSafety = true) {
    const boom = createBoom(travelMs, ownSafety)
    boom.command('open')
    vi.advanceTimersByTime(travelMs)
    return boom
  }

  test('takes its travel time from limit to limit', () => {
    const boom = createBoom(travelMs, true)
    boom.command('open')
    vi.advanceTimersByTime(travelMs - 1)
    expect(boom.position()).toBe('opening')
    vi.advanceTimersByTime(1)
    expect(boom.position()).toBe('open')
    boom.command('close')
    vi.advanceTimersByTime(travelMs - 1)
    expect(boom.position()).toBe('closing')
    vi.advanceTimersByTime(1)
    expect(boom.position()).toBe('closed')
  })

  test('turned round half way it takes the time of the way back', () => {
    const boom = createBoom(travelMs, true)
    boom.command('open')
    vi.advanceTimersByTime(300)
    boom.command('close')
    vi.advanceTimersByTime(300)
    expect(boom.position()).toBe('closed')
  })

  test('told to close on a vehicle is recorded, and its own safety does not move', () => {
    const boom = opened()
    boom.obstructed(true)
    boom.command('close')
    expect(boom.incidents().crushed).toBe(1)
    expect(boom.position()).toBe('open')
  })

  test('turns back when a vehicle comes under it while it closes', () => {
    const boom = opened()
    boom.command('close')
    vi.advanceTimersByTime(500)
    boom.obstructed(true)
    expect(boom.position()).toBe('opening')
    expect(boom.incidents()).toMatchObject({ crushed: 0, reversals: 1 })
  })

  test('without its own safety it closes on the vehicle, and that is recorded', () => {
    const boom = opened(false)
    boom.command('close')
    vi.advanceTimersByTime(500)
    boom.obstructed(true)
    vi.advanceTimersByTime(500)
    expect(boom.incidents().crushed).toBe(1)
  })

  test('the emergency stop halts it, and it obeys nothing until released', () => {
    const boom = createBoom(travelMs, true)
    boom.command('open')
    vi.advanceTimersByTime(500)
    boom.emergencyStop(true)
    expect(boom.position()).toBe('stopped')
    boom.command('open')
    vi.advanceTimersByTime(5 * travelMs)
    expect(boom.position()).toBe('stopped')
    boom.emergencyStop(false)
    boom.command('open')
    vi.advanceTimersByTime(500)
    expect(boom.position()).toBe('open')
  })
})
