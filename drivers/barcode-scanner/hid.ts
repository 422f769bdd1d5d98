import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import { createClosing } from '../transport/closing.ts'
import { tapped } from '../transport/tap.ts'

/** What of a device is opened, by the HID usage tables: a scanner may show several faces. */
export interface HidFace {
  readonly usagePage: number
  readonly usage?: number
}

export const scannerFace: HidFace = { usagePage: 0x8c }
export const keyboardFace: HidFace = { usagePage: 1, usage: 6 }

export interface UsbScanner {
  readonly vendorId: string
  readonly productId: string
  readonly serialNumber?: string | undefined
}

/** What of `node-hid` is used: a test puts its own in its place. */
export interface HidLibrary {
  devicesAsync(
    vendor: number,
    product: number,
  ): Promise<
    readonly {
      readonly path?: string | undefined
      readonly serialNumber?: string | undefined
      readonly usagePage?: number | undefined
      readonly usage?: number | undefined
    }[]
  >
  readonly HIDAsync: { open(path: string): Promise<HidHandle> }
}

export interface HidHandle {
  on(event: 'data', listener: (report: Buffer) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  close(): Promise<void>
}

/** Opens the scanner by its USB numbers, which outlast unplugging; a path does not. */
export function openHid(
  { vendorId, productId, serialNumber }: UsbScanner,
  face: HidFace,
  load: () => Promise<HidLibrary> = async () => (await import('node-hid')).default,
): OpenByteStream {
  const name = `usb ${vendorId}:${productId}${serialNumber === undefined ? '' : ` ${serialNumber}`}`

  return tapped(async (signal) => {
    const refuse = (why: unknown) =>
      new AyaldamaError('device.connect', name, why instanceof Error ? why.message : String(why))
    if (signal.aborted) throw refuse('aborted')
    let handle: HidHandle
    try {
      // Loaded on first use: a box without such a scanner does without the native module.
      const library = await load()
      const found = await library.devicesAsync(Number.parseInt(vendorId, 16), Number.parseInt(productId, 16))
      const own = found.filter((one) => serialNumber === undefined || one.serialNumber === serialNumber)
      const wanted = own.find(
        ({ usagePage, usage }) =>
          usagePage === face.usagePage && (face.usage === undefined || face.usage === usage),
      )
      const path = (wanted ?? own[0])?.path
      if (path === undefined) throw new Error('no such device is connected')
      handle = await library.HIDAsync.open(path)
    } catch (error) {
      throw refuse(error)
    }

    const closing = createClosing()
    const early: Buffer[] = []
    let listener: ((report: Buffer) => void) | undefined
    handle.on('data', (report) => {
      if (closing.isClosed()) return
      if (listener) listener(report)
      else early.push(report)
    })
    handle.on('error', (error) => {
      closing.close(error instanceof Error ? error.message : String(error))
      handle.close().catch(() => {})
    })

    return {
      name,
      // These scanners are not told anything.
      write() {},
      onData(to) {
        listener = to
        for (const report of early.splice(0)) to(report)
      },
      onClose: closing.onClose,
      async close() {
        if (closing.isClosed()) return
        closing.close('closed here')
        await handle.close()
      },
    }
  })
}
