import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Happening, simulate, type Variant } from './simulated-boom.ts'

const plain = (op: string, weight: number): { arbitrary: fc.Arbitrary<Happening>; weight: number } => ({
  arbitrary: fc.constant({ op } as Happening),
  weight,
})

const switched = (op: string, weight: number): { arbitrary: fc.Arbitrary<Happening>; weight: number } => ({
  arbitrary: fc.boolean().map((on) => ({ op, on }) as Happening),
  weight,
})

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    arbitrary: fc
      .constantFrom(50, 100, 250, 300, 600, 1050, 1600, 3500)
      .map((ms): Happening => ({ op: 'advance', ms })),
    weight: 10,
  },
  plain('serve', 6),
  plain('vehicle', 2),
  plain('open', 3),
  plain('close', 4),
  plain('confirm', 3),
  plain('obstructed', 5),
  plain('blink', 2),
  plain('emergencyOpen', 1),
  plain('reset', 2),
  plain('lost', 1),
  plain('failNext', 1),
  plain('hand', 1),
  plain('pressed', 1),
  plain('stuck', 2),
  plain('vain', 2),
  plain('stale', 1),
  switched('loop', 2),
  switched('photocell', 2),
  switched('stop', 1),
  switched('silent', 2),
  switched('jammed', 1),
  switched('others', 2),
)

const property = (variant: Variant = {}) =>
  fc.property(
    fc.array(happening, { minLength: 1, maxLength: 25 }),
    fc.constantFrom(0, 0, 0, 1, 0.5),
    (happenings, found) => {
      const breach = simulate(happenings, found, variant)
      if (breach !== null) throw new Error(breach)
    },
  )

const numRuns = Number(process.env.AYALDAMA_BOOM_SEQUENCES ?? 400)

describe('whatever happens to a boom', () => {
  it('it is never driven down on a way not proven clear, nor up beside another that is, nor against any other rule', {
    timeout: 3_600_000,
  }, () => {
    fc.assert(property(), { numRuns })
  })

  it('the sequences do reach closings, reversals and emergencies', () => {
    // Without this the property could hold because nothing ever moves.
    const reached = (happenings: readonly Happening[], type: string): boolean => {
      let seen = false
      simulate(happenings, 0, {
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
    const samples = fc.sample(fc.array(happening, { minLength: 1, maxLength: 25 }), { numRuns: 300, seed: 7 })
    for (const type of ['close', 'reversal', 'emergency', 'travelFault']) {
      expect(samples.filter((sample) => reached(sample, type)).length, type).toBeGreaterThan(5)
    }
  })
})

describe('a broken interlock is noticed:', () => {
  const broken: Readonly<Record<string, Variant>> = {
    'stale read as fresh (rule 1)': { settings: { maxInputAgeMs: Number.POSITIVE_INFINITY } },
    'photocell not looked at (rule 1)': {
      tell: (input) =>
        input.type === 'inputs' && input.readings.photocell !== undefined
          ? {
              ...input,
              readings: { ...input.readings, photocell: { ...input.readings.photocell, value: false } },
            }
          : input,
    },
    'no turning back (rule 1)': {
      after: (state) =>
        state.order?.kind === 'open' && state.order.cause === 'reversal' ? { ...state, order: null } : state,
    },
    'no hold-off (rule 2)': { settings: { holdOffMs: 0 } },
    'restart taken as proven (rule 3)': { after: (state) => ({ ...state, proven: true }) },
    'boom found up closes after a passage (rule 3)': {
      after: (state) => ({ ...state, officerNeeded: false }),
    },
    'loss of the device forgotten (rule 3)': {
      tell: (input) => (input.type === 'deviceLost' ? null : input),
    },
    'outputs taken as cleared (rule 4)': {
      after: (state) =>
        state.order?.stage === 'waiting' || state.order?.stage === 'clearing'
          ? { ...state, busy: null, order: { ...state.order, stage: 'proving' } }
          : state,
    },
    'travel fault ignored (rule 6)': {
      after: (state) =>
        state.travelFault === null ? state : { ...state, travelFault: null, wantClose: true },
    },
    'emergency stop not latched (rule 8)': { after: (state) => ({ ...state, emergency: false }) },
    'lock not looked at (rule 9)': {
      tell: (input) => (input.type === 'otherBarriers' ? { ...input, confirmedClosed: true } : input),
    },
  }

  it.each(Object.entries(broken))('%s', (_name, variant) => {
    const outcome = fc.check(property(variant), { numRuns: 3000, seed: 11, endOnFailure: true })
    expect(outcome.failed).toBe(true)
  })
})
