import { findings } from '../domain/checkpoint/findings.ts'
import { closedBySchedule } from '../domain/control/schedule.ts'
import type { FindingCommand } from '../domain/crossing/law-commands.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { inForce, stopsAll } from '../domain/restrictions/restriction.ts'
import type { CrossingRecord } from './crossing-record.ts'
import type { LaneDeps, LaneParts } from './lane-parts.ts'

/** What the agreements say of the lane and its crossing now, beside what officers do. */
export interface LawWork {
  /** Why the lane admits nobody now (JC 6, JC 7.3, BR 11, BR 14.3); null where it admits. */
  readonly closed: () => Refusal | null
  /** JC 15: only the host Party controls here. */
  readonly separate: () => boolean
  /** What registers, watch lists, restrictions and risk say of the crossing and its journal does not yet. */
  findings(): readonly FindingCommand[]
}

export function createLawWork(options: {
  readonly parts: LaneParts
  readonly deps: LaneDeps
  readonly record: CrossingRecord
  readonly outOfService: () => boolean
}): LawWork {
  const { parts, deps, record, outOfService } = options
  const { checkpoint, clock } = deps
  let looked: readonly unknown[] = []

  /** Searching lists ten times a second for the same plate would only warm the box. */
  const nothingChanged = (now: string): boolean => {
    const seen = [record.state(), checkpoint.state(), now.slice(0, 16)]
    const same = seen.every((one, index) => one === looked[index])
    looked = seen
    return same
  }

  return {
    closed() {
      if (outOfService()) {
        return refuse('lane.maintenance', 'a technician tries its parts', [{ kind: 'technician' }])
      }
      if (deps.disk?.state().level === 'full') {
        return refuse('lane.no-room', 'the disk of the journal is full', [{ kind: 'technician' }])
      }
      if (deps.power?.state().level === 'low') {
        return refuse('lane.low-battery', 'the mains have failed and the battery is low', [
          { kind: 'technician' },
        ])
      }
      const pack = deps.rules.on(deps.localDate()).pack
      const now = clock.now().toISOString()
      const stop = checkpoint
        .state()
        .restrictions.find(
          (one) => inForce(one, now) && stopsAll(one, { lane: parts.lane, exitParty: parts.exitParty }),
        )
      if (stop) {
        return refuse('restriction.in-force', `restriction of ${stop.party}: ${stop.cause}`, [
          { kind: 'officer', party: stop.party },
        ])
      }
      return closedBySchedule(pack, parts.lane, deps.localMoment())
    },

    separate: () => checkpoint.state().separate.some(({ lane }) => lane === parts.lane),

    findings() {
      const state = record.state()
      const now = clock.now().toISOString()
      if (state.status !== 'open' || nothingChanged(now)) return []
      return findings(state, {
        checkpoint: checkpoint.state(),
        registers: checkpoint.registers(),
        watchLists: checkpoint.watchLists(),
        pack: record.rules().pack,
        now,
        seed: record.crossing() ?? '',
      })
    },
  }
}
