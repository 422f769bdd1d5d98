import { defineDriver } from '../definition.ts'
import { createPushCamera } from './driver.ts'
import { cameraHikvisionPushOptions } from './options.ts'

export const cameraHikvisionPush = defineDriver({
  kind: 'camera-hikvision-push',
  role: 'camera',
  title: 'Hikvision camera that reads plates itself and posts its events to this gateway',
  options: cameraHikvisionPushOptions,
  create: createPushCamera,
})
