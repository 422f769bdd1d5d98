import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDebounce } from '../../../drivers/contact-barrier/debounce.ts'
import type { PointReading } from '../../../edge/ports/devices.ts'

const debounceMs = 40

/** Polls of a contact, 1 to 60 ms apart; null: the board was not read. */
const polls = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom(true, false, true, false, null)), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) => {
    let at = 0
    return steps.map(([ms, value]): PointReading | undefined => {
      at += ms
      return value === null ? undefined : { value, at }
    })
  })

test('whatever a contact does, a change counts only when it has stayed, and nothing is made up', () => {
  fc.assert(
    fc.property(polls, (read) => {
      const debounce = createDebounce(debounceMs)
      let before: PointReading | undefined
      read.forEach((reading, index) => {
        const told = debounce(reading)
        // What is told was read, and is the newest reading of its value.
        expect(told === undefined).toBe(reading === undefined)
        if (told === undefined) {
          before = told
          return
        }
        const newest = read.slice(0, index + 1).findLast((one) => one?.value === told.value)
        expect(told).toEqual(newest)
        if (before !== undefined && told.value !== before.value) {
          const gap = read.slice(0, index + 1).findLastIndex((one) => one?.value !== told.value)
          const stayed = read.slice(gap + 1, index + 1)
          expect(told.at - (stayed[0]?.at ?? told.at)).toBeGreaterThanOrEqual(debounceMs)
        }
        // A change that has stayed is not held back for longer.
        const run = read.slice(0, index + 1).findLastIndex((one) => one?.value !== reading?.value)
        const first = read[run + 1]
        if (reading && first && reading.at - first.at >= debounceMs) expect(told).toEqual(reading)
        before = told
      })
    }),
    { numRuns: 2000 },
  )
})

test('a contact that chatters for longer than a reading may be old becomes unknown by its age', () => {
  const debounce = createDebounce(debounceMs)
  debounce({ value: false, at: 0 })
  for (let at = 10; at <= 1000; at += 10) debounce({ value: at % 20 === 10, at })
  const told = debounce({ value: true, at: 1010 })
  expect(told).toEqual({ value: false, at: 1000 })
  for (let at = 1020; at <= 1030; at += 10) debounce({ value: true, at })
  expect(debounce({ value: true, at: 1040 })).toEqual({ value: false, at: 1000 })
  expect(debounce({ value: true, at: 1050 })).toEqual({ value: true, at: 1050 })
})

test('asked twice for the same reading it answers the same; without a time it lets all through', () => {
  const debounce = createDebounce(debounceMs)
  debounce({ value: false, at: 0 })
  expect(debounce({ value: true, at: 10 })).toEqual({ value: false, at: 0 })
  expect(debounce({ value: true, at: 10 })).toEqual({ value: false, at: 0 })
  const none = createDebounce(0)
  none({ value: false, at: 0 })
  expect(none({ value: true, at: 10 })).toEqual({ value: true, at: 10 })
})
