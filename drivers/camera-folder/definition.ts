import { defineDriver } from '../definition.ts'
import { createFolderCamera } from './driver.ts'
import { cameraFolderOptions } from './options.ts'

export const cameraFolder = defineDriver({
  kind: 'camera-folder',
  role: 'camera',
  title: 'Folder that pictures are put into, by a camera over FTP or by hand',
  options: cameraFolderOptions,
  create: createFolderCamera,
})
