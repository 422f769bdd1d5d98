import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBudget, createFloodLimit } from '../../../drivers/transport/flood-limit.ts'

test('who waits as told spends no more than the rate, whatever comes when, and one who is slow waits never', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 500 })), {
        minLength: 1,
        maxLength: 100,
      }),
      (arrivals) => {
        let now = 0
        let spent = 0
        const spend = createBudget({ perSecond: 1000, atOnce: 200 }, () => now)
        for (const [ms, amount] of arrivals) {
          now += ms
          // All that was let through before this one is paid for.
          expect(spent).toBeLessThanOrEqual(200 + now + 1e-6)
          spent += amount
          now += spend(amount)
        }
        const slow = createBudget({ perSecond: 1000, atOnce: 200 }, () => now)
        for (let i = 0; i < 50; i += 1) {
          expect(slow(100)).toBe(0)
          now += 100
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('a line that says too much is stopped until its listener has had it all, in its order', async () => {
  let stopped = 0
  let running = true
  const line = {
    pause: () => {
      stopped += 1
      running = false
    },
    resume: () => {
      running = true
    },
  }
  const limit = createFloodLimit(line, { perSecond: 2000, atOnce: 100 })
  const heard: number[] = []
  let floods = 0
  limit.onFlood(() => {
    floods += 1
  })
  limit.onData((bytes) => {
    expect(bytes.length).toBeLessThanOrEqual(200)
    heard.push(...bytes)
  })
  const sent = Buffer.from(Array.from({ length: 250 }, (_, index) => index))
  limit.take(sent)
  expect([heard.length, running, floods, stopped]).toEqual([100, false, 1, 1])
  await expect.poll(() => running).toBe(true)
  expect(heard).toEqual([...sent])
  limit.take(sent)
  limit.end()
  expect(heard).toHaveLength(500)
})
