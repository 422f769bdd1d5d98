import { describe, expect, it } from 'vitest'
import { createDurations } from '../../../edge/lane/statistics.ts'

describe('durations', () => {
  it('gives nearest-rank percentiles', () => {
    const durations = createDurations()
    for (let ms = 1; ms <= 100; ms += 1) durations.add(ms)
    expect(durations.percentiles()).toEqual({ p50: 50, p99: 99, n: 100 })
  })

  it('is zero where nothing was measured', () => {
    expect(createDurations().percentiles()).toEqual({ p50: 0, p99: 0, n: 0 })
  })

  it('keeps the newest only, so that a long run stays small', () => {
    const durations = createDurations(10)
    for (let ms = 1; ms <= 1000; ms += 1) durations.add(ms)
    expect(durations.percentiles()).toEqual({ p50: 995, p99: 1000, n: 10 })
  })
})
