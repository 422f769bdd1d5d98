import { defineDriver } from '../definition.ts'
import { openTransport } from '../transport/open-transport.ts'
import { createScanner } from './driver.ts'
import { keyboardFace, openHid, scannerFace } from './hid.ts'
import { hidPosDecoder } from './hid-pos-codec.ts'
import { keyboardDecoder } from './keyboard-codec.ts'
import { hidPosOptions, keyboardOptions, ssiOptions } from './options.ts'
import { ssiDecoder } from './ssi-codec.ts'

export const scannerSsi = defineDriver({
  kind: 'scanner-ssi',
  role: 'documentReader',
  title: 'Barcode scanner over a serial port or TCP, Zebra Simple Serial Interface with packeted data',
  options: ssiOptions,
  create: (options, context) =>
    createScanner(options, context, openTransport(options.transport), {
      kind: 'scanner-ssi',
      createDecoder: ssiDecoder,
    }),
})

export const scannerHidPos = defineDriver({
  kind: 'scanner-hid-pos',
  role: 'documentReader',
  title: 'Barcode scanner or document reader on USB that sends HID POS reports; needs a udev rule for hidraw',
  options: hidPosOptions,
  create: (options, context) =>
    createScanner(options, context, openHid(options, scannerFace), {
      kind: 'scanner-hid-pos',
      createDecoder: hidPosDecoder,
    }),
})

export const scannerKeyboard = defineDriver({
  kind: 'scanner-keyboard',
  role: 'documentReader',
  title:
    'Barcode scanner or document reader on USB that types (keyboard wedge); needs a udev rule for hidraw',
  options: keyboardOptions,
  create: (options, context) =>
    createScanner(options, context, openHid(options, keyboardFace), {
      kind: 'scanner-keyboard',
      createDecoder: (most) => keyboardDecoder(most, options),
    }),
})
