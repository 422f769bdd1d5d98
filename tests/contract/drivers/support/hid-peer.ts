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

/** A USB reader that can be pulled, in the place of `node-hid`; reports arrive whole, as from the system. */
export function createHidPeer(parts: {
  readonly face: HidFace
  readonly reportBytes: number
  readonly parse: (options: object) => ScannerOptions
  readonly createDecoder: (most: number) => SymbolDecoder
  readonly reportsOf: (lines: readonly string[]) => readonly Uint8Array[]
  readonly spoilt: Uint8Array
}): ReaderPeer {
  const numbers = { vendorId: '0db5', productId: '0139' }
  let plugged = true
  let wake: (() => void)[] = []
  let listeners: { data?: (report: Buffer) => void; error?: (error: unknown) => void } = {}
  const library: HidLibrary = {
    devicesAsync: async () => (plugged ? [{ path: '/dev/hidraw0', ...parts.face }] : []),
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
  const send = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += parts.reportBytes) {
      listeners.data?.(Buffer.from(bytes.subarray(at, at + parts.reportBytes)))
    }
  }
  return {
    options: numbers,
    create: (given, context) => {
      const options = parts.parse({ ...given, maxMessageBytes: 256 })
      return createScanner(
        options,
        context,
        openHid(numbers, parts.face, async () => library),
        {
          kind: 'hid',
          createDecoder: parts.createDecoder,
        },
      )
    },
    scan: (lines) => {
      for (const report of parts.reportsOf(lines)) send(report)
    },
    send,
    spoilt: parts.spoilt,
    async unplug() {
      plugged = false
      listeners.error?.(new Error('could not read from HID device'))
    },
    async plug() {
      plugged = true
    },
    ready: () =>
      new Promise((resolve) => {
        if (listeners.data) resolve()
        else wake.push(resolve)
      }),
    async dispose() {
      wake = []
    },
  }
}
