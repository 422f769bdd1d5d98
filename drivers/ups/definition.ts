import { defineDriver } from '../definition.ts'
import { openTransport } from '../transport/open-transport.ts'
import { createUps } from './driver.ts'
import { upsOptions } from './options.ts'

export const ups = defineDriver({
  kind: 'ups',
  role: 'powerSupply',
  title: 'Uninterruptible power supply of the box, by Network UPS Tools',
  options: upsOptions,
  create: (options, context) =>
    createUps(options, context, openTransport(options.transport, options.timeoutMs * 3)),
})
