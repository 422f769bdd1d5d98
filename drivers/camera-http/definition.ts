import { defineDriver } from '../definition.ts'
import { createHttpCamera } from './driver.ts'
import { cameraHttpOptions } from './options.ts'

export const cameraHttp = defineDriver({
  kind: 'camera-http',
  role: 'camera',
  title: 'Camera that gives JPEG or PNG pictures over HTTP on a trigger, with an optional MJPEG stream',
  options: cameraHttpOptions,
  create: (options, context) => createHttpCamera(options, context, process.env.CREDENTIALS_DIRECTORY),
})
