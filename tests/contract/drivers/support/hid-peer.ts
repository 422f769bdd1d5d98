import { createScanner } from '../../../../drivers/barcode-scanner/driver.ts'
import {
  type HidFace,
  type HidHandle,
  type HidLibrary,
  openHid,
} from '../../../../drivers/barcode-scanner/hid.ts'
import type { ScannerOptions } from '../../../../drivers/barcode-scanner/options.ts'
import type { SymbolDecoder } from '../../../../drivers/barcode-scanner/scanned.ts'
import type { ReaderPeer } from './document-reader-suite.ts'

/** Vendor and product of the fake. */
const numbers = { vendorId: '0db5', productId: '0139' }

/** A USB device that can be pulled, in the place of `node-hid`; reports arrive whole, as from the system. */
export function createFakeHid({
  face,
  reportBytes,
}: {
  readonly face: HidFace
  readonly reportBytes: number
}) {
  let plugged = true
  let wake: (() => void)[] = []
  let listeners: { data?: (report: Buffer) => void; error?: (error: unknown) => void } = {}
  const library: HidLibrary = {
    devicesAsync: async () => (plugged ? [{ path: '/dev/hidraw0', ...face }] : []),
    HIDAsync: {
      async open() {
        listeners = {}
        return {
          on(event: string, listener: (value: Buffer) => void) {
            listeners = { ...listeners, [event]: listener }
            if (event !== 'data') return
            for (const resolve of wake.splice(0)) resolve()
          },
          close: async () => {
            listeners = {}
          },
        } as HidHandle
      },
    },
  }
  return {
    options: numbers,
    open: openHid(numbers, face, async () => library),
    send(bytes: Uint8Array) {
      for (let at = 0; at < bytes.length; at += reportBytes) {
        listeners.data?.(Buffer.from(bytes.subarray(at, at + reportBytes)))
      }
    },
    async unplug() {
      plugged = false
      listeners.error?.(new Error('could not read from HID device'))
    },
    async plug() {
      plugged = true
    },
    ready: () =>
      new Promise<void>((resolve) => {
        if (listeners.data) resolve()
        else wake.push(resolve)
      }),
    async dispose() {
      wake = []
    },
  }
}

/** A reader of documents on USB, in the place of `node-hid`. */
export function createHidPeer(parts: {
  readonly face: HidFace
  readonly reportBytes: number
  readonly parse: (options: object) => ScannerOptions
  readonly createDecoder: (most: number) => SymbolDecoder
  readonly reportsOf: (lines: readonly string[]) => readonly Uint8Array[]
  readonly spoilt: Uint8Array
}): ReaderPeer {
  const { open, ...hid } = createFakeHid(parts)
  return {
    ...hid,
    create: (given, context) => {
      const options = parts.parse({ ...given, maxMessageBytes: 256 })
      return createScanner(options, context, open, { kind: 'hid', createDecoder: parts.createDecoder })
    },
    scan: (lines) => {
      for (const report of parts.reportsOf(lines)) hid.send(report)
    },
    spoilt: parts.spoilt,
  }
}
