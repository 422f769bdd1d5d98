import { defineDriver } from '../definition.ts'
import { openTransport } from '../transport/open-transport.ts'
import { createDocumentReader } from './driver.ts'
import { documentReaderOptions } from './options.ts'

export const documentReader = defineDriver({
  kind: 'document-reader',
  role: 'documentReader',
  title: 'Document reader that sends MRZ lines, over a serial port or TCP, with configurable framing',
  options: documentReaderOptions,
  create: (options, context) => createDocumentReader(options, context, openTransport(options.transport)),
})
