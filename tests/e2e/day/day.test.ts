import { expect, test } from 'vitest'
import { plants } from '../../day/plants.ts'
import { simulateDay } from '../../day/simulate-day.ts'

/** Every story of the day once: `npm run sim:day -- --crossings 2000` is the same with more of them. */
const crossings = 1
const timeout = 240_000

test('JC 13.1: after a day of every kind of crossing both centres hold the journals, equal and empty where they must be', {
  timeout,
}, async () => {
  const day = await simulateDay({ crossings, seed: 7 })
  expect(day.differences).toEqual([])
  expect(day.backlog).toBeGreaterThan(0)
  const had = (key: 'category' | 'outcome') => [...new Set(day.crossings.map((one) => one[key]))].toSorted()
  expect(had('outcome')).toEqual(['detained', 'refused', 'released', 'returned', 'turned away'])
  expect(had('category')).toEqual([
    ...['border-service', 'diplomatic', 'ordinary', 'rescue', 'resident', 'service-staff'],
    ...['tourist-group', 'transit-section'],
  ])
  for (const { comparison } of day.checkpoints) expect(comparison.secrets).toBeGreaterThan(5)
})

test('JC 3: what one Party is given of the other’s own, and what it is not given, is found', {
  timeout,
}, async () => {
  const { differences } = await simulateDay({ crossings, seed: 7, plants: Object.values(plants) })
  for (const [name, { finds }] of Object.entries(plants)) {
    expect(
      differences.some((one) => finds.test(one)),
      name,
    ).toBe(true)
  }
})
