import { explainCrossing } from '../domain/crossing/explain-crossing.ts'
import { lawInForce, turn } from '../domain/crossing/state.ts'
import type { OfficerActor } from '../domain/party.ts'
import type { LaneView } from '../ports/lane.ts'
import { allBooms } from './booms.ts'
import type { Rules } from './crossing-record.ts'
import type { Lane } from './lane.ts'
import { laneState } from './lane-state.ts'

/** The lane as a viewer may see it; without sign-in it shows no plates, persons or papers. */
export function laneView(lane: Lane, viewer: OfficerActor | null, rules: Rules): LaneView {
  const { parts, record } = lane
  const state = record.state()
  const open = state.status === 'open' ? state : null
  const crossing = record.crossing()
  const barriers = allBooms(parts.booms).map((boom) => boom.view())
  const green = parts.signals.lightGreen?.reading()?.value
  const red = parts.signals.lightRed?.reading()?.value
  const sighting = viewer ? lane.sighting() : null
  return {
    lane: parts.lane,
    exitParty: parts.exitParty,
    entryParty: parts.entryParty,
    hostParty: parts.hostParty,
    state: laneState(state, barriers, lane.approachOccupied(), lane.emergency()),
    lawInForce: open && lawInForce(open),
    turn: open && turn(open),
    crossing: open && crossing && viewer ? explainCrossing(crossing, open, viewer, rules.pack) : null,
    recent: lane.finished().map((done) => ({ ...done, plate: viewer ? done.plate : null })),
    barriers,
    light: green ? 'green' : red ? 'red' : green === undefined ? 'unknown' : 'off',
    occupied: { approach: occupied(lane, 'approachLoop'), zone: occupied(lane, 'zoneLoop') },
    camera: {
      frame: sighting ? lane.sightings() : null,
      plates: (sighting?.picture.plates ?? []).map(({ text, country, confidence, accepted, corners }) => ({
        text,
        country,
        confidence,
        accepted,
        corners,
      })),
      width: sighting?.picture.width ?? null,
      height: sighting?.picture.height ?? null,
    },
    devices: parts.devices.map((device) => ({ id: device.id, kind: device.kind, health: device.health() })),
  }
}

function occupied(lane: Lane, loop: 'approachLoop' | 'zoneLoop'): 'clear' | 'occupied' | 'unknown' {
  const reading = lane.parts.signals[loop]?.reading()
  return reading === undefined ? 'unknown' : reading.value ? 'occupied' : 'clear'
}
