import { explainCheckpointActions } from '../domain/checkpoint/explain.ts'
import { outOfPlace } from '../domain/checkpoint/out-of-place.ts'
import { mayUse, notAgreed } from '../domain/control/device-policy.ts'
import type { CrossingOutcome } from '../domain/crossing/events.ts'
import { explainActions } from '../domain/crossing/explain-actions.ts'
import type { Party } from '../domain/party.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { LaneControl } from '../ports/lane.ts'
import { coalesce } from './coalesce.ts'
import type { Lane } from './lane.ts'
import { laneView, type ViewAround } from './lane-view.ts'
import type { Durations } from './statistics.ts'

/** At most one call of the listeners per lane in this time: a screen draws no more pictures in it. */
const coalesceMs = 16

/** All lanes of the gateway, as the console sees them. */
export function createLaneControl(
  lanes: readonly Lane[],
  around: ViewAround,
  durations: { readonly frameToRead: Durations; readonly decisionToBarrier: Durations },
): LaneControl {
  const find = (id: string): Lane => {
    const lane = lanes.find(({ parts }) => parts.lane === id)
    if (!lane) throw new AyaldamaError('console.not-found', `lane ${id}`)
    return lane
  }
  const total = (outcome: CrossingOutcome) => lanes.reduce((sum, { tally }) => sum + tally[outcome], 0)

  return {
    lanes: lanes.map(({ parts }) => parts.lane),
    view: (lane, viewer) => laneView(find(lane), viewer, around),
    picture: (lane, viewer) => {
      const { record, sighting } = find(lane)
      if (!mayUse(record.rules().pack, viewer.party, 'camera', 'view')) return null
      const frame = sighting()?.frame
      return frame ? { bytes: frame.picture, mediaType: frame.mediaType } : null
    },
    actions: (lane, officer) => {
      const { record, parts } = find(lane)
      const { checkpoint } = around
      const state = checkpoint.state()
      const own = explainActions(record.state(), officer, record.rules().pack)
      return [
        ...own.map((act) => ({
          ...act,
          refusal: outOfPlace({ type: act.action }, state, lane) ?? act.refusal,
        })),
        ...explainCheckpointActions(state, officer, checkpoint.context(parts)),
      ]
    },
    execute: async (lane, command) => find(lane).execute(command),
    resetEmergency: async (lane, by) => find(lane).resetEmergency(by),
    emergencyOpen: async (lane, barrier, reason, by) => find(lane).emergencyOpen(barrier, reason, by),
    beginMaintenance: async (lane, by, reason) => find(lane).beginMaintenance(by, reason),
    endMaintenance: async (lane, by) => find(lane).endMaintenance(by),
    trials: (lane) => find(lane).trial.offers(),
    tryPart: async (lane, part, by) => find(lane).tryPart(part, by),
    confirmWayClear: async (lane, barrier, by) => {
      const refusal = notAgreed(find(lane).record.rules().pack, by.party, 'barriers')
      return refusal ? { ok: false, refusal } : find(lane).confirmWayClear(barrier, by)
    },

    onChange(listener) {
      const ends = lanes.map((lane) => {
        const calls = coalesce(() => listener(lane.parts.lane), coalesceMs)
        const unsubscribe = lane.onChange(calls.call)
        return () => {
          unsubscribe()
          calls.end()
        }
      })
      return () => {
        for (const end of ends) end()
      }
    },

    async recordSession(officer, change) {
      const { officer: number, party, body } = officer
      await lanes[0]?.note(
        change === 'in'
          ? { type: 'OfficerSignedIn', data: { officer: number, party: party satisfies Party, body } }
          : { type: 'OfficerSignedOut', data: { officer: number, party } },
        officer,
      )
    },

    async recordView(officer, view) {
      const data = { party: officer.party, ...view }
      await lanes[0]?.note({ type: 'PersonalDataViewed', data }, officer)
    },

    statistics: () => ({
      crossings: total('released') + total('refused') + total('returned') + total('detained'),
      released: total('released'),
      refused: total('refused'),
      returned: total('returned'),
      detained: total('detained'),
      events: lanes.reduce((sum, { record }) => sum + record.written(), 0),
      frameToRead: durations.frameToRead.percentiles(),
      decisionToBarrier: durations.decisionToBarrier.percentiles(),
    }),
  }
}
