import { defineDriver } from '../definition.ts'
import { createRtspCamera } from './driver.ts'
import { cameraRtspOptions } from './options.ts'

export const cameraRtsp = defineDriver({
  kind: 'camera-rtsp',
  role: 'camera',
  title: 'Camera whose RTSP stream is read by ffmpeg, in a process of its own',
  options: cameraRtspOptions,
  create: (options, context) => createRtspCamera(options, context, process.env.CREDENTIALS_DIRECTORY),
})
