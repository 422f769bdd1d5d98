import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { play } from '../../support/crossing-model.ts'
import { sequences } from '../../support/crossing-sequences.ts'

const numRuns = Number(process.env.AYALDAMA_SEQUENCES ?? 5000)
const seed = Number(process.env.AYALDAMA_SEED ?? 20261124)

describe('whatever officers, devices and clocks do', () => {
  it(`every rule of the crossing holds in ${numRuns} sequences of commands`, { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        play(sequence)
      }),
      { numRuns, seed },
    )
  })

  it('the sequences reach every outcome, so that the rules are met and not only avoided', () => {
    const reached = new Set(
      fc
        .sample(sequences, { numRuns: Math.min(numRuns, 1500), seed })
        .flatMap((sequence) => play(sequence).map(({ type }) => type)),
    )
    expect([...reached]).toEqual(
      expect.arrayContaining([
        'ExitControlConcluded',
        'EntryControlStarted',
        'ControlWaived',
        'CrossingReleased',
        'CrossingRefused',
        'ReadmissionAccepted',
        'CrossingReturned',
        'CrossingDetained',
        'ExitControlReopened',
        'ControlCalled',
        'ViolationRecorded',
        'PassengerHeld',
        'VehicleHeld',
        'PassageConfirmed',
        'CrossingClosed',
        'CrossingTakenOver',
        'CategoryAssigned',
        'RestrictionApplied',
        'TransitExplained',
        'IncidentOpened',
        'VehiclePaperRead',
        'WatchHit',
        'ControlSelected',
      ]),
    )
  })
})
