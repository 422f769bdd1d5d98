import { describe, expect, it } from 'vitest'
import {
  directionOf,
  initialPassage,
  type PassageResult,
  stepPassage,
} from '../../../edge/domain/barrier/passage.ts'
import type { Judged } from '../../../edge/domain/barrier/readings.ts'
import type { PassageDirection } from '../../../edge/domain/barrier/types.ts'
import { createBoom } from './boom.ts'

const watch = (steps: readonly (readonly [Judged, Judged])[], direction: PassageDirection = 'forward') => {
  let state = initialPassage
  const results: PassageResult[] = []
  for (const [loop, photocell] of steps) {
    const next = stepPassage(state, loop, photocell, direction, true)
    state = next.state
    if (next.result !== null) results.push(next.result)
  }
  return results
}

describe('a passage', () => {
  it('is the loop, then the photocell, then both clear', () => {
    expect(
      watch([
        ['off', 'off'],
        ['on', 'off'],
        ['on', 'on'],
        ['off', 'on'],
        ['off', 'off'],
      ]),
    ).toEqual([{ type: 'passage', whole: true }])
  })

  it('is not whole if the vehicle stood there before anyone looked', () => {
    expect(
      watch([
        ['on', 'off'],
        ['on', 'on'],
        ['off', 'off'],
      ]),
    ).toEqual([{ type: 'passage', whole: false }])
  })

  it.each([
    [
      'a vehicle that backs off the loop',
      [
        ['off', 'off'],
        ['on', 'off'],
        ['off', 'off'],
      ],
    ],
    [
      'a pedestrian in the beam',
      [
        ['off', 'off'],
        ['off', 'on'],
        ['off', 'off'],
      ],
    ],
    [
      'a sensor that fell silent',
      [
        ['off', 'off'],
        ['on', 'off'],
        ['on', 'on'],
        ['unknown', 'unknown'],
      ],
    ],
  ] as const)('is not %s', (_words, steps) => {
    expect(watch(steps)).toEqual([])
  })

  it('that meets the photocell first goes the wrong way, unless it is a return through the approach barrier', () => {
    const steps = [
      ['off', 'off'],
      ['off', 'on'],
      ['on', 'on'],
      ['on', 'off'],
      ['off', 'off'],
    ] as const
    expect(watch(steps)).toEqual([{ type: 'wrongWay' }])
    expect(watch(steps, directionOf('approachBarrier', 'return'))).toEqual([{ type: 'passage', whole: true }])
    expect(directionOf('returnBarrier', 'return')).toBe('forward')
    expect(directionOf('approachBarrier', 'admission')).toBe('forward')
  })
})

describe('under a boom', () => {
  it('a passage carries the permit, and a second vehicle on it is a tailgate', () => {
    const boom = createBoom()
    boom.read()
    boom.goUp()
    boom.passVehicle()
    boom.passVehicle()
    const told = boom.facts.filter((fact) => fact.type === 'passage' || fact.type === 'tailgate')
    expect(told).toMatchObject([{ type: 'passage', permit: 'release' }, { type: 'tailgate' }])
  })

  it('a vehicle that waited on the loop before the boom rose is a whole passage', () => {
    const boom = createBoom()
    boom.read()
    boom.read({ loop: true })
    boom.goUp()
    boom.passVehicle()
    boom.comeDown()
    expect(boom.types()).toEqual(expect.arrayContaining(['passage', 'closed']))
  })

  it('nothing passes a closed boom', () => {
    const boom = createBoom()
    boom.read()
    boom.passVehicle()
    expect(boom.types()).not.toContain('passage')
  })
})
