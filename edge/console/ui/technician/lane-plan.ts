import type { Party } from '../../../domain/party.ts'
import type { ConfigurationEdit } from '../../../ports/configuration.ts'
import { isMapping, valueAt } from './edits.ts'

/** A contact of a lane on its board, as the wiring of the project has it; the technician corrects the addresses. */
export interface Contact {
  readonly point: string
  readonly use: 'input' | 'output'
  readonly address: number
  readonly invert: boolean
}

/** Photocells and the stop button are normally closed: a cut wire must mean danger. */
export const standardContacts: readonly Contact[] = [
  ...['approachLoop', 'zoneLoop', 'approachOpenLimit', 'approachClosedLimit', 'approachLoopUnder'].map(
    (point, address) => input(point, address),
  ),
  { ...input('approachPhotocell', 5), invert: true },
  input('releaseOpenLimit', 6),
  input('releaseClosedLimit', 7),
  input('releaseLoopUnder', 8),
  { ...input('releasePhotocell', 9), invert: true },
  { ...input('stop', 10), invert: true },
  ...['approachOpen', 'approachClose', 'releaseOpen', 'releaseClose', 'lightRed', 'lightGreen'].map(
    (point, address): Contact => ({ point, use: 'output', address, invert: false }),
  ),
]

function input(point: string, address: number): Contact {
  return { point, use: 'input', address, invert: false }
}

export interface PlannedDevice {
  readonly kind: string
  /** Options without points. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface LanePlan {
  readonly id: string
  readonly exitParty: Party
  readonly hostParty: Party
  readonly camera: PlannedDevice
  /** null: no reader yet. */
  readonly reader: PlannedDevice | null
  /** null: a lane that watches and moves nothing. */
  readonly board: PlannedDevice | null
  readonly contacts: readonly Contact[]
}

/** The name for the next lane. */
export function freeLaneId(configuration: unknown): string {
  const lanes = valueAt(configuration, ['lanes'])
  const taken = Array.isArray(lanes) ? lanes.map((lane: unknown) => valueAt(lane, ['id'])) : []
  let number = 1
  while (taken.includes(`lane-${number}`)) number += 1
  return `lane-${number}`
}

/** What the plan puts into a configuration: its devices, and the lane at the end of the list. */
export function laneEdits(plan: LanePlan, configuration: unknown): readonly ConfigurationEdit[] {
  const { id, exitParty, hostParty, camera, reader, board, contacts } = plan
  const lanes = valueAt(configuration, ['lanes'])
  const index = Array.isArray(lanes) ? lanes.length : 0
  const device = (name: string, { kind, options }: PlannedDevice): ConfigurationEdit => ({
    op: 'set',
    path: ['devices', `${id}-${name}`],
    value: { kind, ...options },
  })
  const lane = {
    id,
    exitParty,
    entryParty: exitParty === 'KAZ' ? 'KGZ' : 'KAZ',
    hostParty,
    camera: `${id}-camera`,
    ...(reader && { documentReader: `${id}-reader` }),
    ...(board && {
      barriers: {
        approach: { device: `${id}-approach` },
        release: { device: `${id}-release` },
      },
      signals: Object.fromEntries(
        ['approachLoop', 'zoneLoop', 'lightRed', 'lightGreen'].map((name) => [name, `${id}-board.${name}`]),
      ),
    }),
  }
  return [
    ...(isMapping(valueAt(configuration, ['devices']))
      ? []
      : [{ op: 'set', path: ['devices'], value: {} } as const]),
    device('camera', camera),
    ...(reader ? [device('reader', reader)] : []),
    ...(board
      ? [
          device('board', withContacts(board, contacts)),
          device('approach', barrier('approach', `${id}-board`)),
          device('release', barrier('release', `${id}-board`)),
        ]
      : []),
    { op: 'set', path: ['lanes', index], value: lane },
  ]
}

function barrier(way: 'approach' | 'release', board: string): PlannedDevice {
  return {
    kind: 'contact-barrier',
    options: {
      board,
      open: `${way}Open`,
      close: `${way}Close`,
      openLimit: `${way}OpenLimit`,
      closedLimit: `${way}ClosedLimit`,
      loop: `${way}LoopUnder`,
      photocell: `${way}Photocell`,
      stop: 'stop',
    },
  }
}

/** A Modbus board with its contacts as points: inputs are discrete inputs, outputs coils. */
export function withContacts({ kind, options }: PlannedDevice, contacts: readonly Contact[]): PlannedDevice {
  const points = contacts.map(({ point, use, address, invert }) => [
    point,
    { fc: use === 'input' ? 2 : 5, address, ...(invert && { invert }) },
  ])
  return { kind, options: { ...options, points: Object.fromEntries(points) } }
}
