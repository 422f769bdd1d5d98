import { defineDriver } from '../definition.ts'
import { openTransport } from '../transport/open-transport.ts'
import { createSerialRelay } from './driver.ts'
import { serialRelayOptions } from './options.ts'

export const serialRelay = defineDriver({
  kind: 'serial-relay',
  role: 'ioBoard',
  title: 'Relay board on a serial line: LCUS, KMTronic, Numato',
  options: serialRelayOptions,
  create: (options, context) => createSerialRelay(options, context, openTransport(options.transport)),
})
