import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { happenings } from './happenings.ts'
import { plantedFaults } from './planted-faults.ts'
import { boomProperty, lockProperty } from './properties.ts'
import { type Happening, simulate } from './simulated-boom.ts'

/** `npm run test:barrier` runs a million. */
const sequences = process.env.CI === undefined ? 1000 : 10_000
const patience = 180_000

describe('whatever happens to a boom', () => {
  it(
    'it is never driven down on a way not proven clear, nor against any other rule',
    () => {
      fc.assert(boomProperty(), { numRuns: sequences })
    },
    patience,
  )

  it('the sequences do reach closings, reversals and emergencies', () => {
    // Without this the property could hold because nothing ever moves.
    const reached = (sequence: readonly Happening[], type: string): boolean => {
      let seen = false
      simulate(sequence, 0, {
        after: (state) => {
          if (state.order?.kind === 'close' && state.order.stage === 'travelling') seen ||= type === 'close'
          if (state.order?.kind === 'open' && state.order.cause === 'reversal') seen ||= type === 'reversal'
          if (state.emergency) seen ||= type === 'emergency'
          if (state.travelFault !== null) seen ||= type === 'travelFault'
          return state
        },
      })
      return seen
    }
    const samples = fc.sample(happenings, { numRuns: 300, seed: 7 })
    for (const type of ['close', 'reversal', 'emergency', 'travelFault']) {
      expect(samples.filter((sample) => reached(sample, type)).length, type).toBeGreaterThan(5)
    }
  })
})

describe('whatever happens to two barriers of a lock', () => {
  it(
    'rule 9: one is opened on a permit only while the other is confirmed closed',
    () => {
      fc.assert(lockProperty(), { numRuns: sequences / 10 })
    },
    patience,
  )
})

describe('a broken interlock is noticed:', () => {
  it.each(Object.entries(plantedFaults))('%s', (_name, property) => {
    const outcome = fc.check(property, { numRuns: 3000, seed: 11, endOnFailure: true })
    expect(outcome.failed).toBe(true)
  })
})
