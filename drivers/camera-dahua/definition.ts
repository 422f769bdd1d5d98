import { createEventCamera } from '../camera-events/event-camera.ts'
import { defineDriver } from '../definition.ts'
import { dahuaEvents } from './codec.ts'
import { cameraDahuaOptions } from './options.ts'

export const cameraDahua = defineDriver({
  kind: 'camera-dahua',
  role: 'camera',
  title:
    'Dahua camera that reads plates itself: an attached stream of events, with pictures where it sends them',
  options: cameraDahuaOptions,
  create: (options, context) =>
    createEventCamera(dahuaEvents, options, context, process.env.CREDENTIALS_DIRECTORY),
})
