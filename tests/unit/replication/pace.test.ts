import { expect, test } from 'vitest'
import { createPace } from '../../../edge/replication/pace.ts'

test('the window grows to the most that is allowed while messages do not wait behind each other', () => {
  const pace = createPace({ most: 100 })
  for (let now = 0; now < 1_000; now += 20) pace.acknowledged(pace.window(), 20, now)
  expect(pace.window()).toBe(100)
})

test('a long way is no queue: what counts is the wait over the shortest', () => {
  const pace = createPace({ most: 100 })
  for (let now = 0; now < 10_000; now += 300) pace.acknowledged(pace.window(), 300, now)
  expect(pace.window()).toBe(100)
})

test('a centre that is slower than the window gets less, once for each time that it is late, and never nothing', () => {
  const pace = createPace({ most: 100 })
  pace.acknowledged(0, 10, 0)
  pace.acknowledged(1, 500, 1_000)
  const after = pace.window()
  expect(after).toBeLessThan(16)
  pace.acknowledged(1, 500, 1_100)
  expect(pace.window()).toBe(after)
  for (let now = 2_000; now < 60_000; now += 1_000) pace.acknowledged(1, 500, now)
  expect(pace.window()).toBe(2)
})

test('a window of one stays one', () => {
  const pace = createPace({ most: 1 })
  pace.acknowledged(1, 10, 0)
  pace.acknowledged(1, 900, 1_000)
  expect(pace.window()).toBe(1)
})
