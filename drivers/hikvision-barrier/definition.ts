import { defineDriver } from '../definition.ts'
import { createHikvisionBarrier } from './driver.ts'
import { hikvisionBarrierOptions } from './options.ts'

export const hikvisionBarrier = defineDriver({
  kind: 'hikvision-barrier',
  role: 'barrier',
  title: 'Barrier on the relays of a Hikvision camera, over ISAPI; loop, photocell and stop from I/O boards',
  options: hikvisionBarrierOptions,
  create: (options, context, boards) =>
    createHikvisionBarrier(options, context, boards, process.env.CREDENTIALS_DIRECTORY),
})
