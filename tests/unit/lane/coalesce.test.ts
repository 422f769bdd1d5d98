import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { coalesce } from '../../../edge/lane/coalesce.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('the first call is made at once, and once for all of the same task', async () => {
  const made = vi.fn()
  const { call } = coalesce(made, 16)
  call()
  call()
  expect(made).toHaveBeenCalledTimes(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(made).toHaveBeenCalledTimes(1)
})

it('calls within the time are one at its end, and none is lost', async () => {
  const made = vi.fn()
  const { call } = coalesce(made, 16)
  call()
  await vi.advanceTimersByTimeAsync(1)
  for (let i = 0; i < 10; i += 1) call()
  await vi.advanceTimersByTimeAsync(10)
  expect(made).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(10)
  expect(made).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(100)
  expect(made).toHaveBeenCalledTimes(2)
})

it('a call from within is made later, not for ever at once', async () => {
  let times = 0
  const calls = coalesce(() => {
    times += 1
    calls.call()
  }, 16)
  calls.call()
  await vi.advanceTimersByTimeAsync(160)
  expect(times).toBeGreaterThan(5)
  expect(times).toBeLessThan(13)
  calls.end()
  await vi.advanceTimersByTimeAsync(160)
  expect(times).toBeLessThan(13)
})
