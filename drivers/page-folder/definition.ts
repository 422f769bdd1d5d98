import { defineDriver } from '../definition.ts'
import { createPageFolder } from './driver.ts'
import { pageFolderOptions } from './options.ts'

export const pageFolder = defineDriver({
  kind: 'page-folder',
  role: 'documentReader',
  title: 'Folder that a page scanner puts pictures of documents and papers into',
  options: pageFolderOptions,
  create: createPageFolder,
})
