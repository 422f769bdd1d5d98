import type { EquipmentRole } from '../../../../ports/equipment.ts'
import type { Plural } from '../catalogue.ts'

/** Counters of the drivers beside those of `foot.loss`; another is shown by its name. */
export const counterNames = [
  'framesRead',
  'framesDropped',
  'framesDamaged',
  'polls',
  'requests',
  'exceptions',
  'floods',
  'pulses',
  'openPulses',
  'closePulses',
  'weighings',
  'badges',
  'eventsRead',
  'eventsRejected',
  'platesReported',
  'platesRepeated',
  'cropsSkipped',
  'triggersSkipped',
  'postsRefused',
  'filesRefused',
  'deliveriesFailed',
] as const
export type CounterName = (typeof counterNames)[number]

/** Codes that stand in front of a device's reason. */
export const reasonCodes = [
  'device.connect',
  'device.timeout',
  'device.protocol',
  'device.exception',
  'device.read-back',
  'device.not-online',
  'camera.http',
  'camera.not-a-picture',
  'camera.ffmpeg',
  'file.unreadable',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** The page of the technician. */
export interface EquipmentTexts {
  readonly title: string
  readonly role: Readonly<Record<EquipmentRole, string>>
  readonly noLane: string
  /** `{time}`: how long the state has lasted. */
  readonly since: string
  readonly reason: Readonly<Record<ReasonCode, string>>
  readonly counter: Readonly<Record<CounterName, string>>
  readonly lastHeard: Readonly<Record<'camera' | 'documentReader' | 'scale' | 'badgeReader', string>>
  /** `{time}` */
  readonly ago: string
  readonly neverHeard: string
  readonly points: Plural
  readonly notPolled: string
  readonly on: string
  readonly off: string
  readonly old: string
  /** `{n}` seconds. */
  readonly seconds: string
  readonly days: Plural
  readonly gateway: string
  readonly version: string
  readonly rulePack: string
  readonly uptime: string
  readonly journal: string
  /** `{epoch}` `{seq}` */
  readonly position: string
  readonly disk: string
  /** `{free}` `{all}`, GB. */
  readonly diskFree: string
  readonly clock: string
  /** The clock of the lane PC. */
  readonly clockOff: Plural
  readonly cosigned: Plural
  readonly notCosigned: string
  readonly models: string
  /** `{n}` */
  readonly megabytes: string
  readonly thresholds: string
}
