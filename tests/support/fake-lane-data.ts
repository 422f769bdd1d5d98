import { type ControlRule, type RulePack, ruleDefaults } from '../../edge/domain/control/rule-pack.ts'
import type { CrossingCommand } from '../../edge/domain/crossing/commands.ts'
import type { BarrierRole } from '../../edge/domain/crossing/events.ts'
import { type CrossingState, initialState } from '../../edge/domain/crossing/state.ts'
import type { Party } from '../../edge/domain/party.ts'
import type { Clock } from '../../edge/ports/clock.ts'
import type { BarrierView, LaneView, Maintenance } from '../../edge/ports/lane.ts'
import type { ReplicationStatus } from '../../edge/ports/replication.ts'
import type { FakePicture } from './fake-vehicle-picture.ts'

const control = (party: Party, direction: 'exit' | 'entry'): readonly ControlRule[] => [
  { party, kind: 'border', direction, mode: 'always', article: direction === 'exit' ? 'JC 7.1' : 'BR 13' },
  { party, kind: 'customs', direction, mode: 'always', article: 'JC 4' },
]

export const fakeRulePack: RulePack = {
  ...ruleDefaults,
  name: 'karasu-ak-tilek',
  version: '2026.1',
  effectiveFrom: '2026-01-01',
  controls: [
    ...control('KAZ', 'exit'),
    ...control('KAZ', 'entry'),
    ...control('KGZ', 'exit'),
    ...control('KGZ', 'entry'),
  ],
  sharing: [
    { event: 'ControlCompleted', field: 'note', controlKind: 'customs', visibleTo: 'own' },
    { event: 'VehiclePaperRead', field: 'text', visibleTo: 'own' },
  ],
  waiverCountsAsConclusion: true,
  documentRequired: true,
  fourEyes: [
    { act: 'RequestReopening', second: 'ownParty' },
    { act: 'EndSeparateControl', second: 'ownParty' },
    { act: 'OpenInEmergency', second: 'either' },
  ],
  refusalCauses: ['no-valid-document', 'expired-document', 'no-right-of-entry', 'other'],
}

export const rulePackRef = { name: fakeRulePack.name, version: fakeRulePack.version, sha256: 'a'.repeat(64) }

export interface FakeLane {
  readonly id: string
  readonly exitParty: Party
  state: CrossingState
  crossing: string
  picture: FakePicture | null
  recent: LaneView['recent']
  barriers: BarrierView[]
  light: LaneView['light']
  maintenance: Maintenance | null
}

export function fakeLane(id: string, exitParty: Party): FakeLane {
  const barrier = (role: BarrierRole): BarrierView => ({
    role,
    position: 'closed',
    faults: [],
    mayOpen: null,
    mayClose: null,
    loop: 'clear',
    photocell: 'clear',
  })
  return {
    id,
    exitParty,
    state: initialState,
    crossing: '',
    picture: null,
    recent: [],
    barriers: [barrier('approachBarrier'), barrier('releaseBarrier'), barrier('returnBarrier')],
    light: 'red',
    maintenance: null,
  }
}

export function devicesOf(lane: string): LaneView['devices'] {
  const online = (id: string, kind: string, reason = 'online') => ({
    id: `${lane}-${id}`,
    kind,
    health: {
      state: reason === 'online' ? ('online' as const) : ('degraded' as const),
      reason,
      since: '2026-11-24T03:10:00.000Z',
      counters: { requests: 4211, timeouts: 2 },
    },
  })
  return [
    online('camera', 'camera-http'),
    online('reader', 'document-reader'),
    online('io', 'modbus-board'),
    online(
      'release',
      'contact-barrier',
      lane === 'lane-2' ? 'device.timeout: no answer in 500 ms' : 'online',
    ),
  ]
}

export function replicationStatus(clock: Clock): readonly ReplicationStatus[] {
  const lastAcknowledged = new Date(clock.now().getTime() - 1_000).toISOString()
  return [
    {
      party: 'KAZ',
      acknowledgedBy: 'centre',
      link: 'connected',
      reason: '',
      head: { epoch: 1, seq: 1204 },
      cursor: { epoch: 1, seq: 1204 },
      backlog: 0,
      lastAcknowledged,
      alarms: [],
    },
    {
      party: 'KGZ',
      acknowledgedBy: 'broker',
      link: 'connecting',
      reason: 'connection refused',
      head: { epoch: 1, seq: 1198 },
      cursor: { epoch: 1, seq: 1181 },
      backlog: 17,
      lastAcknowledged,
      alarms: [],
    },
  ]
}

/** The specimen traveller of ICAO Doc 9303-4, with one character that the check digits corrected. */
export const fakePassport: Extract<CrossingCommand, { type: 'RecordDocument' }>['read'] = {
  document: '5b1f0c2d9e8a7766',
  format: 'TD3',
  lines: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
  fields: {
    documentCode: 'P',
    issuingState: 'UTO',
    documentNumber: 'L898902C3',
    nationality: 'UTO',
    surname: 'ERIKSSON',
    givenNames: 'ANNA MARIA',
    nameTruncated: false,
    sex: 'F',
    birth: '740812',
    birthDate: '1974-08-12',
    expiry: '120415',
    expiryDate: '2012-04-15',
    optionalData1: 'ZE184226B',
    optionalData2: '',
    personalNumber: null,
  },
  checks: [
    { name: 'documentNumber', outcome: 'passed', detail: '' },
    { name: 'birthDate', outcome: 'passed', detail: '' },
    { name: 'expiryDate', outcome: 'passed', detail: '' },
    { name: 'optionalData', outcome: 'passed', detail: '' },
    { name: 'composite', outcome: 'passed', detail: '' },
    { name: 'expired', outcome: 'warning', detail: 'expired on 2012-04-15' },
    { name: 'specimenState', outcome: 'warning', detail: 'UTO is the specimen State' },
  ],
  corrections: [{ line: 1, column: 5, read: 'O', corrected: '0', field: 'documentNumber' }],
  accepted: true,
  source: 'reader',
}
