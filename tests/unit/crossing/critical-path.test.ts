import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ControlSpan,
  controlSpans,
  controlTimes,
  criticalPath,
  holdNow,
  type TimedEvent,
} from '../../../edge/domain/crossing/critical-path.ts'
import type { ControlKey } from '../../../edge/domain/crossing/events.ts'

const begin = Date.parse('2026-05-01T05:00:00.000Z')
const at = (seconds: number) => new Date(begin + seconds * 1000).toISOString()
const ms = (seconds: number) => begin + seconds * 1000
const border: ControlKey = { party: 'KAZ', kind: 'border' }
const customs: ControlKey = { party: 'KAZ', kind: 'customs' }
const started = (seconds: number, control: ControlKey): TimedEvent => ({
  event: { type: 'ControlStarted', data: { control, lawInForce: control.party } },
  eventTime: at(seconds),
})
const completed = (seconds: number, control: ControlKey): TimedEvent => ({
  event: { type: 'ControlCompleted', data: { control, decision: 'released', lawInForce: control.party } },
  eventTime: at(seconds),
})

describe('JC 9.2: the critical path of controls that run side by side', () => {
  const spans = controlSpans([
    started(10, border),
    started(20, customs),
    completed(40, border),
    completed(70, customs),
    started(80, border),
    completed(90, border),
  ])

  it('names the control that held the vehicle in each piece of the time', () => {
    expect(
      criticalPath(spans, ms(0), ms(100)).map(({ control, from, to }) => [
        control?.kind ?? null,
        (from - begin) / 1000,
        (to - begin) / 1000,
      ]),
    ).toEqual([
      [null, 0, 10],
      ['border', 10, 20],
      ['customs', 20, 70],
      [null, 70, 80],
      ['border', 80, 90],
      [null, 90, 100],
    ])
  })

  it('measures concurrency as the sum of control times over the elapsed time', () => {
    expect(controlTimes(spans, ms(0), ms(100))).toEqual({
      elapsed: 100_000,
      working: 70_000,
      waiting: 30_000,
      concurrency: 0.9,
    })
    // Two controls that run side by side the whole time.
    const both = controlSpans([
      started(0, border),
      started(0, customs),
      completed(50, border),
      completed(50, customs),
    ])
    expect(controlTimes(both, ms(0), ms(50)).concurrency).toBe(2)
  })

  it('tells which control holds the vehicle now, and since when', () => {
    const two = controlSpans([started(10, border), started(20, customs)])
    expect(holdNow(two, ms(0))).toEqual({ control: border, since: ms(10) })
    const one = controlSpans([started(10, border), started(20, customs), completed(40, border)])
    expect(holdNow(one, ms(0))).toEqual({ control: customs, since: ms(20) })
    expect(holdNow(spans, ms(0))).toEqual({ control: null, since: ms(90) })
    expect(holdNow([], ms(0))).toEqual({ control: null, since: ms(0) })
  })

  it('takes no time for a control that a clock set back ended before it began', () => {
    const back = controlSpans([started(30, border), completed(20, border)])
    expect(controlTimes(back, ms(0), ms(60))).toMatchObject({ working: 0, waiting: 60_000 })
  })

  it('covers the whole time once, whatever the controls were', () => {
    const span = fc
      .record({
        from: fc.integer({ min: -20, max: 120 }),
        length: fc.option(fc.integer({ min: 0, max: 60 })),
      })
      .map(
        ({ from, length }): ControlSpan => ({ ...border, from, to: length === null ? null : from + length }),
      )
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (all) => {
        const path = criticalPath(all, 0, 100)
        expect([path[0]?.from, path.at(-1)?.to]).toEqual([0, 100])
        for (const [index, segment] of path.entries()) {
          expect(segment.to).toBeGreaterThan(segment.from)
          if (index > 0) expect(segment.from).toBe(path[index - 1]?.to)
        }
        // Second by second: the vehicle is held exactly where some control is at work.
        const working = Array.from({ length: 100 }, (_, second) =>
          all.some((one) => one.from <= second && second < (one.to ?? 100)),
        ).filter(Boolean).length
        expect(controlTimes(all, 0, 100).working).toBe(working)
      }),
      { seed: 92, numRuns: 200 },
    )
  })
})
