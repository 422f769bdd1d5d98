import { defineDriver } from '../definition.ts'
import { createContactBarrier } from './driver.ts'
import { contactBarrierOptions } from './options.ts'

export const contactBarrier = defineDriver({
  kind: 'contact-barrier',
  role: 'barrier',
  title: 'Barrier wired as contacts to I/O boards: open, close, limits, loop, photocell, stop',
  options: contactBarrierOptions,
  create: (options, context, boards) => createContactBarrier(options, context, boards),
})
