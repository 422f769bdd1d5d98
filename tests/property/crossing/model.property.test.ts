import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import { play } from '../../support/crossing-model/play.ts'
import { sequences } from '../../support/crossing-sequences.ts'

const numRuns = Number(process.env.AYALDAMA_SEQUENCES ?? 5000)
const seed = Number(process.env.AYALDAMA_SEED ?? 20261124)

/** What the sequences must bring about, so that the rules are met and not only avoided. */
const wanted: readonly CrossingEvent['type'][] = [
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
]

describe('whatever officers, devices and clocks do', () => {
  it(`every rule of the crossing holds in ${numRuns} sequences of commands, and every outcome is reached`, {
    timeout: 3_600_000,
  }, () => {
    const reached = new Set<CrossingEvent['type']>()
    fc.assert(
      fc.property(sequences, (sequence) => {
        for (const { type } of play(sequence)) reached.add(type)
      }),
      { numRuns, seed },
    )
    expect([...reached]).toEqual(expect.arrayContaining([...wanted]))
  })
})
