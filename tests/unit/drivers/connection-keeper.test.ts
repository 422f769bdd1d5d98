import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ByteStream } from '../../../drivers/transport/byte-stream.ts'
import { keepConnected } from '../../../drivers/transport/connection-keeper.ts'
import { retryDelay } from '../../../drivers/transport/retry-schedule.ts'
import { createFakeStream, type FakeStream } from './support/fake-stream.ts'

const schedule = { firstMs: 100, factor: 2, maxMs: 1000, jitter: 0.5 }

describe('retry schedule', () => {
  test('waits grow by the factor up to the longest', () => {
    expect([0, 1, 2, 3, 4, 50].map((attempt) => retryDelay(schedule, attempt, 0))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ])
  })

  test('jitter shortens a wait by at most its part', () => {
    expect(retryDelay(schedule, 1, 0.5)).toBe(150)
    expect(retryDelay(schedule, 1, 0.999)).toBe(100)
  })
})

describe('keeping a connection', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function keeper(open: () => Promise<ByteStream>) {
    const log: string[] = []
    const kept = keepConnected({
      open,
      schedule: { ...schedule, jitter: 0 },
      random: () => 0,
      onOpen: () => log.push('open'),
      onLost: (reason) => log.push(`lost: ${reason}`),
      onFailed: (reason, delayMs) => log.push(`failed: ${reason}, ${delayMs}`),
    })
    return { kept, log }
  }

  test('a refused connection is tried again after growing waits, until stopped', async () => {
    const { kept, log } = keeper(() => Promise.reject(new Error('refused')))
    await vi.advanceTimersByTimeAsync(100 + 200 + 399)
    expect(log).toEqual(['failed: refused, 100', 'failed: refused, 200', 'failed: refused, 400'])
    await kept.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).toHaveLength(3)
  })

  test('each connection is opened anew, and a proven one begins the schedule anew', async () => {
    const opened: FakeStream[] = []
    const { kept, log } = keeper(async () => {
      const next = createFakeStream()
      opened.push(next)
      return next
    })
    await vi.advanceTimersByTimeAsync(0)
    opened[0]?.lose('pulled')
    await vi.advanceTimersByTimeAsync(100)
    opened[1]?.lose('pulled')
    await vi.advanceTimersByTimeAsync(199)
    expect(opened).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(opened).toHaveLength(3)
    kept.proven()
    opened[2]?.lose('pulled')
    await vi.advanceTimersByTimeAsync(100)
    expect(opened).toHaveLength(4)
    expect(new Set(opened).size).toBe(4)
    await kept.stop()
    expect(log.filter((line) => line.startsWith('lost'))).toHaveLength(3)
  })

  test('a connection that opens only after the stop is closed and never told', async () => {
    const late = Promise.withResolvers<ByteStream>()
    const { kept, log } = keeper(() => late.promise)
    const stopped = kept.stop()
    const stray = createFakeStream()
    late.resolve(stray)
    await stopped
    const closed = new Promise((resolve) => stray.onClose(resolve))
    expect(await closed).toBe('closed here')
    expect(log).toEqual([])
  })
})
