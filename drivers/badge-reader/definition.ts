import { keyboardFace, openHid } from '../barcode-scanner/hid.ts'
import { defineDriver } from '../definition.ts'
import { openTransport } from '../transport/open-transport.ts'
import { createBadgeReader } from './driver.ts'
import { badgeKeyboardDecoder } from './keyboard-codec.ts'
import { badgeKeyboardOptions, badgeOsdpOptions, badgeSerialOptions } from './options.ts'
import { createOsdpReader } from './osdp-driver.ts'
import { badgeDecoder } from './serial-codec.ts'

/** A pause in the middle of a frame ends it. */
const idleGapMs = 200

export const badgeSerial = defineDriver({
  kind: 'badge-serial',
  role: 'badgeReader',
  title: 'Badge reader over a serial port or TCP: EM4100, or Wiegand by a converter',
  options: badgeSerialOptions,
  create: (options, context) =>
    createBadgeReader({ ...options, idleGapMs }, context, openTransport(options.transport), {
      kind: 'badge-serial',
      createDecoder: () => badgeDecoder(options.protocol),
    }),
})

export const badgeKeyboard = defineDriver({
  kind: 'badge-keyboard',
  role: 'badgeReader',
  title: 'Badge reader on USB that types (keyboard wedge); needs a udev rule for hidraw',
  options: badgeKeyboardOptions,
  create: (options, context) =>
    createBadgeReader(options, context, openHid(options, keyboardFace), {
      kind: 'badge-keyboard',
      createDecoder: () => badgeKeyboardDecoder(options),
    }),
})

export const badgeOsdp = defineDriver({
  kind: 'badge-osdp',
  role: 'badgeReader',
  title: 'Badge reader on an OSDP line over a serial port or TCP, without secure channel',
  options: badgeOsdpOptions,
  create: (options, context) => createOsdpReader(options, context, openTransport(options.transport)),
})
