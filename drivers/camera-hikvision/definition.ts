import { createEventCamera } from '../camera-events/event-camera.ts'
import { defineDriver } from '../definition.ts'
import { hikvisionEvents } from './codec.ts'
import { cameraHikvisionOptions } from './options.ts'

export const cameraHikvision = defineDriver({
  kind: 'camera-hikvision',
  role: 'camera',
  title: 'Hikvision camera that reads plates itself: its alertStream of ISAPI with readings and pictures',
  options: cameraHikvisionOptions,
  create: (options, context) =>
    createEventCamera(hikvisionEvents, options, context, process.env.CREDENTIALS_DIRECTORY),
})
