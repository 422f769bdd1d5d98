import { defineDriver } from '../definition.ts'
import { createHidRelay } from './driver.ts'
import { hidFeatureDevices } from './feature-device.ts'
import { hidRelayOptions } from './options.ts'

const vendorId = 0x16c0
const productId = 0x05df

export const hidRelay = defineDriver({
  kind: 'hid-relay',
  role: 'ioBoard',
  title: 'USB relay board of dcttech (16c0:05df), driven by HID feature reports',
  options: hidRelayOptions,
  create: (options, context) => createHidRelay(options, context, hidFeatureDevices(vendorId, productId)),
})
