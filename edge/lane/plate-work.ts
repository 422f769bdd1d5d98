import type { CrossingCommand } from '../domain/crossing/commands.ts'
import type { Actor } from '../domain/party.ts'
import type { PlateReported } from '../ports/devices.ts'
import type { CrossingRecord, Outcome } from './crossing-record.ts'
import { type AgreedPlate, createPlateAgreement, plateReadData, type Sighting } from './identification.ts'
import type { LaneDeps, LaneParts } from './lane-parts.ts'

/** The plate camera of a lane at work for its crossing. Called from the lane's mailbox only. */
export interface PlateWork {
  /** Newest sighting, for the screen; the one that shows the plate stays while its vehicle is in view. */
  readonly sighting: () => Sighting | null
  /** How many frames were looked at. */
  readonly sightings: () => number
  /** The vehicle has been looked at for long enough to be let into the zone. */
  readonly identified: () => boolean
  /** A vehicle is in view, and its plate is not certain yet. */
  readonly searching: () => boolean
  /** A new crossing begins with nothing seen. */
  begin(): void
  /** Triggers the camera while the plate is not certain; records what is known when time is up. */
  look(): Promise<void>
  /** One frame with what was found in it. */
  take(sighting: Sighting): Promise<void>
  /** The camera's own reading: a vote for the vehicle in view, or for the one that is just arriving. */
  hear(reading: PlateReported): Promise<void>
}

/** A camera sees the plate before the vehicle is on the loop: its reading waits this long for the crossing, ms. */
const earlyVoteMs = 3000

/** Between bursts while the plate is not certain yet, ms. */
const burstEveryMs = 700

export function createPlateWork(options: {
  readonly parts: LaneParts
  readonly deps: LaneDeps
  readonly record: CrossingRecord
  readonly execute: (command: CrossingCommand, actor: Actor) => Promise<Outcome>
  readonly openCrossing: () => Promise<void>
}): PlateWork {
  const { parts, deps, record, execute } = options
  const { clock, recogniser, journal } = deps
  const camera = parts.camera?.id ?? 'camera'
  const actor: Actor = { kind: 'device', device: camera }
  let agreement = createPlateAgreement()
  let latest: Sighting | null = null
  let sightings = 0
  let early: PlateReported | null = null
  let openedAt = 0
  let lastBurst = Number.NEGATIVE_INFINITY

  const identified = (): boolean =>
    !recogniser ||
    !parts.camera ||
    agreement.certain() ||
    clock.monotonic() - openedAt >= deps.identificationMs

  /** The camera stands at the approach: once the vehicle is through, it sees the next one. */
  const inView = (): boolean => {
    const state = record.state()
    return state.status === 'open' && state.guarded && !state.barriers.approachBarrier?.passed
  }

  const recordPlate = async (plate: AgreedPlate | null) => {
    if (!plate || !recogniser) return
    const read = await plateReadData(plate, { journal, recogniser })
    await execute({ type: 'RecordPlate', read }, actor)
  }

  const noteSighted = ({
    text,
    country,
    confidence,
    accepted,
  }: Pick<NonNullable<Sighting['plate']>, 'text' | 'country' | 'confidence' | 'accepted'>) =>
    record.note({ type: 'PlateSighted', data: { text, country, confidence, accepted, camera } }, actor)

  return {
    sighting: () => latest,
    sightings: () => sightings,
    identified,
    searching: () => inView() && !agreement.certain(),

    begin() {
      agreement = createPlateAgreement()
      latest = null
      openedAt = clock.monotonic()
      lastBurst = Number.NEGATIVE_INFINITY
      if (early !== null && openedAt - early.at <= earlyVoteMs) agreement.vote(early)
      early = null
    },

    async look() {
      if (!inView() || !recogniser) return
      if (identified()) return recordPlate(agreement.settle())
      if (clock.monotonic() - lastBurst < burstEveryMs) return
      lastBurst = clock.monotonic()
      parts.camera?.trigger()
    },

    async take(sighting) {
      sightings += 1
      // A frame without a plate does not take the place of one that shows it.
      if (sighting.plate || !inView() || !latest?.plate) latest = sighting
      if (inView()) return recordPlate(agreement.add(sighting))
      if (!sighting.plate) return
      if (parts.booms) return
      if (record.state().status === 'open') return noteSighted(sighting.plate)
      await options.openCrossing()
      latest = sighting
      return recordPlate(agreement.add(sighting) ?? agreement.settle())
    },

    async hear(reading) {
      if (inView()) return agreement.vote(reading)
      if (record.state().status !== 'open') {
        early = reading
        return
      }
      return noteSighted({ ...reading, confidence: reading.confidence ?? 0, accepted: false })
    },
  }
}
