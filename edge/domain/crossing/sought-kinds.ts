import type { AnyEvent } from './events.ts'

/** Facts by which a supervisor looks for crossings. */
export const soughtKinds = [
  'CrossingReleased',
  'CrossingRefused',
  'CrossingReturned',
  'CrossingDetained',
  'VehicleHeld',
  'PassengerHeld',
  'ViolationRecorded',
  'ExitControlReopened',
  'CrossingTakenOver',
  'IncidentOpened',
  'MismatchFound',
] as const satisfies readonly AnyEvent['type'][]
