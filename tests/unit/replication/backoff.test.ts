import { expect, test } from 'vitest'
import { backoffMs } from '../../../edge/replication/backoff.ts'

test('the wait doubles up to its limit, and chance takes at most half of it', () => {
  const options = { firstMs: 500, maxMs: 30_000 }
  const longest = [0, 1, 2, 6, 7, 1_000].map((failures) => backoffMs(failures, options, () => 0.999_999))
  expect(longest.map(Math.round)).toEqual([500, 1_000, 2_000, 30_000, 30_000, 30_000])
  expect(backoffMs(1, options, () => 0)).toBe(500)
})
