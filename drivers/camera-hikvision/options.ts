import { eventStreamOptions } from '../camera-events/options.ts'

export const cameraHikvisionOptions = eventStreamOptions(
  'http://192.0.2.10/ISAPI/Event/notification/alertStream',
  30_000,
)
