import { degradations } from '../domain/checkpoint/degraded.ts'
import { explainCheckpoint } from '../domain/checkpoint/explain.ts'
import { mayUse } from '../domain/control/device-policy.ts'
import { explainCrossing } from '../domain/crossing/explain-crossing.ts'
import { lawInForce, turn } from '../domain/crossing/state.ts'
import type { OfficerActor, Party } from '../domain/party.ts'
import { orderOfService } from '../domain/registers/priority.ts'
import type { LaneView } from '../ports/lane.ts'
import { allBooms } from './booms.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Lane } from './lane.ts'
import { laneState } from './lane-state.ts'

/** What a view needs beside the lane. */
export interface ViewAround {
  readonly checkpoint: Checkpoint
  /** Whether each Party's uplink is connected; null where it has none. */
  readonly links: () => Readonly<Record<Party, boolean | null>>
}

/** The lane as a viewer may see it; without sign-in it shows no plates, persons or papers. */
export function laneView(
  lane: Lane,
  viewer: OfficerActor | null,
  { checkpoint, links }: ViewAround,
): LaneView {
  const { parts, record } = lane
  const state = record.state()
  const open = state.status === 'open' ? state : null
  const crossing = record.crossing()
  const barriers = allBooms(parts.booms).map((boom) => boom.view())
  const green = parts.signals.lightGreen?.reading()?.value
  const red = parts.signals.lightRed?.reading()?.value
  const rules = record.rules()
  const mayLook = viewer !== null && mayUse(rules.pack, viewer.party, 'camera', 'view')
  const sighting = mayLook ? lane.sighting() : null
  const closed = lane.law.closed()
  const context = checkpoint.context(parts)
  // To the tenth second: a view that changes with every look would be sent with every look.
  const soon = `${context.now.slice(0, 18)}0.000Z`
  const maintenance = lane.trial.maintenance()
  const own = open?.plate?.text
  const plates = viewer ? (lane.sighting()?.picture.plates ?? []) : []
  return {
    lane: parts.lane,
    exitParty: parts.exitParty,
    entryParty: parts.entryParty,
    hostParty: parts.hostParty,
    state: laneState(
      state,
      barriers,
      lane.approachOccupied(),
      lane.emergency(),
      closed !== null,
      lane.zone() === 'occupied',
      maintenance !== null,
    ),
    lawInForce: open && lawInForce(open),
    turn: open && turn(open),
    crossing: open && crossing && viewer ? explainCrossing(crossing, open, viewer, rules.pack) : null,
    version: open && viewer ? record.version(viewer.party) : 0,
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
    checkpoint: viewer && explainCheckpoint(checkpoint.state(), { ...context, now: soon }, viewer.party),
    closed,
    maintenance: maintenance && (viewer ? maintenance : { ...maintenance, by: null, reason: null }),
    waiting: orderOfService(
      plates.map(({ text }) => text).filter((text) => text !== own),
      checkpoint.registers(),
      rules.pack,
      context.localDate(context.now),
    ).filter(({ category }) => category !== 'ordinary'),
    degraded: degradations({
      camera: works(lane, parts.camera?.id),
      documentReader: works(lane, parts.documentReader?.id),
      barriers: barriers.every(({ position, faults }) => position !== 'unknown' && faults.length === 0),
      links: links(),
    }),
  }
}

function occupied(lane: Lane, loop: 'approachLoop' | 'zoneLoop'): 'clear' | 'occupied' | 'unknown' {
  const reading = lane.parts.signals[loop]?.reading()
  return reading === undefined ? 'unknown' : reading.value ? 'occupied' : 'clear'
}

/** A device that the lane does not have is not missing. */
function works(lane: Lane, id: string | undefined): boolean {
  const device = lane.parts.devices.find((one) => one.id === id)
  return device === undefined || device.health().state === 'online'
}
