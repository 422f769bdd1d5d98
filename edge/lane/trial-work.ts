import { judge } from '../domain/barrier/readings.ts'
import type { TestPart } from '../domain/maintenance/events.ts'
import {
  mayBeginMaintenance,
  mayEndMaintenance,
  mayTry,
  type TrialScene,
} from '../domain/maintenance/trial.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Clock } from '../ports/clock.ts'
import type { Technician } from '../ports/configuration.ts'
import type { SignalInput } from '../ports/devices.ts'
import type { Maintenance, TrialOffer } from '../ports/lane.ts'
import type { Log } from '../ports/log.ts'
import { allBooms, boomOf } from './booms.ts'
import type { CrossingRecord } from './crossing-record.ts'
import type { LaneParts } from './lane-parts.ts'
import type { LightColour } from './light.ts'

/** A lane out of service and the parts that are tried in it. Called from the lane's mailbox only. */
export interface TrialWork {
  /** null while the lane is in service. */
  readonly maintenance: () => Maintenance | null
  /** The colour that a trial shows at this moment. */
  readonly light: () => LightColour | null
  /** Every part that can be tried, each with why not now. */
  readonly offers: () => readonly TrialOffer[]
  begin(by: Technician, reason: string): Promise<Refusal | null>
  end(by: Technician): Promise<Refusal | null>
  /** Journalled before anything moves. Resolves when the movement has begun. */
  order(part: TestPart, by: Technician): Promise<Refusal | null>
}

/** A light that is tried goes back to red by itself: green would call the next vehicle. */
const lightMs = 5000
const relayMs = 500
/** Older, a loop of the lane says nothing: boards are polled many times a second, and a silent one is cut off. */
const loopAgeMs = 1000

export function createTrialWork(options: {
  readonly parts: LaneParts
  readonly record: CrossingRecord
  readonly clock: Clock
  readonly log: Log
  /** As the journal has it: what is out of service stays so over a restart. */
  readonly begun: Maintenance | null
}): TrialWork {
  const { parts, record, clock, log } = options
  const { booms, signals, relays } = parts
  let maintenance = options.begun
  let shown: { readonly colour: LightColour; readonly until: number } | null = null

  const scene = (): TrialScene => ({
    outOfService: maintenance !== null,
    crossingOpen: record.state().status === 'open',
    approach: seen(signals.approachLoop, clock.monotonic()),
    zone: seen(signals.zoneLoop, clock.monotonic()),
    booms: allBooms(booms).map((boom) => {
      const { role, loop, photocell, mayOpen, mayClose } = boom.view()
      const occupied = loop === 'occupied' || photocell === 'interrupted'
      const way = occupied ? 'occupied' : loop === 'clear' && photocell === 'clear' ? 'clear' : 'unknown'
      return { role, way, closed: boom.confirmedClosed(), mayOpen, mayClose }
    }),
  })
  const offered = (): readonly TestPart[] => [
    ...allBooms(booms).flatMap(({ role: barrier }) => [
      { kind: 'barrier', barrier, act: 'open' } as const,
      { kind: 'barrier', barrier, act: 'close' } as const,
    ]),
    ...(signals.lightRed ? [{ kind: 'light', colour: 'red' } as const] : []),
    ...(signals.lightGreen ? [{ kind: 'light', colour: 'green' } as const] : []),
    ...relays.map(({ board, point }) => ({ kind: 'relay', board, point }) as const),
  ]
  const actor = ({ officer }: Technician) => ({ kind: 'technician', officer }) as const

  const move = (part: TestPart): Refusal | null => {
    switch (part.kind) {
      case 'barrier': {
        if (!booms) return null
        const boom = boomOf(booms, part.barrier)
        if (part.act === 'open') return boom.open('trial')
        boom.closeWhenClear()
        return null
      }
      case 'light':
        shown = { colour: part.colour, until: clock.monotonic() + lightMs }
        return null
      case 'relay': {
        const relay = relays.find(({ board, point }) => board === part.board && point === part.point)
        relay
          ?.pulse(relayMs)
          .catch((error: unknown) => log.warn({ ...part, error: String(error) }, 'relay not tried'))
        return null
      }
    }
  }

  return {
    maintenance: () => maintenance,
    light: () => (shown !== null && clock.monotonic() < shown.until ? shown.colour : null),
    offers() {
      const now = scene()
      return offered().map((part) => ({ part, refusal: mayTry(part, now) }))
    },

    async begin(by, reason) {
      const refusal = mayBeginMaintenance(scene())
      if (refusal) return refusal
      const since = clock.now().toISOString()
      const data = { lane: parts.lane, party: by.party, reason }
      await record.note({ type: 'MaintenanceBegun', data }, actor(by))
      maintenance = { by, since, reason, tried: null }
      return null
    },

    async end(by) {
      const refusal = mayEndMaintenance(scene())
      if (refusal) return refusal
      await record.note({ type: 'MaintenanceEnded', data: { lane: parts.lane, party: by.party } }, actor(by))
      maintenance = null
      shown = null
      return null
    },

    async order(part, by) {
      const refusal = mayTry(part, scene())
      if (refusal) return refusal
      await record.note({ type: 'TestOrdered', data: { lane: parts.lane, party: by.party, part } }, actor(by))
      if (maintenance) maintenance = { ...maintenance, tried: { part, at: clock.now().toISOString() } }
      // While it was written a vehicle may have come: what was true before the journal is asked anew.
      return mayTry(part, scene()) ?? move(part)
    },
  }
}

function seen(loop: SignalInput | null, now: number): 'clear' | 'occupied' | 'unknown' | null {
  if (!loop) return null
  const judged = judge(loop.reading(), now, loopAgeMs)
  return judged === 'unknown' ? 'unknown' : judged === 'on' ? 'occupied' : 'clear'
}
