import { defineDriver } from '../definition.ts'
import { openTransport } from '../transport/open-transport.ts'
import { createScale } from './driver.ts'
import { scaleOptions } from './options.ts'

export const scale = defineDriver({
  kind: 'scale',
  role: 'scale',
  title: 'Vehicle scale (Mettler-Toledo, Yaohua, Keli, CAS, A&D) over a serial port or TCP',
  options: scaleOptions,
  create: (options, context) => createScale(options, context, openTransport(options.transport)),
})
