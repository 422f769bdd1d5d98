import { defineDriver } from '../definition.ts'
import { createPageUpload } from './driver.ts'
import { pageUploadOptions } from './options.ts'

export const pageUpload = defineDriver({
  kind: 'page-upload',
  role: 'documentReader',
  title: 'Pages and reader texts that a lane PC posts over HTTP with a token',
  options: pageUploadOptions,
  create: createPageUpload,
})
